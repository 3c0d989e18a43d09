/** Tables of what protects an operation against vandals. */

/** Whether newcomers' edits wait for a nod; no row: they do not. */
export interface GuardTable {
  operation_id: string
  /** 0 or 1 */
  nod: number
  /** How old a member's first edit must be, hours. */
  hours: number
  /** How many nodded edits are enough before that. */
  edits: number
}

/** One cell a newcomer wishes to change, waiting for a coordinator. A row that is not in the sheet yet is made when one of its cells is accepted. */
export interface SuggestionTable {
  id: string
  sheet_id: string
  row_id: string
  column_id: string
  /** json scalar: what the cell held when it was suggested */
  old: string
  /** json scalar */
  new: string
  member_id: string
  at: number
  state: 'waiting' | 'accepted' | 'refused' | 'withdrawn'
  reason: string | null
  decided_by: string | null
  decided_at: number | null
}
