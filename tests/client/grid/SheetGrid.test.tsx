// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EmptySheet } from '../../../client/grid/EmptySheet.tsx'
import { SheetGrid } from '../../../client/grid/SheetGrid.tsx'
import { SheetView } from '../../../client/grid/SheetView.ts'
import { createSheetActions, type SheetActions } from '../../../client/grid/sheetActions.ts'
import { createTranslations } from '../../../client/i18n/language.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { FakeSession, type Rows } from '../FakeSession.ts'
import { show } from '../page.tsx'
import { withGridTimers } from './realGrid.ts'

const ROWS = { a: { item: '口罩', quantity: 200 }, b: { item: '手套' } }
const COLUMNS = columnsOf('needs')

withGridTimers()
afterEach(cleanup)

function sheetScreen(rows: Rows, mode: 'editing' | 'reading' = 'editing', language: 'zh' | 'en' = 'zh') {
  const session = new FakeSession(rows, mode)
  const view = new SheetView(session)
  const said: string[] = []
  const actions: SheetActions = createSheetActions({
    view,
    columns: COLUMNS,
    language,
    zone: 'Asia/Shanghai',
    t: createTranslations(language).t,
    say: text => void said.push(text),
    hush: () => undefined,
  })
  const shown = show(
    <>
      <SheetGrid
        view={view}
        columns={COLUMNS}
        actions={actions}
        zone="Asia/Shanghai"
        title="需求"
        settingName="columns.test"
      />
      <EmptySheet view={view} kind="needs" actions={actions} onImport={mode === 'editing' ? vi.fn() : undefined} />
    </>,
    { language },
  )
  return { session, view, actions, said, ...shown }
}

const ready = async (view: SheetView) => {
  await waitFor(() => expect(view.grid.get()).toBeDefined())
  const api = view.grid.get()
  if (api === undefined) throw new Error('no grid')
  return api
}

describe('the grid of a sheet', () => {
  it('PAGE-8 a wish of the grid becomes an edit of the session, and only that changes the cell', async () => {
    const { session, view } = sheetScreen(ROWS)
    const api = await ready(view)
    act(() => void api.getRowNode('a')?.setDataValue('quantity', 2000))
    await waitFor(() => expect(session.wishes).toEqual([[{ row: 'a', column: 'quantity', value: 2000 }]]))
    expect(session.sheet.value('a', 'quantity')).toBe(2000)
    expect(api.getRowNode('a')?.data).toEqual({ id: 'a' })
  })

  it('PAGE-9 a value that does not fit its column is not written, and the reason is said', async () => {
    const { session, view, said } = sheetScreen(ROWS)
    const api = await ready(view)
    act(() => void api.getRowNode('a')?.setDataValue('quantity', -5))
    await waitFor(() => expect(said).toHaveLength(1))
    expect(said[0]).toContain('需求数量')
    expect(session.wishes).toEqual([])
  })

  it('PAGE-20 who may only read has no tick boxes and nothing to edit', async () => {
    const { view } = sheetScreen(ROWS, 'reading')
    const api = await ready(view)
    expect(api.getGridOption('rowSelection')).toBeUndefined()
    act(() => api.startEditingCell({ rowIndex: 0, colKey: 'item' }))
    expect(api.getEditingCells()).toEqual([])
  })

  it('PAGE-10 a replaced sheet is shown in the same grid', async () => {
    const { session, view } = sheetScreen(ROWS)
    const api = await ready(view)
    act(() => session.replaceBy({ b: { item: '手套' }, z: { item: '酒精' } }))
    expect(api.getDisplayedRowCount()).toBe(2)
    expect(api.getRowNode('a')).toBeUndefined()
    expect(view.grid.get()).toBe(api)
  })

  it('JOIN-10 who may do something else now has the rows of the session that began with it', async () => {
    const { actions, ...before } = sheetScreen({}, 'editing')
    cleanup()
    const after = new SheetView(new FakeSession(ROWS, 'reading'))
    const Swapped = () => {
      const [view, setView] = useState(before.view)
      const given = {
        view,
        columns: COLUMNS,
        actions,
        zone: 'Asia/Shanghai',
        title: '需求',
        settingName: 'columns.test',
      }
      return (
        <>
          <SheetGrid {...given} />
          <button type="button" onClick={() => setView(after)}>
            rights
          </button>
        </>
      )
    }
    show(<Swapped />)
    await ready(before.view)
    fireEvent.click(screen.getByText('rights'))
    const api = await ready(after)
    await waitFor(() => expect(api.getDisplayedRowCount()).toBe(2))
    expect(before.view.grid.get()).toBeUndefined()
  })

  it('PAGE-15 an empty sheet says what it is for and offers the first step', async () => {
    const { session, view } = sheetScreen({})
    await ready(view)
    act(() => screen.getByText('添加第一行').click())
    expect(session.sheet.rowCount).toBe(1)
    await waitFor(() => expect(screen.queryByText('添加第一行')).toBeNull())
  })

  it('PAGE-15 a search without a match says so, which is not an empty sheet', async () => {
    const { view } = sheetScreen(ROWS, 'editing', 'en')
    await ready(view)
    act(() => view.find('nothing like it'))
    expect(await screen.findByText('No row matches')).toBeTruthy()
    expect(screen.queryByText('Add the first row')).toBeNull()
  })

  it('PAGE-11 find, sort and filter are told to the frame', async () => {
    const { view } = sheetScreen(ROWS)
    await ready(view)
    act(() => view.find('口罩'))
    await waitFor(() => expect(view.counts.get()).toEqual({ total: 2, shown: 1, selected: 0 }))
    expect(view.arrangement.get()).toEqual({ filtered: true, sorted: false })
    act(() => {
      view.clearFilters()
      view.sortBy('item', 'only')
    })
    await waitFor(() => expect(view.arrangement.get()).toEqual({ filtered: false, sorted: true }))
  })
})
