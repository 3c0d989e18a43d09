/** The cells of a sheet with the columns of its desk beside them, as views, grid and cards read both alike. */
import type { DeskChange } from '../../shared/desk/deskDocument.ts'
import type { Column } from '../../shared/schema/column.ts'
import { DESK_COLUMNS, type DeskReader, deskColumn } from '../../shared/schema/deskColumns.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { SheetChange, SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { ArrangedSheet } from '../../shared/views/Arranger.ts'

/** Reads a cell, or what the desk says of the row. `columns`: those of cells, as they are when it is asked. */
export function joinedValue(
  sheet: SheetDocument,
  desk: DeskReader,
  columns: () => readonly Column[],
): (row: string, column: string) => Scalar {
  return (row, column) => {
    const told = deskColumn(column)
    if (told === undefined) return sheet.value(row, column)
    return told.value({ desk, row, cell: id => sheet.value(row, id), columns: columns() })
  }
}

/** The sheet with the values that `value` reads. */
export const joinedSheet = (sheet: SheetDocument, value: (row: string, column: string) => Scalar): ArrangedSheet => ({
  rows: () => sheet.rows(),
  has: row => sheet.has(row),
  isDeleted: row => sheet.isDeleted(row),
  order: row => sheet.order(row),
  value,
})

const DESK_IDS = DESK_COLUMNS.map(({ column }) => column.id)

/** A change of cells may be one of what the desk's columns say of those rows. */
export const withDeskColumns = (change: SheetChange): SheetChange => ({
  ...change,
  updated: new Map([...change.updated].map(([row, columns]) => [row, new Set([...columns, ...DESK_IDS])])),
})

/** A change of the desk as one of the sheet: exactly the rows it names. */
export function changeOfDesk(changes: readonly DeskChange[], sheet: SheetDocument): SheetChange {
  const updated = new Map<string, Set<string>>()
  for (const { kind, row } of changes) {
    if (!sheet.has(row) || sheet.isDeleted(row)) continue
    const columns = updated.get(row) ?? new Set<string>()
    for (const desk of DESK_COLUMNS) if (desk.kind === kind) columns.add(desk.column.id)
    updated.set(row, columns)
  }
  return { added: [], removed: [], updated, reordered: false }
}
