/** Documents on disk: read back and proved, compacted, checked, repaired. One body of SQL for both engines. */
import type { Kysely, Selectable, Transaction } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { recordDigest, snapshotDigest } from './digest.ts'
import type { Authorship, Damage, LogRecord, Snapshot, StoredDocument } from './Store.ts'
import type { Database, DocLogTable, DocumentTable } from './schema.ts'
import { isDamage, writeFailure } from './storageFailure.ts'

type DocumentRow = Selectable<DocumentTable>
type RecordRow = Selectable<DocLogTable>

/** What to do about damage, in every message that reports it. */
export const REPAIR_HINT =
  'Start with --repair to go on with what is sound before it (the damaged records are set aside, not deleted), or restore a backup.'

/** See Store.load. */
export async function loadDocument(db: Kysely<Database>, name: string): Promise<StoredDocument | undefined> {
  try {
    return await db
      .transaction()
      .setAccessMode('read only')
      .setIsolationLevel('repeatable read')
      .execute(async tx => {
        const head = await tx.selectFrom('document').selectAll().where('name', '=', name).executeTakeFirst()
        const records = await recordsOf(tx, name)
        if (head === undefined) {
          if (records.length > 0) throw damaged(name, 'has a log, but its head is missing')
          return undefined
        }
        for (const found of damageOf(head, records)) throw damaged(name, `record ${found.seq} ${found.what}`)
        const bindings = await tx
          .selectFrom('client_binding')
          .select(['client', 'member_id'])
          .where('document', '=', name)
          .execute()
        return {
          snapshot: snapshotOf(head),
          records: records.map(parseRecord),
          bindings: new Map(bindings.map(b => [b.client, b.member_id])),
        }
      })
  } catch (error) {
    if (isDamage(error)) throw damaged(name, 'lies in a damaged part of the database', error)
    throw error
  }
}

const damaged = (document: string, what: string, cause?: unknown): HubError =>
  new HubError('unavailable', `Document ${document} ${what}. ${REPAIR_HINT}`, { cause })

const recordsOf = (db: Kysely<Database>, document: string): Promise<RecordRow[]> =>
  db.selectFrom('doc_log').selectAll().where('document', '=', document).orderBy('seq').execute()

const parseRecord = (row: RecordRow): LogRecord => ({
  seq: row.seq,
  at: row.at,
  update: row.body,
  // Written by append and proved by the digest: no other shape is possible here.
  authors: JSON.parse(row.authors) as Authorship[],
})

const snapshotOf = (head: DocumentRow): Snapshot | undefined =>
  head.snapshot === null ? undefined : { seq: head.snapshot_seq, at: head.snapshot_at ?? 0, update: head.snapshot }

const isSound = (row: RecordRow): boolean =>
  recordDigest(row.document, row.seq, row.at, row.authors, row.body) === row.digest

/** Whether the snapshot is what was written; a document without one must say so in every column. */
function snapshotIsSound(head: DocumentRow): boolean {
  const { snapshot, snapshot_seq: seq, snapshot_at: at, snapshot_digest: digest } = head
  if (snapshot === null) return seq === 0 && at === null && digest === null
  return at !== null && snapshotDigest(head.name, seq, at, snapshot) === digest
}

/** Everything wrong with one document, in the order of seq. Records are those in the log, in order. */
function* damageOf(head: DocumentRow, records: readonly RecordRow[]): Generator<Damage> {
  const document = head.name
  if (!snapshotIsSound(head)) yield { document, seq: head.snapshot_seq, what: '(the snapshot) is not what was written' }
  let next = head.snapshot_seq + 1
  for (const row of records) {
    if (row.seq !== next) yield { document, seq: next, what: 'is missing' }
    else if (row.seq > head.head_seq) yield { document, seq: row.seq, what: 'is beyond the head of the log' }
    else if (!isSound(row)) yield { document, seq: row.seq, what: 'is not what was written' }
    next = row.seq + 1
  }
  if (next <= head.head_seq) yield { document, seq: next, what: 'is missing' }
}

/** Checks every document, one at a time. Part of Store.check. */
export async function checkDocuments(db: Kysely<Database>): Promise<Damage[]> {
  const found: Damage[] = []
  const names = new Set((await db.selectFrom('document').select('name').execute()).map(row => row.name))
  for (const row of await db.selectFrom('doc_log').select('document').distinct().execute()) names.add(row.document)
  for (const name of [...names].sort()) {
    const head = await db.selectFrom('document').selectAll().where('name', '=', name).executeTakeFirst()
    if (head === undefined) found.push({ document: name, seq: undefined, what: 'has a log, but its head is missing' })
    else found.push(...damageOf(head, await recordsOf(db, name)))
  }
  return found
}

