/**
 * The words of the sheet document: what a cell may hold and how it is named. DESIGN rules SHEET-1 … SHEET-4 in docs/SPEC.md.
 * Nothing here knows about Yjs.
 */

/** What a cell holds. `null` is an empty cell; there is no `undefined` in a sheet. */
export type Scalar = string | number | boolean | null

/** One wish: put `value` into the cell of this row and column. */
export interface CellEdit {
  readonly row: string
  readonly column: string
  readonly value: Scalar
}

/** Row ids are ours, never the source file's (those repeat). */
export const ROW_ID = /^[A-Za-z0-9_-]{1,40}$/
/** Column ids; those starting with `_` are reserved. */
export const COLUMN_ID = /^_?[a-z][A-Za-z0-9]{0,39}$/

/** `true` when a row was added by a member (rows of the base need none). */
export const ROW_EXISTS = '_row'
/** `true` when a row is deleted: a tombstone, so that a concurrent edit to the row survives. */
export const ROW_GONE = '_gone'
/** A row's place among the others: an order key, see order.ts. */
export const ROW_ORDER = '_order'
export const RESERVED_COLUMNS: ReadonlySet<string> = new Set([ROW_EXISTS, ROW_GONE, ROW_ORDER])

/** Longest text one cell may hold, in UTF-16 units. */
export const MAX_TEXT = 10_000

/** `"<row id>:<column id>"`, the key of a cell in a generation. */
export const cellKey = (row: string, column: string): string => `${row}:${column}`

/** The two halves of a cell key, split at the last colon; `undefined` when it is not one. */
export function splitCellKey(key: string): { row: string; column: string } | undefined {
  const at = key.lastIndexOf(':')
  if (at <= 0) return undefined
  const row = key.slice(0, at)
  const column = key.slice(at + 1)
  return ROW_ID.test(row) && COLUMN_ID.test(column) ? { row, column } : undefined
}

/** The two halves of a key that is in a document: the gate has let it in, so it is not looked at again. */
export function cellOfKey(key: string): { row: string; column: string } {
  const at = key.lastIndexOf(':')
  return { row: key.slice(0, at), column: key.slice(at + 1) }
}

/** Whether a value may stand in a cell: a finite number, a boolean, null, or a text of at most MAX_TEXT units. */
export function isScalar(value: unknown): value is Scalar {
  switch (typeof value) {
    case 'string':
      return value.length <= MAX_TEXT
    case 'number':
      return Number.isFinite(value)
    case 'boolean':
      return true
    default:
      return value === null
  }
}
