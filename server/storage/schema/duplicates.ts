/** Rows that may tell of the same, what people said of them, and rows made one (docs/SPEC.md DUP, docs/adr/0013). */

/** Two rows of a sheet; `row_a` is the one whose id comes first. */
export interface DuplicatePairTable {
  sheet_id: string
  row_a: string
  row_b: string
  /** 0 … 1000 */
  score: number
  /** json: LikenessReason[] */
  why: string
  /** `open` waits for a person, `dismissed`: they are two things. */
  state: 'open' | 'dismissed'
  /** Digest of what was compared of both rows: while it is the same, a word about them stands. */
  compared: string
  found_at: number
  /** Who last said that they are two things, also when it has been taken up again since. */
  decided_by: string | null
  decided_at: number | null
}

/** A row made one with another. Whether it still is so the sheet says, and the command by which it can be undone. */
export interface RowMergeTable {
  /** A `sheet_command` of the kind `merge`. */
  command_id: string
  sheet_id: string
  /** The row that stayed, and the one that went into it. */
  kept: string
  merged: string
  /** json: CellWish[] */
  wishes: string
}
