/** Documents on disk: read back and proved, compacted, checked, repaired. One body of SQL for both engines. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { recordDigest, snapshotDigest } from './digest.ts'
import { type Engine, stored, textOf } from './engine.ts'
import type { Authorship, Damage, LogRecord, Snapshot, StoredDocument } from './Store.ts'
import type { Database } from './schema.ts'
import { isDamage, writeFailure } from './storageFailure.ts'

/** The head of a document, each value null where nothing readable is stored. */
interface Head {
  readonly name: string
  readonly seq: number | null
  readonly snapshotSeq: number | null
  readonly snapshotAt: number | null
  readonly snapshot: Uint8Array | null
  readonly snapshotDigest: string | undefined
}

/** A record as stored; `sound` once its digest is proved. */
interface StoredRecord {
  readonly seq: number
  readonly at: number
  readonly authors: string
  readonly body: Uint8Array
  readonly digest: string
  readonly sound: boolean
}

/** What to do about damage, in every message that reports it. */
export const REPAIR_HINT =
  'Start with --repair to go on with what is sound before it (the damaged records are set aside, not deleted), or restore a backup.'

/** See Store.load. */
export async function loadDocument(
  db: Kysely<Database>,
  engine: Engine,
  name: string,
): Promise<StoredDocument | undefined> {
  try {
    return await db
      .transaction()
      .setAccessMode('read only')
      .setIsolationLevel('repeatable read')
      .execute(async tx => {
        const head = await headOf(tx, engine, name)
        const records = await recordsOf(tx, engine, name)
        if (head === undefined) {
          if (records.length > 0) throw damaged(name, HEADLESS)
          return undefined
        }
        for (const found of damageOf(head, records)) throw damaged(name, `record ${found.seq} ${found.what}`)
        return {
          snapshot: snapshotOf(head),
          records: records.map(parseRecord),
          bindings: await bindingsOf(tx, engine, name),
        }
      })
  } catch (error) {
    if (isDamage(error)) throw damaged(name, 'lies in a damaged part of the database', error)
    if (error instanceof HubError && error.code === 'unavailable') throw error
    throw new HubError('unavailable', `Document ${name} cannot be read now.`, { cause: error })
  }
}

const HEADLESS = 'has a log, but its head is missing'

const damaged = (document: string, what: string, cause?: unknown): HubError =>
  new HubError('unavailable', `Document ${document} ${what}. ${REPAIR_HINT}`, { cause })

async function headOf(db: Kysely<Database>, engine: Engine, name: string): Promise<Head | undefined> {
  const row = await db
    .selectFrom('document')
    .select([
      stored.whole('head_seq').as('seq'),
      stored.whole('snapshot_seq').as('snapshotSeq'),
      stored.whole('snapshot_at').as('snapshotAt'),
      stored.bytes(engine, 'snapshot').as('snapshot'),
      stored.text(engine, 'snapshot_digest').as('snapshotDigest'),
    ])
    .where('name', '=', name)
    .executeTakeFirst()
  return row && { ...row, name, snapshotDigest: textOf(row.snapshotDigest) }
}

async function recordsOf(db: Kysely<Database>, engine: Engine, document: string): Promise<StoredRecord[]> {
  const rows = await db
    .selectFrom('doc_log')
    .select([
      stored.whole('seq').as('seq'),
      stored.whole('at').as('at'),
      stored.text(engine, 'authors').as('authors'),
      stored.bytes(engine, 'body').as('body'),
      stored.text(engine, 'digest').as('digest'),
    ])
    .where('document', '=', document)
    .orderBy('doc_log.seq')
    .execute()
  return rows.map(row => {
    const { seq, at, body } = { seq: row.seq ?? 0, at: row.at ?? 0, body: row.body ?? new Uint8Array() }
    const { authors, digest } = { authors: textOf(row.authors) ?? '', digest: textOf(row.digest) ?? '' }
    return { seq, at, authors, body, digest, sound: recordDigest(document, seq, at, authors, body) === digest }
  })
}

async function bindingsOf(
  db: Kysely<Database>,
  engine: Engine,
  document: string,
): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('client_binding')
    .select([stored.whole('client').as('client'), stored.text(engine, 'member_id').as('member')])
    .where('document', '=', document)
    .execute()
  return new Map(
    rows.map(row => {
      const member = textOf(row.member)
      if (row.client === null || member === undefined)
        throw damaged(document, 'has a client whose member cannot be read')
      return [row.client, member]
    }),
  )
}

const parseRecord = ({ seq, at, authors, body }: StoredRecord): LogRecord => ({
  seq,
  at,
  update: body,
  // Written by append and proved by the digest: no other shape is possible here.
  authors: JSON.parse(authors) as Authorship[],
})

const snapshotOf = (head: Head): Snapshot | undefined =>
  head.snapshot === null ? undefined : { seq: head.snapshotSeq ?? 0, at: head.snapshotAt ?? 0, update: head.snapshot }

/** Whether the snapshot is what was written; a document without one must say so in every column. */
function snapshotIsSound({ name, snapshot, snapshotSeq: seq, snapshotAt: at, snapshotDigest: digest }: Head): boolean {
  if (snapshot === null) return seq === 0 && at === null && digest === undefined
  return seq !== null && at !== null && snapshotDigest(name, seq, at, snapshot) === digest
}

