import type { ColDef, SelectionColumnDef } from 'ag-grid-community'
import type { RowRef } from './RowRef.ts'

/** Column id of the row numbers; no column of a schema is called so. */
export const ROW_NUMBER = '#'

/** The numbers of the rows as they stand on screen, as people say them on the phone. */
export const rowNumberColumn = (label: string, numberAt: (index: number) => number): ColDef<RowRef> => ({
  colId: ROW_NUMBER,
  headerName: '#',
  headerTooltip: label,
  valueGetter: ({ node }) => numberAt(node?.rowIndex ?? 0),
  cellClass: 'row-number',
  headerClass: 'row-number-header',
  pinned: 'left',
  lockPinned: true,
  lockPosition: 'left',
  width: 52,
  minWidth: 40,
  sortable: false,
  filter: false,
  resizable: false,
  editable: false,
  suppressMovable: true,
  getQuickFilterText: () => '',
})

/** The tick boxes, beside the numbers. */
export const TICK_COLUMN: SelectionColumnDef = {
  pinned: 'left',
  width: 36,
  minWidth: 36,
  resizable: false,
  lockPosition: 'left',
}
