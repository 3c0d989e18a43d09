/**
 * What the grid holds of a line: who it is. The cells are read from the sheet when they are shown, so there is no second copy to go stale. A
 * line is a row of the sheet, or the line above a group of rows (shared/views/lines.ts); `rowOf` tells them apart.
 */
export interface RowRef {
  readonly id: string
}

/** A cell by what it is, not by where it stands. */
export interface CellPlace {
  readonly row: string
  readonly column: string
}

/** The id of the row, undefined for the line above a group: no row's id holds a colon. */
export const rowOf = (line: RowRef | undefined): string | undefined =>
  line === undefined || line.id.startsWith(':') ? undefined : line.id
