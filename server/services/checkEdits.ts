/** What a command may be asked to write: cells of the sheet's columns, and whether a row is there. */
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { type CellEdit, isScalar, RESERVED_COLUMNS, ROW_EXISTS, ROW_GONE, ROW_ID } from '../../shared/sheet/cell.ts'
import type { Database } from '../storage/schema.ts'
import { readSetup } from '../storage/sheetSetup.ts'

/** Throws HubError `bad-request` naming the first that may not be, and `not-found` for an unknown sheet. */
export async function checkEdits(db: Kysely<Database>, sheet: string, edits: readonly CellEdit[]): Promise<void> {
  const row = await db.selectFrom('sheet').select(['id', 'kind']).where('id', '=', sheet).executeTakeFirst()
  if (row === undefined) throw new HubError('not-found')
  const { writable } = await readSetup(db, row)
  const seen = new Set<string>()
  for (const edit of edits) {
    const cell = `${edit.row}:${edit.column}`
    const named = `${edit.row}, ${edit.column}`
    if (!ROW_ID.test(edit.row) || edit.row in Object.prototype)
      throw new HubError('bad-request', `row ${edit.row} is no row id`)
    if (!writable.has(edit.column)) throw new HubError('bad-request', `column ${edit.column} is not in this sheet`)
    if (!isScalar(edit.value) || !fitsReserved(edit)) throw new HubError('bad-request', `${named}: not a value for it`)
    if (seen.has(cell)) throw new HubError('bad-request', `${named}: named twice`)
    seen.add(cell)
  }
}

function fitsReserved({ column, value }: CellEdit): boolean {
  if (column === ROW_EXISTS) return value === true
  if (column === ROW_GONE) return value === null || typeof value === 'boolean'
  return !RESERVED_COLUMNS.has(column)
}
