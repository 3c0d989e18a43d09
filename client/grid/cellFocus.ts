/**
 * Keeps the focus on the row a person is in. The grid remembers a position, so when rows come and go above it the same place is suddenly
 * another row, and the next key would go into a stranger's cell (PAGE-11).
 */
import type { GridApi } from 'ag-grid-community'
import type { CellPlace, RowRef } from './RowRef.ts'

/** The cell an element of the grid belongs to, by the ids the grid puts on its rows and cells; undefined for headers and the like. */
export function cellOf(target: EventTarget | null): CellPlace | undefined {
  if (!(target instanceof Element)) return undefined
  const column = target.closest('.ag-cell')?.getAttribute('col-id')
  const row = target.closest('.ag-row')?.getAttribute('row-id')
  return typeof column === 'string' && typeof row === 'string' ? { row, column } : undefined
}

/** Where the keyboard is: on a row, on another control (a header is one), or nowhere because the element that had it was taken out of the page. */
function keyboardPlace(): 'row' | 'elsewhere' | 'lost' {
  const active = document.activeElement
  if (active === null || active === document.body) return 'lost'
  return active.closest('.ag-row') === null ? 'elsewhere' : 'row'
}

const isOnScreen = (row: string): boolean => document.querySelector(`.ag-row[row-id="${CSS.escape(row)}"]`) !== null

/**
 * The rows stand otherwise now: tells the grid where the focused row went (its own restoring, by position, is switched off). Does nothing
 * while somebody types; where the keyboard is on another control it stays there, and a row sorted out of sight is not run after.
 */
export function followRow(api: GridApi<RowRef>, place: CellPlace | undefined): void {
  const now = api.getFocusedCell()
  // A grid that is being taken down has none either, whatever its types say.
  if (place === undefined || !now || api.getEditingCells().length > 0) return
  const index = api.getRowNode(place.row)?.rowIndex
  const keyboard = keyboardPlace()
  if (now.rowIndex === index && !(keyboard === 'lost' && isOnScreen(place.row))) return
  if (typeof index !== 'number' || keyboard === 'elsewhere' || !isOnScreen(place.row)) api.clearFocusedCell()
  else api.setFocusedCell(index, place.column)
}

/** Gives the keyboard back to this cell without scrolling to it; does nothing when its row is not shown or somebody types. */
export function returnToCell(api: GridApi<RowRef> | undefined, place: CellPlace | undefined): void {
  if (api === undefined || place === undefined || api.getEditingCells().length > 0) return
  const index = api.getRowNode(place.row)?.rowIndex
  if (typeof index === 'number' && isOnScreen(place.row)) api.setFocusedCell(index, place.column)
}

/**
 * Sees to it that the keyboard is in the cell the grid says it is in, unless another cell, an editor or another control has it by now.
 * False while there is still something to wait for: the row is not painted yet, or has only now been given the keyboard.
 */
export function holdFocus(api: GridApi<RowRef>, rowIndex: number, column: string): boolean {
  if (api.isDestroyed() || api.getEditingCells().length > 0 || keyboardPlace() === 'elsewhere') return true
  const now = api.getFocusedCell()
  if (now?.rowIndex !== rowIndex || now.column.getColId() !== column) return true
  const cell = document.querySelector(`.ag-row[row-index="${rowIndex}"] .ag-cell[col-id="${CSS.escape(column)}"]`)
  if (cell === null) return false
  const { activeElement } = document
  if (!cell.contains(activeElement)) {
    api.setFocusedCell(rowIndex, column)
    return false
  }
  // It had the keyboard before it was a cell on the page: those who wait for that hear of it now.
  if (activeElement === cell) cell.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
  return true
}
