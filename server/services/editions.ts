/**
 * New editions of sheets (docs/SPEC.md CLI-7, CLI-12): after a restore or a repair the same content lives on under another document name. Clients of
 * the old name are told that it is gone and move their unsaved edits over; none can push structs back that the sheet has forgotten.
 */
import type { Kysely } from 'kysely'
import * as Y from 'yjs'
import { HubError } from '../../shared/protocol/errors.ts'
import { dropDocument, nextEdition, putDocument } from '../storage/editions.ts'
import type { Store, StoredDocument } from '../storage/Store.ts'
import type { Database } from '../storage/schema.ts'
import { deskOf } from '../sync/desk/deskName.ts'

export interface Edition {
  readonly sheet: string
  readonly from: string
  readonly to: string
}

/** Renames the document of every sheet and note, one transaction each. Throws HubError `unavailable` for one that does not load. Tells of the sheets. */
export async function newEditions(store: Store): Promise<Edition[]> {
  await renewNotes(store, await store.db.selectFrom('note').select(['sheet_id as id', 'document']).execute())
  return renew(store, await store.db.selectFrom('sheet').select(['id', 'document']).execute())
}

/**
 * The same for the sheets, their desks and notes whose present document a repair has cut: `doc_damaged` names it until it has another name, so a repair that was cut
 * short before this step is finished by the next call. Throws HubError `unavailable` for one that does not load.
 */
export async function editionsAfterRepair(store: Store): Promise<Edition[]> {
  await renewNotes(
    store,
    await store.db
      .selectFrom('note')
      .select(['sheet_id as id', 'document'])
      .where('document', 'in', damaged => damaged.selectFrom('doc_damaged').select('document'))
      .execute(),
  )
  const damaged = new Set(
    (await store.db.selectFrom('doc_damaged').select('document').execute()).map(({ document }) => document),
  )
  const sheets = await store.db.selectFrom('sheet').select(['id', 'document']).execute()
  return renew(
    store,
    sheets.filter(({ document }) => damaged.has(document) || damaged.has(deskOf(document))),
  )
}

/** A document, and the sheet it belongs to. */
export interface Owned {
  readonly id: string
  readonly document: string
}

/** Puts this content in the place of a sheet's, and of everything its log remembers; nobody may have it open. */
export const replaceSheet = (store: Store, sheet: Owned, update: Uint8Array): Promise<void> =>
  replace(store, sheet, update, renameSheet)

/** The same for a note. */
export const replaceNote = (store: Store, note: Owned, update: Uint8Array): Promise<void> =>
  replace(store, note, update, renameNote)

async function replace(store: Store, { id, document }: Owned, update: Uint8Array, rename: Rename): Promise<void> {
  const edition = { sheet: id, from: document, to: nextEdition(document) }
  const content = await store.load(document)
  const last = content?.records.at(-1) ?? content?.snapshot
  if (last === undefined) throw new HubError('unavailable', `Document ${document} is missing.`)
  const snapshot = { seq: last.seq, at: last.at, update }
  // Whose client ids it had is forgotten with their structs.
  const made = { snapshot, records: [], bindings: new Map<number, string>() }
  await store.db.transaction().execute(trx => move(trx, edition, made, rename))
}

/** A desk says what the database says: the new edition's is made from that, the old one goes. */
const renameSheet: Rename = async (trx, { sheet, from, to }) => {
  await trx.updateTable('sheet').set({ document: to }).where('id', '=', sheet).execute()
  await dropDocument(trx, deskOf(from))
}

const renameNote: Rename = (trx, { from, to }) =>
  trx.updateTable('note').set({ document: to }).where('document', '=', from).execute()

const renew = (store: Store, sheets: readonly Owned[]): Promise<Edition[]> => renewEach(store, sheets, renameSheet)

const renewNotes = (store: Store, notes: readonly Owned[]): Promise<Edition[]> => renewEach(store, notes, renameNote)

type Rename = (trx: Kysely<Database>, edition: Edition) => Promise<unknown>

async function renewEach(store: Store, documents: readonly Owned[], rename: Rename): Promise<Edition[]> {
  const editions: Edition[] = []
  for (const { id, document } of documents) {
    const edition = { sheet: id, from: document, to: nextEdition(document) }
    const content = await store.load(document)
    if (content === undefined) throw new HubError('unavailable', `Document ${document} is missing.`)
    await store.db.transaction().execute(trx => move(trx, edition, content, rename))
    editions.push(edition)
  }
  return editions
}

/** Log and snapshot become one snapshot of the new name. */
async function move(trx: Kysely<Database>, edition: Edition, content: StoredDocument, rename: Rename): Promise<void> {
  const { sheet, from, to } = edition
  const { snapshot, records, bindings } = content
  const last = records.at(-1) ?? snapshot
  const updates = [...(snapshot === undefined ? [] : [snapshot.update]), ...records.map(({ update }) => update)]
  const state = last === undefined ? undefined : { seq: last.seq, at: last.at, update: Y.mergeUpdates(updates) }
  await putDocument(trx, { name: to, sheet }, state)
  for (const [client, member] of bindings) {
    await trx.insertInto('client_binding').values({ document: to, client, member_id: member }).execute()
  }
  await rename(trx, edition)
  await dropDocument(trx, from)
}
