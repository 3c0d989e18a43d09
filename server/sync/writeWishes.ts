/** Writes a command's cells into the live sheet (docs/SPEC.md SYNC-30): forward, only where a cell holds what was expected. */
import { HubError } from '../../shared/protocol/errors.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { ServerChange } from './DocumentWriter.ts'
import type { CellWish } from './SheetRooms.ts'

export interface Outcome {
  readonly changes: readonly ServerChange[]
  readonly left: readonly { readonly row: string; readonly column: string }[]
}

/** Throws HubError `bad-request` for a row the sheet does not know. */
export function requireRows(sheet: SheetDocument, wishes: readonly CellWish[]): void {
  const unknown = wishes.find(({ row }) => !sheet.has(row))
  if (unknown !== undefined) throw new HubError('bad-request', `row ${unknown.row} is not in this sheet`)
}

/** Runs inside a transaction of the room. */
export function writeWishes(sheet: SheetDocument, wishes: readonly CellWish[]): Outcome {
  const changes: ServerChange[] = []
  const left: { row: string; column: string }[] = []
  for (const { row, column, value, expected } of wishes) {
    const old = sheet.value(row, column)
    if (old === value) continue
    if (expected !== undefined && old !== expected) left.push({ row, column })
    else changes.push({ row, column, old, new: value })
  }
  sheet.edit(changes.map(({ row, column, new: value }) => ({ row, column, value })))
  return { changes, left }
}
