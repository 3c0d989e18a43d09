/** The embedded store: one SQLite file in WAL mode, every commit on the disk before it is confirmed. */
import { constants } from 'node:fs'
import { access, copyFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Client, InStatement } from '@libsql/client'
import { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { appendParameters, CHANGES_AT_A_TIME, changeTexts, SQLITE_APPEND as SQL } from './append.ts'
import { type CopyDatabase, copyDatabase } from './copyDatabase.ts'
import { checkDocuments, noteLostTails, REPAIR_HINT, refusal, repairDocuments } from './documents.ts'
import { SQLITE } from './engine.ts'
import { kyselyStore } from './kyselyStore.ts'
import { migrate } from './migrations.ts'
import { readableTables } from './readableTables.ts'
import { SqliteConnection, statement } from './SqliteConnection.ts'
import { SqliteDialect } from './SqliteDialect.ts'
import type { Damage, LogBatch, Store } from './Store.ts'
import type { Database } from './schema.ts'
import { isConstraint, isDamage, writeFailure } from './storageFailure.ts'
import { damageOfWal } from './walFile.ts'
import { flush } from './writeSafely.ts'

export interface SqliteOptions {
  /** Path of the database file; made when missing, its folder must be there. */
  readonly file: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** What to do about a damaged write-ahead log: `refuse` (default), or `open` with what stands before the damage, after copyAside. */
  readonly damaged?: 'refuse' | 'open' | undefined
  /** How a backup is made; tests give one that they hold. */
  readonly copy?: CopyDatabase | undefined
}

/**
 * Opens the database and brings it to this version. Throws HubError `unavailable` when the file is damaged, no database of ours,
 * or written by a newer version: it is never replaced by an empty one.
 */
export async function openSqlite({
  file,
  now,
  damaged = 'refuse',
  copy = copyDatabase,
}: SqliteOptions): Promise<Store> {
  await refuseOrphanedLog(file)
  const lost = await damageOfWal(file)
  if (lost !== undefined && damaged === 'refuse')
    throw new HubError('unavailable', `The database ${file} is damaged: ${lost}. ${REPAIR_HINT}`)
  try {
    const connection = await SqliteConnection.open(file)
    const db = new Kysely<Database>({ dialect: new SqliteDialect(connection) })
    try {
      await refuseForeign(connection, file)
      // The tables themselves do not stay in the log alone: whatever becomes of it, this is not an empty database again.
      if ((await migrate(db, SQLITE)) > 0)
        await connection.use(client => client.execute('PRAGMA wal_checkpoint(TRUNCATE)'))
      // The first write over the damaged log: from here on the log itself no longer tells.
      if (lost !== undefined) await noteLostTails(db, lost, now())
    } catch (error) {
      await db.destroy()
      throw error
    }
    return storeOver({ connection, db, now, file, copy })
  } catch (error) {
    if (error instanceof HubError) throw error
    const what = isDamage(error)
      ? `is damaged. ${REPAIR_HINT}`
      : `cannot be opened: ${error instanceof Error ? error.message : String(error)}.`
    throw new HubError('unavailable', `The database ${file} ${what}`, { cause: error })
  }
}

/** Copies the database and its log as they lie, before a repair changes them; resolves to the copy's path, on the disk. Nobody may have them open. */
export async function copyAside(file: string, now: number): Promise<string> {
  const copy = `${file}.before-repair-${now}`
  for (const part of ['', '-wal']) {
    if (!(await exists(file + part))) continue
    await copyFile(file + part, copy + part, constants.COPYFILE_EXCL)
    await flush(copy + part)
  }
  await flush(dirname(copy))
  return copy
}

/** SQLite deletes a log whose database is gone. Whoever can put the database back still has what is in the log. */
async function refuseOrphanedLog(file: string): Promise<void> {
  const database = await stat(file).catch(() => undefined)
  if ((database === undefined || database.size === 0) && (await exists(`${file}-wal`))) {
    throw new HubError(
      'unavailable',
      `The database ${file} is gone, yet its write-ahead log is there. Put the file back, or restore a backup.`,
    )
  }
}

/** A file with content but without our tables is somebody else's, or what is left of ours. */
async function refuseForeign(connection: SqliteConnection, file: string): Promise<void> {
  const tables = await readableTables(connection)
  if (tables?.includes('kysely_migration')) return
  const pages = await connection.use(async client => (await client.execute('PRAGMA page_count')).rows[0]?.[0])
  if (tables?.length === 0 && Number(pages) <= 1) return
  throw new HubError('unavailable', `The file ${file} is no database of Gongji, or damaged. ${REPAIR_HINT}`)
}

interface Parts {
  readonly connection: SqliteConnection
  readonly db: Kysely<Database>
  readonly now: () => number
  readonly file: string
  readonly copy: CopyDatabase
}

function storeOver({ connection, db, now, file, copy }: Parts): Store {
  const closing = new AbortController()
  return {
    ...kyselyStore(db, SQLITE),
    append: batch => append(connection, db, batch),
    check: async () => [...(await checkStructure(connection)), ...(await checkDocuments(db, SQLITE))],
    repair: damage => repair(connection, db, damage, now()),
    backup: to => backup(to, part => copy(file, part, closing.signal)),
    wipe: () => wipe(connection),
    close: () => {
      closing.abort()
      // Kysely's driver is made with its first query, which the migration was: destroying it closes the connection.
      return db.destroy()
    },
  }
}

/** One transaction, one fsync, however many history rows. The head's row is what makes the second of two writers fail. */
async function append(connection: SqliteConnection, db: Kysely<Database>, batch: LogBatch): Promise<void> {
  const p = appendParameters(batch)
  const statements = [statement(SQL.head, [p.document, p.seq])]
  statements.push(statement(SQL.record, [p.document, p.seq, p.at, p.authors, p.body, p.digest]))
  if (p.bindings !== undefined) statements.push(statement(SQL.bindings, [p.document, p.bindings]))
  try {
    await connection.use(async client => {
      if (batch.changes.length > CHANGES_AT_A_TIME) await runInTurns(client, statements, batch)
      else await client.batch([...statements, ...changeStatements(batch)], 'write')
    })
  } catch (error) {
    throw (isConstraint(error) ? await refusal(db, p.document, p.seq) : undefined) ?? writeFailure(error)
  }
}

function* changeStatements({ sheet, changes }: LogBatch) {
  for (const text of changeTexts(changes)) yield statement(SQL.changes, [sheet, text])
}

/** A large import: the engine works without a pause, so everybody else gets a turn between its pieces. The connection is held to the end. */
async function runInTurns(client: Client, statements: readonly InStatement[], batch: LogBatch): Promise<void> {
  const transaction = await client.transaction('write')
  try {
    for (const it of statements) await transaction.execute(it)
    for (const it of changeStatements(batch)) {
      await nextTurn()
      await transaction.execute(it)
    }
    await transaction.commit()
  } finally {
    transaction.close()
  }
}

async function wipe(connection: SqliteConnection): Promise<void> {
  await connection.use(async client => {
    await client.execute('VACUUM')
    // The first column says whether a reader kept part of the log.
    const busy = (await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')).rows[0]?.[0]
    if (busy !== 0)
      throw new HubError('not-saved', 'The write-ahead log cannot be cut off while somebody else reads it.')
  })
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
  await repairDocuments(db, SQLITE, documents, now)
}

/** Written beside its final name, flushed, then renamed: a backup is whole or not there. Throws HubError `conflict` when the file exists. */
async function backup(file: string, copyTo: (part: string) => Promise<void>): Promise<void> {
  if (await exists(file)) throw new HubError('conflict', `${file} is there already; a backup never writes over a file.`)
  const part = `${file}.part`
  await rm(part, { force: true })
  try {
    await copyTo(part)
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
