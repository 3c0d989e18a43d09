/** The embedded store: one SQLite file in WAL mode, every commit on the disk before it is confirmed. */
import { access, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { appendParameters, SQLITE_APPEND as SQL } from './append.ts'
import { checkDocuments, REPAIR_HINT, refusal, repairDocuments } from './documents.ts'
import { SQLITE } from './engine.ts'
import { kyselyStore } from './kyselyStore.ts'
import { migrate } from './migrations.ts'
import { run, SqliteConnection } from './SqliteConnection.ts'
import { SqliteDialect } from './SqliteDialect.ts'
import type { Damage, LogBatch, Store } from './Store.ts'
import type { Database } from './schema.ts'
import { isDamage, writeFailure } from './storageFailure.ts'
import { flush } from './writeSafely.ts'

export interface SqliteOptions {
  /** Path of the database file; made when missing, its folder must be there. */
  readonly file: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Opens the database and brings it to this version. Throws HubError `unavailable` when the file is damaged, no database of ours,
 * or written by a newer version: it is never replaced by an empty one.
 */
export async function openSqlite({ file, now }: SqliteOptions): Promise<Store> {
  try {
    const connection = await SqliteConnection.open(file)
    const db = new Kysely<Database>({ dialect: new SqliteDialect(connection) })
    try {
      await migrate(db, SQLITE)
    } catch (error) {
      await db.destroy()
      throw error
    }
    return storeOver(connection, db, now)
  } catch (error) {
    if (isDamage(error))
      throw new HubError('unavailable', `The database ${file} is damaged. ${REPAIR_HINT}`, { cause: error })
    throw error
  }
}

const storeOver = (connection: SqliteConnection, db: Kysely<Database>, now: () => number): Store => ({
  ...kyselyStore(db, SQLITE),
  append: batch => append(connection, db, batch),
  check: async () => [...(await checkStructure(connection)), ...(await checkDocuments(db))],
  repair: damage => repair(connection, db, damage, now()),
  backup: file => backup(connection, file),
  // Kysely's driver is made with its first query, which the migration was: destroying it closes the connection.
  close: () => db.destroy(),
})

/** One transaction, one fsync. The head's row is what makes the second of two writers fail. */
async function append(connection: SqliteConnection, db: Kysely<Database>, batch: LogBatch): Promise<void> {
  const p = appendParameters(batch)
  try {
    const done = await connection.use(async client => {
      const tx = await client.transaction('write')
      try {
        if ((await run(tx, SQL.head, [p.document, p.seq])).rowsAffected !== 1) return false
        await run(tx, SQL.record, [p.document, p.seq, p.at, p.authors, p.body, p.digest])
        if (p.changes !== undefined) await run(tx, SQL.changes, [p.sheet, p.changes])
        if (p.bindings !== undefined) await run(tx, SQL.bindings, [p.document, p.bindings])
        await tx.commit()
        return true
      } finally {
        tx.close()
      }
    })
    if (!done) throw await refusal(db, p.document, p.seq)
  } catch (error) {
    throw writeFailure(error)
  }
}

async function checkStructure(connection: SqliteConnection): Promise<Damage[]> {
  const answers = await connection.use(async client =>
    (await client.execute('PRAGMA integrity_check')).rows.map(row => String(row[0])),
  )
  return answers.filter(answer => answer !== 'ok').map(what => ({ document: undefined, seq: undefined, what }))
}

/** Indexes can be made anew from their tables; any other damage of the structure needs a backup. */
async function repair(
  connection: SqliteConnection,
  db: Kysely<Database>,
  damage: readonly Damage[],
  now: number,
): Promise<void> {
  const documents = new Set(damage.flatMap(d => d.document ?? []))
  if (damage.some(d => d.document === undefined)) {
    await connection.use(client => client.execute('REINDEX'))
    const left = await checkStructure(connection)
    if (left[0] !== undefined)
      throw new HubError('unavailable', `The structure of the database is damaged (${left[0].what}). Restore a backup.`)
  }
  await repairDocuments(db, documents, now)
}

/** Written beside its final name, flushed, then renamed: a backup is whole or not there. Throws HubError `conflict` when the file exists. */
async function backup(connection: SqliteConnection, file: string): Promise<void> {
  if (await exists(file)) throw new HubError('conflict', `${file} is there already; a backup never writes over a file.`)
  const part = `${file}.part`
  await rm(part, { force: true })
  try {
    await connection.use(client => run(client, 'VACUUM INTO $1', [part]))
    await flush(part)
    await rename(part, file)
    await flush(dirname(file))
  } catch (error) {
    await rm(part, { force: true })
    throw writeFailure(error)
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
