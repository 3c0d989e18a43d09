/** What the inbox may ask of the finder of duplicates (docs/SPEC.md DUP). */
import type { Scalar } from '../../shared/sheet/cell.ts'

/** A row that may be about the same. */
export interface Likeness {
  readonly row: string
  /** 0 to 1. */
  readonly score: number
  /** Codes of what speaks for it: `samePhone`, `sameText`, `samePlace`, `sameItem`, `sameDay`, `sameOrganization`. */
  readonly why: readonly string[]
}

export interface Likenesses {
  /** Living rows of the sheet that these cells, with this contact, may be about, likeliest first, at most ten. */
  near(
    sheet: string,
    candidate: { readonly cells: Readonly<Record<string, Scalar>>; readonly contact?: string },
  ): Promise<readonly Likeness[]>
}
