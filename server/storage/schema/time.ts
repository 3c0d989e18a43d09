/** Somebody has looked at what was lost in a cell and settled it: everything up to this change of the history is no open conflict any more. */
import type { Generated } from 'kysely'

export interface ConflictSettledTable {
  id: Generated<number>
  sheet_id: string
  row_id: string
  column_id: string
  /** The newest `cell_change` they had seen. */
  up_to: number
  member_id: string
  at: number
}
