// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ColumnWidth } from '../../../client/grid/ColumnWidth.tsx'
import { SheetView } from '../../../client/grid/SheetView.ts'
import { StatusLine } from '../../../client/grid/StatusLine.tsx'
import { openSheetOf } from '../commands/openSheet.ts'
import { FakeSession } from '../FakeSession.ts'
import { show } from '../page.tsx'
import { realGrid, withGridTimers } from './realGrid.ts'

withGridTimers()
afterEach(cleanup)

describe('the status line', () => {
  it('KEY-7 sums up the selected cells, and again when a colleague changes one', async () => {
    const session = new FakeSession({
      a: { item: '水', quantity: 0.1 },
      b: { item: '米', quantity: 0.2 },
      c: { item: '盐' },
    })
    const { api } = realGrid(session, { columnDefs: ['item', 'quantity'].map(colId => ({ colId })) })
    const view = new SheetView(session)
    view.attach(api)
    show(<StatusLine view={view} />)
    expect(screen.getByText('3 行')).toBeDefined()
    act(() => view.enter({ row: 'a', column: 'item' }))
    act(() => view.range.extendTo({ row: 'c', column: 'quantity' }))
    await screen.findByText('计数 5')
    expect(screen.getByText('数值 2')).toBeDefined()
    expect(screen.getByText('求和 0.3')).toBeDefined()
    expect(screen.getByText('平均 0.15')).toBeDefined()
    act(() => session.arrive([{ row: 'c', column: 'quantity', value: 12_000 }]))
    await screen.findByText('求和 12,000.3')
    act(() => view.enter({ row: 'b', column: 'item' }))
    await waitFor(() => expect(screen.queryByText(/求和/)).toBeNull())
  })

  it('KEY-6 a width is asked for by name and given to the column', () => {
    const session = new FakeSession({ a: { item: '水' } })
    const open = openSheetOf(session)
    const { api } = realGrid(session)
    open.view.attach(api)
    open.view.enter({ row: 'a', column: 'item' })
    show(<ColumnWidth open={open} onClose={() => undefined} />)
    const field = screen.getByRole('spinbutton')
    act(() => field.focus())
    fireEvent.change(field, { target: { value: '333' } })
    fireEvent.click(screen.getByRole('button', { name: /确\s*定/ }))
    expect(api.getColumn('item')?.getActualWidth()).toBe(333)
  })
})
