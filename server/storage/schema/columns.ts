/** Tables of a sheet's own columns. */

/**
 * What coordinators have decided about one column of one sheet. An own column is never deleted, only removed: its id is never given again, and its
 * cells come back with it. A template's column has a row only for its place or for being removed.
 */
export interface SheetColumnTable {
  sheet_id: string
  id: string
  /** null: where its template has it, an own one at the end */
  position: number | null
  /** json: Column; null for one of the template */
  own: string | null
  removed_at: number | null
  created_at: number
}
