/**
 * What pasting a table of texts comes to (docs/SPEC.md CELL-7 … CELL-10): cells to write, rows to add, and what does not fit, with the
 * reason, text by text. Pure: who writes it is told by the plan alone.
 */
import type { Column, RefusalReason } from '../schema/column.ts'
import { type ParseContext, parseCell, validate } from '../schema/parse.ts'
import type { CellEdit, Scalar } from '../sheet/cell.ts'

/** Most cells one paste or one fill writes. */
export const MAX_CELLS = 10_000
/** Most characters of one paste: as one update it has to fit into a message of the sync socket. */
export const MAX_CHARACTERS = 2_000_000

/** Why a pasted text is in no cell: as in an editor, or because there is no such column, or one may not write there. */
export type PasteRefusal = RefusalReason | 'no-column' | 'read-only'

/** A text that was not pasted. `row` is an id or the place among the added rows, `column` undefined beyond the last one. */
export interface RefusedText {
  readonly row: string | number
  readonly column: string | undefined
  readonly text: string
  readonly reason: PasteRefusal
}

export interface PastePlan {
  readonly edits: readonly CellEdit[]
  /** Cells of each row to add, one below the other. */
  readonly added: readonly Readonly<Record<string, Scalar>>[]
  readonly refused: readonly RefusedText[]
}

/** Where a paste goes: the rows from its first line on (fewer than its lines when it runs past the end), and as many columns as there are. */
export interface PasteTarget {
  readonly rows: readonly string[]
  readonly columns: readonly Column[]
  readonly readOnly: (column: string) => boolean
  readonly value: (row: string, column: string) => Scalar
  readonly context: ParseContext
}

interface Size {
  readonly rows: number
  readonly columns: number
}

/** The size of a table: its lines, and the longest of them. */
export const sizeOf = (table: readonly (readonly unknown[])[]): Size => ({
  rows: table.length,
  columns: table.reduce((most, { length }) => Math.max(most, length), 0),
})

/** How much a paste fills: the whole selection when it holds the table a whole number of times, otherwise the table once. */
export function filledSize(table: Size, selection: Size): Size {
  const fits =
    selection.rows % table.rows === 0 &&
    selection.columns % table.columns === 0 &&
    selection.rows * selection.columns > table.rows * table.columns
  return fits ? selection : table
}

/** The table repeated to this size; a missing cell is an empty text. */
export function tiled(table: readonly (readonly string[])[], size: Size): string[][] {
  const own = sizeOf(table)
  return Array.from({ length: size.rows }, (_, row) =>
    Array.from({ length: size.columns }, (_, column) => table[row % own.rows]?.[column % own.columns] ?? ''),
  )
}

/** Reads each text by its column. Cells that hold the value already are no edits, lines past the end that hold nothing no rows. */
export function planPaste(texts: readonly (readonly string[])[], target: PasteTarget): PastePlan {
  const edits: CellEdit[] = []
  const refused: RefusedText[] = []
  const added: Record<string, Scalar>[] = []
  for (const [index, line] of texts.entries()) {
    const row = target.rows[index]
    if (row === undefined && line.every(text => text === '')) continue
    const cells: Record<string, Scalar> = {}
    for (const [place, text] of line.entries()) {
      const column = target.columns[place]
      const before = row === undefined || column === undefined ? null : target.value(row, column.id)
      const read = readText(column, text, before, target)
      if (read.kind === 'value' && column !== undefined) cells[column.id] = read.value
      else if (read.kind === 'refused')
        refused.push({ row: row ?? added.length, column: column?.id, text, reason: read.reason })
    }
    if (row === undefined) added.push(cells)
    else for (const [column, value] of Object.entries(cells)) edits.push({ row, column, value })
  }
  return { edits, added, refused }
}

type ReadText =
  | { readonly kind: 'value'; readonly value: Scalar }
  | { readonly kind: 'refused'; readonly reason: PasteRefusal }
  | { readonly kind: 'nothing' }

function readText(column: Column | undefined, text: string, before: Scalar, target: PasteTarget): ReadText {
  if (column === undefined) return text === '' ? { kind: 'nothing' } : { kind: 'refused', reason: 'no-column' }
  const parsed = parseCell(column, text, target.context)
  if (parsed.ok && parsed.value === before) return { kind: 'nothing' }
  if (target.readOnly(column.id)) return text === '' ? { kind: 'nothing' } : { kind: 'refused', reason: 'read-only' }
  if (!parsed.ok) return { kind: 'refused', reason: parsed.reason }
  const reason = validate(column, parsed.value)
  return reason === undefined ? { kind: 'value', value: parsed.value } : { kind: 'refused', reason }
}
