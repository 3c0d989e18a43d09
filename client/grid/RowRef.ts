/** What the grid holds of a row: who it is. The cells are read from the sheet when they are shown, so there is no second copy to go stale. */
export interface RowRef {
  readonly id: string
}

/** A cell by what it is, not by where it stands. */
export interface CellPlace {
  readonly row: string
  readonly column: string
}
