/** The store on PostgreSQL: the same tables and promises as the embedded one. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { HubError } from '../../shared/protocol/errors.ts'
import { appendParameters, changeTexts, POSTGRES_APPEND } from './append.ts'
import { checkDocuments, refusal, repairDocuments } from './documents.ts'
import { POSTGRES } from './engine.ts'
import { kyselyStore } from './kyselyStore.ts'
import { migrate } from './migrations.ts'
import type { LogBatch, Store } from './Store.ts'
import type { Database } from './schema.ts'
import { writeFailure } from './storageFailure.ts'

export interface PostgresOptions {
  /** `postgres://…`; its password never reaches an error or a log. */
  readonly url: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Connections of one hub. */
const CONNECTIONS = 10
/** Milliseconds to wait for a connection before giving up. */
const CONNECT_TIMEOUT = 5_000

/**
 * Connects and brings the database to this version; several hubs may start at once.
 * Throws HubError `unavailable` when it does not answer, was written by a newer version, or runs with fsync off.
 */
export async function openPostgres({ url, now }: PostgresOptions): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    types: TYPES,
    // The pool waits for this before it lends the session, and ends a session in which it fails.
    onConnect: async client => {
      await client.query(DURABLE)
    },
  })
  // An idle connection that breaks reports here and is replaced at the next use; unheard, it would end the process.
  pool.on('error', () => {})
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  try {
    await refuseUnsafe(db)
    await migrate(db, POSTGRES)
  } catch (error) {
    await db.destroy()
    if (error instanceof HubError) throw error
    throw new HubError(
      'unavailable',
      `The database at DATABASE_URL cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      {
        cause: error,
      },
    )
  }
  return {
    ...kyselyStore(db, POSTGRES),
    append: batch => append(pool, db, batch),
    check: () => checkDocuments(db, POSTGRES),
    repair: damage => repairDocuments(db, POSTGRES, new Set(damage.flatMap(d => d.document ?? [])), now()),
    backup: async () => {
      throw new HubError('bad-request', 'This hub keeps its data in PostgreSQL; back it up with pg_dump.')
    },
    wipe: async () => {
      await sql`vacuum full contact, contact_tie`.execute(db)
      await sql`vacuum`.execute(db)
    },
    close: () => db.destroy(),
  }
}

/** First statement of every session: a role or database may have been set to confirm commits before they are on disk. */
const DURABLE =
  "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'"

async function refuseUnsafe(db: Kysely<Database>): Promise<void> {
  const answer = await sql<{ fsync: string; commit: string }>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`.execute(db)
  const settings = answer.rows[0]
  if (settings?.fsync !== 'on')
    throw new HubError('unavailable', 'PostgreSQL runs with fsync=off and would lose confirmed edits; switch it on.')
  if (settings.commit === 'off')
    throw new HubError('unavailable', 'PostgreSQL keeps synchronous_commit=off; allow it to be on.')
}

const INT8 = 20
const BYTEA = 17

/** int8 as number (all of ours are below 2^53), bytea as plain Uint8Array. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && id === INT8) return Number
    if (format !== 'binary' && id === BYTEA) return (text: string) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))
    return pg.types.getTypeParser(id, format)
  },
}

/** All of them as one text, made in turns of the event loop when they are many. */
async function changesText({ changes }: LogBatch): Promise<string> {
  const parts: string[] = []
  for (const text of changeTexts(changes)) {
    if (parts.length > 0) await nextTurn()
    parts.push(text.slice(1, -1))
  }
  return `[${parts.join(',')}]`
}

async function append(pool: pg.Pool, db: Kysely<Database>, batch: LogBatch): Promise<void> {
  const p = appendParameters(batch)
  const changes = await changesText(batch)
  const values = [p.document, p.seq, p.at, p.authors, p.body, p.digest, p.sheet, changes, p.bindings ?? '[]']
  try {
    const answer = await pool.query<{ written: number }>({ name: 'append', text: POSTGRES_APPEND, values })
    if (answer.rows[0]?.written !== 1) throw (await refusal(db, p.document, p.seq)) ?? new HubError('conflict')
  } catch (error) {
    throw writeFailure(error)
  }
}
