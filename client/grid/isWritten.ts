import type { CellEdit } from '../../shared/sheet/cell.ts'
import type { SheetSession } from '../sync/session.ts'

/**
 * Whether a wish became edits at once. It may wait for a confirmation or a nod instead; then nothing was done yet, and whoever asks for the
 * one or the other says so.
 */
export function isWritten({ sheet }: SheetSession, edits: readonly CellEdit[]): boolean {
  const [first] = edits
  return first === undefined || sheet.value(first.row, first.column) === first.value
}
