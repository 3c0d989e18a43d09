/**
 * Rows that go from one sheet to another with everything that is known of them (docs/SPEC.md CONF-4 … CONF-7, docs/adr/0011), in one database
 * transaction. Both sheets go on in a new edition made from what is left, so no update of an earlier day and no client brings back what has gone.
 */
import type { Kysely } from 'kysely'
import * as Y from 'yjs'
import { HubError } from '../../shared/protocol/errors.ts'
import type { PlainRow } from '../../shared/sheet/blocks.ts'
import { ROW_EXISTS, ROW_GONE } from '../../shared/sheet/cell.ts'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { appendRows, copySheet } from '../../shared/sheet/writeBase.ts'
import { dropDocument, nextEdition, putDocument } from '../storage/editions.ts'
import { moveRowTables, type RowsMove } from '../storage/rowTables.ts'
import type { Database } from '../storage/schema.ts'
import { deskOf } from './desk/deskName.ts'
import type { LiveSheet } from './LiveSheet.ts'
import { LIMITS } from './limits.ts'
import type { Author } from './SheetRooms.ts'

/** A sheet that takes no edits while rows go: what it is on disk. */
export interface Stopped {
  readonly document: string
  readonly live: LiveSheet
}

export interface Moving extends RowsMove {
  readonly source: Stopped
  readonly target: Stopped
  readonly by: Author
  readonly at: number
}

/** Throws HubError `not-found` for an unknown row, `conflict` for one the target has, `too-large` when they do not fit; nothing is changed then. */
export async function moveRows(db: Kysely<Database>, moving: Moving): Promise<void> {
  const { from, to, rows, source, target, by, at } = moving
  const taken = rows.map(row => taking(source.live.sheet, target.live.sheet, row))
  if (target.live.sheet.rowCount + rows.length > LIMITS.rowsPerSheet)
    throw new HubError('too-large', `at most ${LIMITS.rowsPerSheet} rows fit into a sheet`)
  const gone = new Set(rows)
  await db.transaction().execute(async trx => {
    await nextDocument(trx, from, source, at, doc => copySheet(source.live.sheet, doc, gone))
    await nextDocument(trx, to, target, at, doc => {
      copySheet(target.live.sheet, doc)
      const sheet = new SheetDocument(doc)
      appendRows(sheet, taken)
      sheet.destroy()
    })
    await moveRowTables(trx, { from, to, rows })
    // It was there before and is there now: going back in time never takes away a row that came from elsewhere.
    for (const row of rows)
      await trx
        .insertInto('cell_change')
        .values({
          sheet_id: to,
          row_id: row,
          column_id: ROW_EXISTS,
          old: 'true',
          new: 'true',
          member_id: by.member,
          at,
          seq: target.live.seq + 1,
          won: 1,
          unseen: 0,
          client: 0,
          clock: 0,
        })
        .execute()
  })
}

function taking(source: SheetDocument, target: SheetDocument, row: string): PlainRow {
  if (!source.has(row)) throw new HubError('not-found', `row ${row}`)
  if (target.has(row)) throw new HubError('conflict', `row ${row}`)
  return { id: row, cells: { ...source.cells(row), ...(source.isDeleted(row) ? { [ROW_GONE]: true } : {}) } }
}

/** Puts the next edition of a sheet in the place of this one; its desk is made anew from its sources. */
async function nextDocument(
  trx: Kysely<Database>,
  sheet: string,
  { document, live }: Stopped,
  at: number,
  write: (doc: Y.Doc) => void,
): Promise<void> {
  const doc = new Y.Doc()
  doc.transact(() => write(doc))
  const name = nextEdition(document)
  await putDocument(trx, { name, sheet }, { seq: live.seq + 1, at, update: Y.encodeStateAsUpdate(doc) })
  doc.destroy()
  await trx.updateTable('sheet').set({ document: name }).where('id', '=', sheet).execute()
  await dropDocument(trx, document)
  await dropDocument(trx, deskOf(document))
}
