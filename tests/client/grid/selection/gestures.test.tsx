// @vitest-environment happy-dom
import { act, cleanup, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { SheetGrid } from '../../../../client/grid/SheetGrid.tsx'
import { SheetView } from '../../../../client/grid/SheetView.ts'
import { createSheetActions } from '../../../../client/grid/sheetActions.ts'
import { createTranslations } from '../../../../client/i18n/language.ts'
import { columnsOf } from '../../../../shared/schema/schemas.ts'
import { FakeSession } from '../../FakeSession.ts'
import { show } from '../../page.tsx'
import { withGridTimers } from '../realGrid.ts'

withGridTimers()
afterEach(cleanup)

const COLUMNS = columnsOf('needs').filter(({ id }) => ['item', 'quantity', 'unit'].includes(id))

async function grid() {
  const session = new FakeSession({ a: { item: '口罩', quantity: 5 }, b: { item: '手套' }, c: {}, d: { item: '酒精' } })
  const view = new SheetView(session)
  const actions = createSheetActions({
    view,
    columns: COLUMNS,
    language: 'zh',
    zone: 'Asia/Shanghai',
    t: createTranslations('zh').t,
    say: () => undefined,
    hush: () => undefined,
  })
  show(<SheetGrid view={view} columns={COLUMNS} actions={actions} zone="Asia/Shanghai" title="需求" settingName="t" />)
  await waitFor(() => expect(document.querySelector('.ag-row[row-id="d"] [col-id="unit"]')).not.toBeNull())
  const cell = (row: string, column: string): HTMLElement => {
    const found = document.querySelector<HTMLElement>(`.ag-row[row-id="${row}"] .ag-cell[col-id="${column}"]`)
    if (found === null) throw new Error('no cell')
    return found
  }
  const press = (target: Element, init: PointerEventInit = {}): void => {
    act(() => {
      target.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, cancelable: true, button: 0, ...init }))
      target.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true, button: 0 }))
      dispatchEvent(new MouseEvent('mouseup'))
    })
  }
  const key = (name: string, init: KeyboardEventInit = {}): void => {
    act(() => {
      const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init })
      document.activeElement?.dispatchEvent(event)
    })
  }
  const marked = (): string[] =>
    [...document.querySelectorAll('[aria-selected=true].ag-cell')].map(
      each => `${each.closest('.ag-row')?.getAttribute('row-id')} ${each.getAttribute('col-id')}`,
    )
  return { session, view, cell, press, key, marked }
}