/** See Store.compact. */
export async function compactDocument(db: Kysely<Database>, document: string, snapshot: Snapshot): Promise<void> {
  const { seq, at, update } = snapshot
  try {
    await db.transaction().execute(async tx => {
      const done = await tx
        .updateTable('document')
        .set({
          snapshot: update,
          snapshot_seq: seq,
          snapshot_at: at,
          snapshot_digest: snapshotDigest(document, seq, at, update),
        })
        .where('name', '=', document)
        .where('head_seq', '>=', seq)
        .where('snapshot_seq', '<=', seq)
        .executeTakeFirst()
      if (done.numUpdatedRows !== 1n) throw await misplaced(tx, document, seq)
      await tx.deleteFrom('doc_log').where('document', '=', document).where('seq', '<=', seq).execute()
    })
  } catch (error) {
    throw writeFailure(error)
  }
}

async function misplaced(tx: Kysely<Database>, document: string, seq: number): Promise<HubError> {
  const head = await tx.selectFrom('document').select('name').where('name', '=', document).executeTakeFirst()
  return head === undefined
    ? new HubError('no-such-document', `There is no document ${document}.`)
    : new HubError('conflict', `A snapshot at record ${seq} of document ${document} is outside of its log.`)
}

/** Why record `seq` cannot be appended: `no-such-document`, `conflict`, or `undefined` where the head is ready for it and the cause lies elsewhere. */
export async function refusal(db: Kysely<Database>, document: string, seq: number): Promise<HubError | undefined> {
  const head = await db.selectFrom('document').select('head_seq').where('name', '=', document).executeTakeFirst()
  if (head === undefined) return new HubError('no-such-document', `There is no document ${document}.`)
  if (head.head_seq === seq - 1) return undefined
  return new HubError(
    'conflict',
    `Record ${seq} of document ${document} does not follow: its log ends at ${head.head_seq}.`,
  )
}

/** Part of Store.repair: for each document named, keeps the longest sound prefix and moves the rest into `doc_damaged`. */
export async function repairDocuments(db: Kysely<Database>, names: ReadonlySet<string>, now: number): Promise<void> {
  await db.transaction().execute(async tx => {
    for (const name of names) await repairDocument(tx, name, now)
  })
}

async function repairDocument(tx: Transaction<Database>, name: string, now: number): Promise<void> {
  const head = await tx.selectFrom('document').selectAll().where('name', '=', name).executeTakeFirst()
  if (head === undefined)
    throw new HubError(
      'unavailable',
      `The head of document ${name} is missing; it cannot be repaired. Restore a backup.`,
    )
  const base = snapshotIsSound(head) ? head.snapshot_seq : undefined
  const records = await recordsOf(tx, name)
  let last = base ?? 0
  for (const row of records) if (base !== undefined && row.seq === last + 1 && isSound(row)) last = row.seq
  if (base === undefined) await setSnapshotAside(tx, head, now)
  for (const row of records) {
    if (row.seq <= last && row.seq > (base ?? 0)) continue
    const what = isSound(row) ? 'follows a damaged or missing record' : 'is not what was written'
    await tx
      .insertInto('doc_damaged')
      .values({ ...row, what, moved_at: now })
      .execute()
    await tx.deleteFrom('doc_log').where('document', '=', name).where('seq', '=', row.seq).execute()
  }
  await tx.updateTable('document').set({ head_seq: last }).where('name', '=', name).execute()
}

async function setSnapshotAside(tx: Transaction<Database>, head: DocumentRow, now: number): Promise<void> {
  await tx
    .insertInto('doc_damaged')
    .values({
      document: head.name,
      seq: head.snapshot_seq,
      at: head.snapshot_at ?? 0,
      authors: '[]',
      body: head.snapshot ?? new Uint8Array(),
      digest: head.snapshot_digest ?? '',
      what: '(the snapshot) is not what was written',
      moved_at: now,
    })
    .execute()
  await tx
    .updateTable('document')
    .set({ snapshot: null, snapshot_seq: 0, snapshot_at: null, snapshot_digest: null })
    .where('name', '=', head.name)
    .execute()
}
