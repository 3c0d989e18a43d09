/** Commands that changed many cells at once and can be taken back as one: imports, everything a person did, rows made one (docs/SPEC.md IMP, REVERT). */

/** One such command. Its cells are in the history: `sheet_command_step` says which records of which sheets are its. */
export interface SheetCommandTable {
  id: string
  kind: 'import' | 'revert' | 'merge'
  operation_id: string
  /** The only sheet it is about; null: every sheet of the operation. */
  sheet_id: string | null
  /** Who gave the command. */
  member_id: string
  /** A revert's: whose changes it takes back. */
  of_member: string | null
  /** A revert's: changes from this moment on. */
  since: number | null
  /** An import's. */
  file_name: string | null
  at: number
  /** 0 while it is being carried out, 1 done, 2 taken back, 3 done again, and so on. */
  step: number
  /** When the newest step was done, and by whom. */
  step_at: number
  step_by: string
  /** json: what the first step did, in counts */
  summary: string
  /** json: what the newest step left alone, cut after some */
  left_alone: string
}

/** The record of a sheet's log in which a step of a command wrote; `at` is the record's, by which its history rows are found. */
export interface SheetCommandStepTable {
  command_id: string
  step: number
  sheet_id: string
  seq: number
  at: number
}
