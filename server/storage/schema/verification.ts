/** Table of what was decided about rows. */

export interface VerificationTable {
  id: string
  sheet_id: string
  row_id: string
  state: 'verified' | 'rejected' | 'withdrawn'
  /** Null for a withdrawal. */
  method: 'phone' | 'visit' | 'document' | 'other' | null
  note: string | null
  reason: string | null
  /** Id of a file of the row. */
  evidence: string | null
  member_id: string
  at: number
  /** json: column → scalar, as they were checked */
  cells: string
  /** json: column ids checked this time; null: all that count */
  checked: string | null
  /** 1 for the newest of the row */
  newest: number
}
