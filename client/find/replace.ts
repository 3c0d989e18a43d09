/** Replacing what was found: every new value is read by its column's kind; what does not fit is listed and not written (FIND-4). */
import type { Column, RefusalReason } from '../../shared/schema/column.ts'
import { typedValue } from '../../shared/schema/parse.ts'
import type { CellEdit } from '../../shared/sheet/cell.ts'
import type { CellPlace } from '../grid/RowRef.ts'
import type { Finder } from './Finder.ts'
import { inSlices } from './inSlices.ts'
import { replaceIn } from './textMatch.ts'

/** Cells one replacement of all may change: one step, one message, and the others' screens keep up. */
export const MOST_REPLACED = 10_000

/** A cell that was left as it is, with the text it would have held. */
export interface Unreplaced extends CellPlace {
  readonly text: string
  readonly reason: RefusalReason
}

export type Replacement =
  | { readonly kind: 'done'; readonly written: number; readonly refused: readonly Unreplaced[] }
  /** More cells than may be replaced at once: nothing was written. */
  | { readonly kind: 'too-many' }
  | { readonly kind: 'stopped' }

type Replaced = { readonly edit: CellEdit } | { readonly refused: Unreplaced } | undefined

/** What one cell would become; undefined when it does not match (any more) or stays the same. */
function replaceCell(finder: Finder, column: Column, row: string): Replaced {
  const pattern = finder.pattern
  if (pattern === undefined) return undefined
  const value = finder.view.session.sheet.value(row, column.id)
  const before = finder.matchingText(column, value, pattern)
  if (before === undefined) return undefined
  const text = replaceIn(pattern, before, finder.setting.get().by)
  const parsed = typedValue(column, text, { zone: finder.reading.zone })
  if (!parsed.ok) return { refused: { row, column: column.id, text, reason: parsed.reason } }
  return parsed.value === value ? undefined : { edit: { row, column: column.id, value: parsed.value } }
}

/** Replaces in the cell the person is in, when it matches, and goes to the next match. */
export function replaceOne(finder: Finder, write: (edits: readonly CellEdit[]) => void): readonly Unreplaced[] {
  const place = finder.view.cell.get()
  const column = finder.field().columns.find(({ id }) => id === place?.column)
  const result = place === undefined || column === undefined ? undefined : replaceCell(finder, column, place.row)
  if (result !== undefined && 'edit' in result) write([result.edit])
  finder.step(1)
  return result !== undefined && 'refused' in result ? [result.refused] : []
}

/** Replaces in all cells of the scope, as one wish. Writes nothing when it is stopped or when there are too many. */
export async function replaceAll(
  finder: Finder,
  write: (edits: readonly CellEdit[]) => void,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<Replacement> {
  const result = await inSlices(collect(finder), signal, onProgress)
  if (result === undefined) return { kind: 'stopped' }
  if (result.edits.length > MOST_REPLACED) return { kind: 'too-many' }
  if (result.edits.length > 0) write(result.edits)
  return { kind: 'done', written: result.edits.length, refused: result.refused }
}

function* collect(finder: Finder): Generator<number, { edits: CellEdit[]; refused: Unreplaced[] }> {
  const { rows, columns } = finder.field()
  const edits: CellEdit[] = []
  const refused: Unreplaced[] = []
  for (const [index, row] of rows.entries()) {
    for (const column of columns) {
      const result = replaceCell(finder, column, row)
      if (result === undefined) continue
      if ('edit' in result) edits.push(result.edit)
      else refused.push(result.refused)
    }
    if (edits.length > MOST_REPLACED) break
    if (index % 32 === 0) yield index / rows.length
  }
  return { edits, refused }
}
