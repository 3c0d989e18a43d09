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

/** The rows stand otherwise now: tells the grid where the focused row went. Does nothing while somebody types or the focus is elsewhere. */
export function followRow(api: GridApi<RowRef>, place: CellPlace | undefined): void {
  const now = api.getFocusedCell()
  if (place === undefined || now === null || api.getEditingCells().length > 0) return
  if (api.getDisplayedRowAtIndex(now.rowIndex)?.data?.id === place.row) return
  const index = api.getRowNode(place.row)?.rowIndex
  const inGrid = document.activeElement?.closest('.ag-root') !== null
  if (typeof index === 'number' && inGrid) api.setFocusedCell(index, place.column)
  else api.clearFocusedCell()
}
