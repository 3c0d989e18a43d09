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
  if (place === undefined || now === null || api.getEditingCells().length > 0) return
  const index = api.getRowNode(place.row)?.rowIndex
  const keyboard = keyboardPlace()
  if (now.rowIndex === index && !(keyboard === 'lost' && isOnScreen(place.row))) return
  if (typeof index !== 'number' || keyboard === 'elsewhere' || !isOnScreen(place.row)) api.clearFocusedCell()
  else api.setFocusedCell(index, place.column)
}