/** Everything wrong with one document, in the order of seq. Records are those in the log, in order. */
function* damageOf(head: Head, records: readonly StoredRecord[]): Generator<Damage> {
  const document = head.name
  const last = head.seq ?? 0
  if (!snapshotIsSound(head))
    yield { document, seq: head.snapshotSeq ?? 0, what: '(the snapshot) is not what was written' }
  let next = (head.snapshotSeq ?? 0) + 1
  for (const row of records) {
    if (row.seq !== next) yield { document, seq: next, what: 'is missing' }
    else if (row.seq > last) yield { document, seq: row.seq, what: 'is beyond the head of the log' }
    else if (!row.sound) yield { document, seq: row.seq, what: NOT_WRITTEN }
    next = row.seq + 1
  }
  if (next <= last) yield { document, seq: next, what: 'is missing' }
}

const NOT_WRITTEN = 'is not what was written'

/** Checks every document, one at a time. Part of Store.check. */
export async function checkDocuments(db: Kysely<Database>, engine: Engine): Promise<Damage[]> {
  const found: Damage[] = []
  const heads = await db.selectFrom('document').select(stored.text(engine, 'name').as('name')).execute()
  const logs = await db.selectFrom('doc_log').select(stored.text(engine, 'document').as('name')).distinct().execute()
  const names = new Set([...heads, ...logs].map(row => textOf(row.name)))
  for (const name of names) {
    if (name === undefined)
      found.push({ document: undefined, seq: undefined, what: 'the name of a document cannot be read' })
    else found.push(...(await checkDocument(db, engine, name)))
  }
  return found
}

async function checkDocument(db: Kysely<Database>, engine: Engine, name: string): Promise<Damage[]> {
  try {
    const head = await headOf(db, engine, name)
    if (head === undefined) return [{ document: name, seq: undefined, what: HEADLESS }]
    const found = [...damageOf(head, await recordsOf(db, engine, name))]
    await bindingsOf(db, engine, name)
    return found
  } catch (error) {
    if (error instanceof HubError || isDamage(error))
      return [{ document: name, seq: undefined, what: 'lies in a damaged part of the database' }]
    throw error
  }
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
export async function repairDocuments(
  db: Kysely<Database>,
  engine: Engine,
  names: ReadonlySet<string>,
  now: number,
): Promise<void> {
  try {
    await db.transaction().execute(async tx => {
      for (const name of names) await repairDocument(tx, engine, name, now)
    })
  } catch (error) {
    if (isDamage(error))
      throw new HubError('unavailable', 'The database is damaged beyond repair. Restore a backup.', { cause: error })
    throw error
  }
}

async function repairDocument(tx: Transaction<Database>, engine: Engine, name: string, now: number): Promise<void> {
  const head = await headOf(tx, engine, name)
  if (head === undefined)
    throw new HubError(
      'unavailable',
      `The head of document ${name} is missing; it cannot be repaired. Restore a backup.`,
    )
  const base = snapshotIsSound(head) ? (head.snapshotSeq ?? 0) : undefined
  const records = await recordsOf(tx, engine, name)
  let last = base ?? 0
  for (const row of records) if (base !== undefined && row.seq === last + 1 && row.sound) last = row.seq
  if (base === undefined) await setSnapshotAside(tx, head, now)
  const kept = new Set(records.map(({ seq }) => seq).filter(seq => base !== undefined && seq > base && seq <= last))
  if (base !== undefined && kept.size === records.length && last < (head.seq ?? 0))
    await noteLoss(tx, { document: name, seq: last + 1, what: 'is missing', now })
  for (const { sound, ...record } of records) {
    if (kept.has(record.seq)) continue
    const what = sound ? 'follows a damaged or missing record' : NOT_WRITTEN
    await tx
      .insertInto('doc_damaged')
      .values({ ...record, document: name, what, moved_at: now })
      .execute()
    await tx.deleteFrom('doc_log').where('document', '=', name).where('seq', '=', record.seq).execute()
  }
  await tx.updateTable('document').set({ head_seq: last }).where('name', '=', name).execute()
}

/** What is lost has no bytes to set aside; the row says from where on the document is not what it was. */
const noteLoss = (
  db: Kysely<Database>,
  { document, seq, what, now }: { document: string; seq: number; what: string; now: number },
) =>
  db
    .insertInto('doc_damaged')
    .values({ document, seq, at: now, authors: '[]', body: new Uint8Array(), digest: '', what, moved_at: now })
    .execute()

/** Notes for every document that records behind its last one may be lost with a damaged write-ahead log: it does not say whose they were. */
export async function noteLostTails(db: Kysely<Database>, damage: string, now: number): Promise<void> {
  const what = `may be lost: ${damage}`
  await sql`insert into doc_damaged (document, seq, at, authors, body, digest, what, moved_at)
    select name, head_seq + 1, ${now}, '[]', ${new Uint8Array()}, '', ${what}, ${now} from document`.execute(db)
}

async function setSnapshotAside(tx: Transaction<Database>, head: Head, now: number): Promise<void> {
  await tx
    .insertInto('doc_damaged')
    .values({
      document: head.name,
      seq: head.snapshotSeq ?? 0,
      at: head.snapshotAt ?? 0,
      authors: '[]',
      body: head.snapshot ?? new Uint8Array(),
      digest: head.snapshotDigest ?? '',
      what: `(the snapshot) ${NOT_WRITTEN}`,
      moved_at: now,
    })
    .execute()
  await tx
    .updateTable('document')
    .set({ snapshot: null, snapshot_seq: 0, snapshot_at: null, snapshot_digest: null })
    .where('name', '=', head.name)
    .execute()
}
