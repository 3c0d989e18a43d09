import type { CellFocusedEvent, GridApi } from 'ag-grid-community'
import type { CellPlace, RowRef } from './RowRef.ts'

/**
 * Keeps the focus on the row a person is in. The grid remembers a position, so when rows come and go above it the same place is suddenly
 * another row, and the next key would go into a stranger's cell (PAGE-11).
 */
export class FocusKeeper {
  #place: CellPlace | undefined

  /** The grid's focus moved: which cell that is; undefined when it is none of the sheet's. */
  focused({ api, rowIndex, column }: CellFocusedEvent<RowRef>): CellPlace | undefined {
    if (rowIndex === null || column === null || column === undefined) return undefined
    const row = api.getDisplayedRowAtIndex(rowIndex)?.data?.id
    if (row === undefined) return undefined
    this.#place = { row, column: typeof column === 'string' ? column : column.getColId() }
    return this.#place
  }

  /** The rows stand otherwise now: puts the focus back on the row it was on. Does nothing while the focus is elsewhere on the page. */
  follow(api: GridApi<RowRef>): void {
    const place = this.#place
    const now = api.getFocusedCell()
    if (place === undefined || now === null || api.getEditingCells().length > 0) return
    if (api.getDisplayedRowAtIndex(now.rowIndex)?.data?.id === place.row) return
    const index = api.getRowNode(place.row)?.rowIndex
    const inGrid = document.activeElement?.closest('.ag-root') !== null
    if (typeof index === 'number' && inGrid) api.setFocusedCell(index, place.column)
    else api.clearFocusedCell()
  }
}
