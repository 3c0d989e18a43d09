// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SheetView } from '../../../client/grid/SheetView.ts'
import type { SheetActions } from '../../../client/grid/sheetActions.ts'
import { HistoryPanel } from '../../../client/history/HistoryPanel.tsx'
import type { HistoryItem } from '../../../shared/protocol/http.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { FakeSession } from '../FakeSession.ts'
import { network, show } from '../page.tsx'

afterEach(cleanup)

let ids = 0
const item = (more: Partial<HistoryItem>): HistoryItem => ({
  id: ++ids,
  row: 'a',
  column: 'quantity',
  old: 200,
  new: 2000,
  member: { id: 'm2', name: '妇源汇值班' },
  at: '2022-01-05T07:57:00Z',
  won: true,
  unseen: false,
  ...more,
})

/** A column that has been taken away; its history stays. */
const REMOVED = { id: 'x_bus', label: { zh: '派车', en: 'Bus' }, kind: { type: 'text' } }

function panel(
  pages: Readonly<Record<string, { items: HistoryItem[]; next: string | null }>>,
  mode: 'editing' | 'reading' = 'editing',
) {
  const session = new FakeSession({ a: { item: '口罩', quantity: 3000 }, b: {} }, mode)
  const view = new SheetView(session)
  const { wire, sent: all } = network(({ path }) => {
    if (path.endsWith('/columns')) return { body: { columns: [], removed: [REMOVED] } }
    const query = new URL(path, 'http://hub').searchParams
    return { body: pages[query.get('cursor') ?? query.get('column') ?? 'row'] ?? { items: [], next: null } }
  })
  const sent = (): typeof all => all.filter(({ path }) => path.includes('/history'))
  const edit = vi.fn()
  const actions = { edit } as unknown as SheetActions
  show(
    <HistoryPanel
      view={view}
      sheetId="s1"
      columns={columnsOf('needs')}
      zone="Asia/Shanghai"
      actions={actions}
      onClose={() => undefined}
    />,
    { wire },
  )
  return { session, view, sent, edit }
}

describe('the history of a cell', () => {
  it('COL-7 a column that was taken away has its name in the history and is not written into', async () => {
    const { view } = panel({ row: { items: [item({ column: 'x_bus', old: null, new: '已派车' })], next: null } })
    act(() => view.enter({ row: 'a', column: 'quantity' }))
    fireEvent.click(screen.getByText('此行'))
    expect(await screen.findByText('派车（已移除）')).toBeTruthy()
    expect(screen.queryByText('写回此值')).toBeNull()
  })

  it('PAGE-17 says who, when in the operation’s zone, from what to what', async () => {
    const { view } = panel({ quantity: { items: [item({})], next: null } })
    expect(screen.getByText(/选中一个单元格/)).toBeTruthy()
    act(() => view.enter({ row: 'a', column: 'quantity' }))
    expect(await screen.findByText('妇源汇值班')).toBeTruthy()
    expect(document.querySelector('time')?.textContent).toBe('1月5日 15:57 · 3分钟前')
    expect(document.querySelector('del')?.textContent).toBe('200')
    expect(document.querySelector('ins')?.textContent).toBe('2,000')
  })

  it('PAGE-17 an edit that lost is marked and can be taken back', async () => {
    const { view, edit } = panel({ quantity: { items: [item({ won: false, unseen: true })], next: null } })
    act(() => view.enter({ row: 'a', column: 'quantity' }))
    expect(await screen.findByText('未采用')).toBeTruthy()
    fireEvent.click(screen.getByText('写回此值'))
    expect(edit.mock.calls).toEqual([[{ row: 'a', column: 'quantity', value: 2000 }]])
  })

  it('PAGE-17 who may only read is not offered to write a value back', async () => {
    const { view } = panel({ quantity: { items: [item({})], next: null } }, 'reading')
    act(() => view.enter({ row: 'a', column: 'quantity' }))
    await screen.findByText('妇源汇值班')
    expect(screen.queryByText('写回此值')).toBeNull()
  })

  it('PAGE-17 of a whole row names columns, and rows added and deleted', async () => {
    const { view } = panel({
      row: {
        items: [
          item({}),
          item({ column: '_gone', old: true, new: null }),
          item({ column: '_gone', old: null, new: true }),
          item({ column: '_row', old: null, new: true }),
        ],
        next: null,
      },
    })
    act(() => view.enter({ row: 'a', column: 'quantity' }))
    fireEvent.click(screen.getByText('此行'))
    expect(await screen.findByText('添加了这一行')).toBeTruthy()
    expect(screen.getByText('删除了这一行')).toBeTruthy()
    expect(screen.getByText('恢复了这一行')).toBeTruthy()
    expect(screen.getByText('需求数量')).toBeTruthy()
  })

  it('PAGE-17 goes on page by page', async () => {
    const { view, sent } = panel({
      quantity: { items: [item({})], next: 'older' },
      older: { items: [item({ at: '2022-01-04T07:57:00Z', member: { id: 'm3', name: '壹基金值班' } })], next: null },
    })
    act(() => view.enter({ row: 'a', column: 'quantity' }))
    fireEvent.click(await screen.findByText('更早的记录'))
    expect(await screen.findByText('壹基金值班')).toBeTruthy()
    expect(sent().at(-1)?.path).toContain('cursor=older')
    expect(screen.queryByText('更早的记录')).toBeNull()
  })

  it('PAGE-17 is asked anew once a change of the row is on the server’s disk, not before', async () => {
    const { view, session, sent } = panel({ quantity: { items: [], next: null } })
    act(() => view.enter({ row: 'a', column: 'quantity' }))
    await waitFor(() => expect(sent()).toHaveLength(1))
    await screen.findByText('没有修改记录')
    await act(async () => {
      session.nowIs({ kind: 'saving', count: 1 })
      session.arrive([{ row: 'a', column: 'quantity', value: 1 }])
    })
    expect(sent()).toHaveLength(1)
    await act(async () => session.nowIs({ kind: 'saved', at: 0 }))
    await waitFor(() => expect(sent()).toHaveLength(2))
    await act(async () => session.arrive([{ row: 'b', column: 'quantity', value: 1 }]))
    expect(sent()).toHaveLength(2)
  })
})