describe('selecting in the grid', () => {
  it('CELL-4 CELL-5 Shift+click selects up to there; the cells say so', async () => {
    const { cell, press, marked, view } = await grid()
    press(cell('a', 'item'))
    press(cell('b', 'quantity'), { shiftKey: true })
    expect(view.selection.get()).toEqual({ rows: ['a', 'b'], columns: ['item', 'quantity'] })
    expect(marked().sort()).toEqual(['a item', 'a quantity', 'b item', 'b quantity'])
    expect(cell('a', 'item').classList.contains('range-top')).toBe(true)
    expect(cell('b', 'quantity').classList.contains('range-right')).toBe(true)
    await waitFor(() => expect(document.body.textContent).toContain('已选 2 行 × 2 列'))
  })

  it('CELL-4 a row number is its row, Shift+click on a header its column', async () => {
    const { cell, press, view } = await grid()
    press(cell('b', '#'))
    expect(view.selection.get()).toEqual({ rows: ['b'], columns: ['item', 'quantity', 'unit'] })
    press(cell('d', '#'), { shiftKey: true })
    expect(view.selection.get()?.rows).toEqual(['b', 'c', 'd'])
    const header = document.querySelector('.ag-header-cell[col-id="quantity"]')
    if (header === null) throw new Error('no header')
    press(header, { shiftKey: true })
    expect(view.selection.get()).toEqual({ rows: ['a', 'b', 'c', 'd'], columns: ['quantity'] })
  })

  it('CELL-4 the menu asked for inside the selection leaves it', async () => {
    const { cell, press, view } = await grid()
    press(cell('a', 'item'))
    press(cell('b', 'quantity'), { shiftKey: true })
    press(cell('b', 'item'), { button: 2 })
    expect(view.selection.get()?.rows).toEqual(['a', 'b'])
  })

  it('CELL-3 Shift+arrows grow it, Ctrl+Shift goes to the edge of the data, Escape ends it', async () => {
    const { cell, key, view } = await grid()
    act(() => cell('a', 'item').focus())
    expect(view.cell.get()).toEqual({ row: 'a', column: 'item' })
    key('ArrowRight', { shiftKey: true })
    expect(view.selection.get()?.columns).toEqual(['item', 'quantity'])
    key('ArrowDown', { shiftKey: true, ctrlKey: true })
    expect(view.selection.get()?.rows).toEqual(['a', 'b', 'c', 'd'])
    key('Escape')
    expect(view.selection.get()).toEqual({ rows: ['a'], columns: ['item'] })
    key('ArrowDown', { ctrlKey: true })
    expect(view.cell.get()).toEqual({ row: 'b', column: 'item' })
  })

  it('CELL-2 a colleague’s rows do not move it', async () => {
    const { session, cell, press, view } = await grid()
    press(cell('b', 'item'))
    press(cell('d', 'item'), { shiftKey: true })
    act(() => {
      session.addRow({ item: '新' }, 'a')
      session.addRow({ item: '新' }, 'c')
      view.feed.flush()
    })
    await waitFor(() => expect(view.selection.get()?.rows).toEqual(['b', 'c', 'new2', 'd']))
  })

  it('IME-1 the keyboard is in a field inside the cell, which says what the cell holds', async () => {
    const { cell } = await grid()
    act(() => cell('a', 'quantity').focus())
    const field = document.activeElement
    expect(field?.classList.contains('cell-catcher')).toBe(true)
    expect(field?.closest('.ag-cell')).toBe(cell('a', 'quantity'))
    expect(field?.getAttribute('aria-label')).toMatch(/需求数量，第 1 行：5/)
  })

  it('IME-3 a repaint by a colleague’s edit leaves the keyboard in the cell', async () => {
    const { session, view, cell } = await grid()
    act(() => cell('a', 'item').focus())
    act(() => {
      session.arrive([{ row: 'a', column: 'item', value: '防护服' }])
      view.feed.flush()
    })
    await waitFor(() => expect(cell('a', 'item').textContent).toContain('防护服'))
    await waitFor(() => expect(document.activeElement?.closest('.ag-cell')).toBe(cell('a', 'item')))
  })

  it('IME-3 so does one in a cell that was empty', async () => {
    const { session, view, cell } = await grid()
    act(() => cell('c', 'item').focus())
    act(() => {
      session.arrive([{ row: 'c', column: 'item', value: '防护服' }])
      view.feed.flush()
    })
    await waitFor(() => expect(cell('c', 'item').textContent).toContain('防护服'))
    await waitFor(() => expect(document.activeElement?.closest('.ag-cell')).toBe(cell('c', 'item')))
  })

  it('IME-3 while a word is composed no row comes in above and the cell is not repainted', async () => {
    const { session, view, cell } = await grid()
    act(() => cell('b', 'item').focus())
    const field = document.activeElement
    act(() => void field?.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true })))
    act(() => {
      session.addRow({ item: '新' }, 'a')
      session.arrive([{ row: 'b', column: 'item', value: '别的' }])
      view.feed.flush()
    })
    expect(view.rowNumber('b')).toBe(2)
    expect(cell('b', 'item').textContent).toContain('手套')
    act(() => void field?.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true })))
    act(() => view.feed.flush())
    expect(view.rowNumber('b')).toBe(3)
    await waitFor(() => expect(cell('b', 'item').textContent).toContain('别的'))
  })

  it('IME-2 keys of the input method do nothing in a closed cell', async () => {
    const { session, key, cell, view } = await grid()
    act(() => cell('a', 'item').focus())
    for (const name of ['Enter', 'Tab', 'Escape', 'Backspace', 'ArrowDown', 'a']) key(name, { isComposing: true })
    expect(view.cell.get()).toEqual({ row: 'a', column: 'item' })
    expect(view.grid.get()?.getEditingCells()).toEqual([])
    expect(session.wishes).toEqual([])
  })
})
