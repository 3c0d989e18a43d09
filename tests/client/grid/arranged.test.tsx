// @vitest-environment happy-dom
import { act, cleanup, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { SheetGrid } from '../../../client/grid/SheetGrid.tsx'
import { SheetView } from '../../../client/grid/SheetView.ts'
import type { SheetActions } from '../../../client/grid/sheetActions.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { ROW_GONE } from '../../../shared/sheet/cell.ts'
import { PLAIN_VIEW, type ViewContent } from '../../../shared/views/content.ts'
import { groupLine } from '../../../shared/views/lines.ts'
import { FakeSession, type Rows } from '../FakeSession.ts'
import { show } from '../page.tsx'
import { withGridTimers } from './realGrid.ts'

const ROWS: Rows = {
  a: { item: '口罩', quantity: 200, urgency: 'low' },
  b: { item: '手套', quantity: 30, urgency: 'critical' },
  c: { item: '酒精', urgency: 'critical' },
  d: { item: '奶粉', quantity: 12 },
}
const [CRITICAL, LOW, NONE] = ['critical', 'low', null].map(groupLine) as [string, string, string]
const COLUMNS = columnsOf('needs')

withGridTimers()
afterEach(cleanup)

/** A sheet in its real grid; `lines` is what stands on screen from top to bottom. */
async function sheetShown(content: Partial<ViewContent>, rows: Rows = ROWS) {
  const session = new FakeSession(rows)
  const view = new SheetView(session)
  show(
    <SheetGrid
      view={view}
      columns={COLUMNS}
      actions={{} as SheetActions}
      zone="Asia/Shanghai"
      title="需求"
      settingName="columns.test"
    />,
  )
  await waitFor(() => expect(view.grid.get()).toBeDefined())
  const api = view.grid.get()
  if (api === undefined) throw new Error('no grid')
  act(() => view.arrange({ ...PLAIN_VIEW, ...content }))
  const lines = (): string[] =>
    Array.from({ length: api.getDisplayedRowCount() }, (_, i) => api.getDisplayedRowAtIndex(i)?.id ?? '')
  return { session, view, api, lines }
}

describe('a view in the grid', () => {
  it('VIEW-2 VIEW-3 shows the rows that pass, sorted, and counts them', async () => {
    const { view, lines } = await sheetShown({
      filters: [{ column: 'quantity', condition: { is: 'filled' } }],
      sorts: [{ column: 'quantity', descending: false }],
    })
    expect(lines()).toEqual(['d', 'b', 'a'])
    expect(view.counts.get()).toMatchObject({ total: 4, shown: 3 })
    expect(view.arrangement.get()).toEqual({ filtered: true, sorted: true })
    act(() => view.clearFilters())
    expect(lines()).toEqual(['d', 'b', 'a', 'c'])
    act(() => view.clearSort())
    expect(lines()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('VIEW-3 a head sorts up, down and not at all; with Ctrl one more column', async () => {
    const { view, lines } = await sheetShown({})
    const head = (id: string) => document.querySelector<HTMLElement>(`.ag-header-cell[col-id="${id}"]`)
    const label = (id: string) => head(id)?.querySelector<HTMLElement>('.sheet-header-label')
    act(() => label('urgency')?.click())
    expect(lines()).toEqual(['b', 'c', 'a', 'd'])
    expect(head('urgency')?.getAttribute('aria-sort')).toBe('ascending')
    act(() => void label('quantity')?.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true })))
    expect(view.content.get().sorts).toEqual([
      { column: 'urgency', descending: false },
      { column: 'quantity', descending: false },
    ])
    expect(head('quantity')?.textContent).toContain('↑2')
    act(() => label('urgency')?.click())
    act(() => label('urgency')?.click())
    expect(view.content.get().sorts).toEqual([])
    expect(lines()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('VIEW-5 groups stand under lines with their counts; a folded one keeps its line; numbers pass over the lines', async () => {
    const { view, lines } = await sheetShown({ group: 'urgency' })
    expect(lines()).toEqual([CRITICAL, 'b', 'c', LOW, 'a', NONE, 'd'])
    expect(['b', 'c', 'a', 'd'].map(row => view.rowNumber(row))).toEqual([1, 2, 3, 4])
    await waitFor(() => expect(document.querySelectorAll('.group-line')).toHaveLength(3))
    const line = document.querySelector<HTMLElement>('.group-line')
    expect(line?.textContent).toBe('紧急程度：特急2 行')
    act(() => line?.click())
    expect(lines()).toEqual([CRITICAL, LOW, 'a', NONE, 'd'])
    expect(line?.getAttribute('aria-expanded')).toBe('false')
    expect(view.counts.get().shown).toBe(4)
    act(() => view.foldGroups(true))
    expect(lines()).toEqual([CRITICAL, LOW, NONE])
    act(() => view.foldGroups(false))
    expect(lines()).toHaveLength(7)
    act(() => view.arrange(PLAIN_VIEW))
    expect(lines()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('VIEW-5 words that are searched for narrow the groups, and their counts', async () => {
    const { view, lines } = await sheetShown({ group: 'urgency' })
    act(() => view.find('酒精'))
    expect(lines()).toEqual([CRITICAL, 'c'])
    expect([...view.arranged.counts.get()]).toEqual([[CRITICAL, 1]])
    await waitFor(() => expect(view.counts.get().shown).toBe(1))
    act(() => view.find(''))
    expect(lines()).toHaveLength(7)
  })

  it('VIEW-11 a colleague’s edit moves the row to its group, a new group with it', async () => {
    const { session, view, lines } = await sheetShown({ group: 'urgency' })
    act(() => {
      session.arrive([{ row: 'd', column: 'urgency', value: 'urgent' }])
      view.feed.flush()
    })
    expect(lines()).toEqual([CRITICAL, 'b', 'c', groupLine('urgent'), 'd', LOW, 'a'])
    act(() => {
      session.arrive([{ row: 'd', column: 'urgency', value: 'low' }])
      session.arrive([{ row: 'b', column: ROW_GONE, value: true }])
      view.feed.flush()
    })
    expect(lines()).toEqual([CRITICAL, 'c', LOW, 'a', 'd'])
  })

  it('VIEW-11 PAGE-11 while somebody types no row changes its group or leaves the filter; afterwards it does', async () => {
    const { session, view, api, lines } = await sheetShown({
      group: 'urgency',
      filters: [{ column: 'item', condition: { is: 'lacks', text: '停' } }],
    })
    const before = lines()
    act(() => api.startEditingCell({ rowIndex: before.indexOf('b'), colKey: 'item' }))
    await waitFor(() => expect(document.querySelector('.cell-field')).not.toBeNull())
    act(() => {
      session.arrive([
        { row: 'b', column: 'urgency', value: 'low' },
        { row: 'a', column: 'urgency', value: 'urgent' },
        { row: 'c', column: 'item', value: '停用' },
      ])
      view.feed.flush()
    })
    expect(lines()).toEqual(before)
    expect(api.getEditingCells()).toHaveLength(1)
    act(() => api.stopEditing(true))
    await waitFor(() => expect(lines()).toEqual([groupLine('urgent'), 'a', LOW, 'b', NONE, 'd']))
  })

  it('VIEW-6 a rule colours its rows, and a changed cell changes the colour', async () => {
    const { session, view } = await sheetShown({
      colors: [{ column: 'urgency', condition: { is: 'anyOf', values: ['critical'] }, tone: 'red' }],
    })
    const red = () => [...document.querySelectorAll('.ag-row.row-tone-red')].map(row => row.getAttribute('row-id'))
    await waitFor(() => expect(new Set(red())).toEqual(new Set(['b', 'c'])))
    act(() => {
      session.arrive([{ row: 'b', column: 'urgency', value: 'low' }])
      view.feed.flush()
    })
    await waitFor(() => expect(red()).toEqual(['c']))
  })

  it('VIEW-12 in a large arranged sheet a cell that decides nothing is repainted, one that does is put in its place a moment later', async () => {
    const rows = Object.fromEntries(Array.from({ length: 5_200 }, (_, i) => [`r${i}`, { item: `甲${i}`, quantity: i }]))
    const { session, view, api, lines } = await sheetShown({ sorts: [{ column: 'quantity', descending: true }] }, rows)
    expect(lines().slice(0, 2)).toEqual(['r5199', 'r5198'])
    act(() => session.arrive([{ row: 'r5199', column: 'item', value: '改过' }]))
    expect(api.getCellValue({ rowNode: api.getRowNode('r5199') as never, colKey: 'item' })).toBe('改过')
    act(() => session.arrive([{ row: 'r7', column: 'quantity', value: 9_999 }]))
    expect(lines()[0]).toBe('r5199')
    await waitFor(() => expect(lines().slice(0, 2)).toEqual(['r7', 'r5199']))
    act(() => view.find('改过'))
    expect(lines()).toEqual(['r5199'])
  })
})
