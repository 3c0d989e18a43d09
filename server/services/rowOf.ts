/** Rows as services name them. */
import { HubError } from '../../shared/protocol/errors.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'

/** Throws HubError `not-found` for a row the sheet does not know; a deleted one is known. */
export async function requireRow(rooms: SheetRooms, sheet: string, row: string): Promise<void> {
  if (!(await rooms.read(sheet, document => document.has(row)))) throw new HubError('not-found', `row ${row}`)
}
