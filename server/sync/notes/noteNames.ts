/**
 * Which document is whose note (docs/SPEC.md NOTE-1). A row's note is `note/<row id>`; row ids are made to be unique, but an exported sheet may be
 * imported beside itself, so the second sheet's note of the same row is `note/<row id>.<sheet id>`. After a restore the name has a number behind it.
 */
import type { Kysely } from 'kysely'
import { HubError } from '../../../shared/protocol/errors.ts'
import type { Database } from '../../storage/schema.ts'

/** A row of a sheet, and the operation whose rights hold there. */
export interface NotePlace {
  readonly sheet: string
  readonly row: string
  readonly operation: string
}

const PLAIN = /^note\/([A-Za-z0-9_-]{1,40})$/

/** What may be asked of the sync socket as a note. */
export const NOTE_PATH = /^\/sync\/(note\/[A-Za-z0-9_-]{1,40}(?:\.[A-Za-z0-9_-]{1,64}){0,2})$/

/** The rows whose note this document is or may become: one that has the name, else rows of that id, oldest sheet first. */
export async function placesOf(db: Kysely<Database>, document: string): Promise<readonly NotePlace[]> {
  const named = await db
    .selectFrom('note')
    .innerJoin('sheet', 'sheet.id', 'note.sheet_id')
    .select(['note.sheet_id as sheet', 'note.row_id as row', 'sheet.operation_id as operation'])
    .where('note.document', '=', document)
    .executeTakeFirst()
  if (named !== undefined) return [named]
  const row = PLAIN.exec(document)?.[1]
  if (row === undefined) return []
  const sheets = await db
    .selectFrom('sheet')
    .select(['id as sheet', 'operation_id as operation'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('cell_change')
          .select('cell_change.id')
          .whereRef('cell_change.sheet_id', '=', 'sheet.id')
          .where('cell_change.row_id', '=', row),
      ),
    )
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return sheets.map(found => ({ ...found, row }))
}

/** The name of a row's note; given to it, and its empty document made, when it has none yet. Repeating it changes nothing. */
export function claimName(db: Kysely<Database>, sheet: string, row: string): Promise<string> {
  return db.transaction().execute(async trx => {
    const known = await nameOf(trx, sheet, row)
    if (known !== undefined) return known
    for (const document of [`note/${row}`, `note/${row}.${sheet}`]) {
      await trx
        .insertInto('note')
        .values({ sheet_id: sheet, row_id: row, document })
        .onConflict(on => on.doNothing())
        .execute()
      const name = await nameOf(trx, sheet, row)
      if (name === undefined) continue
      await makeDocument(trx, sheet, name)
      return name
    }
    throw new HubError('conflict', `note of row ${row}`)
  })
}

async function nameOf(db: Kysely<Database>, sheet: string, row: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('note')
    .select('document')
    .where('sheet_id', '=', sheet)
    .where('row_id', '=', row)
    .executeTakeFirst()
  return found?.document
}

const makeDocument = (db: Kysely<Database>, sheet: string, name: string) =>
  db
    .insertInto('document')
    .values({
      name,
      sheet_id: sheet,
      head_seq: 0,
      snapshot_seq: 0,
      snapshot_at: null,
      snapshot: null,
      snapshot_digest: null,
    })
    .onConflict(on => on.doNothing())
    .execute()
