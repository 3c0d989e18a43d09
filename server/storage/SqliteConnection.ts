/**
 * The one connection to the SQLite file. The client answers TRANSACTION_ACTIVE instead of waiting, so waiting is ours:
 * whoever uses the connection holds its mutex. Its settings are set and read back on the very connection that writes.
 */
import { pathToFileURL } from 'node:url'
import { type Client, createClient, type InValue, type ResultSet } from '@libsql/client'
import { HubError } from '../../shared/protocol/errors.ts'
import { Mutex } from './Mutex.ts'
import { isDamage, losesConnection, writeFailure } from './storageFailure.ts'

/** What may be bound to a statement. The binding below the client ends the whole process on some other values. */
export type Bindable = string | number | bigint | boolean | null | Uint8Array

/** Milliseconds another process (the command line beside the hub) may hold the file before a statement fails. */
export const BUSY_TIMEOUT = 5_000

/**
 * Milliseconds somebody waits for the connection. Only a transaction that waits for itself holds it so long (inside one, ask the transaction,
 * never the store): the one who notices says so, instead of the whole hub standing still.
 */
export const PATIENCE = 30_000

/** Pragma → what it must answer. FULL is 2: every commit reaches the disk before it is confirmed. */
const SETTINGS = {
  busy_timeout: BUSY_TIMEOUT,
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  fullfsync: 1,
} as const

/** Refuses anything else with an error that names its place (first is 1). */
export function bindable(values: readonly unknown[]): Bindable[] {
  return values.map((value, i) => {
    switch (typeof value) {
      case 'string':
      case 'bigint':
      case 'boolean':
        return value
      case 'number':
        if (Number.isFinite(value)) return value
        break
      default:
        if (value === null || value instanceof Uint8Array) return value
    }
    const found = typeof value === 'object' ? (value?.constructor?.name ?? 'object') : String(value)
    throw new TypeError(
      `Parameter ${i + 1} of the statement is ${found}; a text, finite number, bigint, boolean, null or Uint8Array is needed.`,
    )
  })
}

/** Rows as plain objects; blobs as Uint8Array (the client gives ArrayBuffer). */
export function plainRows(result: ResultSet): Record<string, unknown>[] {
  return result.rows.map(row => {
    const plain: Record<string, unknown> = {}
    for (const [i, column] of result.columns.entries()) {
      const value = row[i]
      plain[column] = value instanceof ArrayBuffer ? new Uint8Array(value) : value
    }
    return plain
  })
}

/** Whoever can run one statement: the client, or a transaction on it. */
export interface Statements {
  execute(statement: { sql: string; args: InValue[] }): Promise<ResultSet>
}

/** A statement with its parameters checked. */
export const statement = (sql: string, args: readonly unknown[]): { sql: string; args: InValue[] } => ({
  sql,
  args: bindable(args),
})

/** Runs one statement with its parameters checked. */
export const run = (on: Statements, sql: string, args: readonly unknown[] = []): Promise<ResultSet> =>
  on.execute(statement(sql, args))

export class SqliteConnection {
  readonly #client: Client
  readonly #mutex = new Mutex()
  /** What must happen before the next use: nothing, settings set again, or the file opened anew. */
  #trust: 'sound' | 'unsettled' | 'lost' = 'unsettled'

  readonly #patience: number

  private constructor(client: Client, patience: number) {
    this.#client = client
    this.#patience = patience
  }

  /** Opens or makes the file. Throws what the engine says when it is no database or damaged. */
  static async open(file: string, patience = PATIENCE): Promise<SqliteConnection> {
    const client = createClient({ url: pathToFileURL(file).href, concurrency: 1, timeout: BUSY_TIMEOUT })
    const connection = new SqliteConnection(client, patience)
    try {
      await connection.use(async () => {})
    } catch (error) {
      connection.close()
      throw error
    }
    return connection
  }

  /** Waits for the connection; the second value gives it back. After a failure say so with `failed` before. */
  async acquire(): Promise<readonly [client: Client, release: () => void]> {
    const release = await this.#mutex.acquireWithin(this.#patience)
    if (release === undefined) throw new HubError('not-saved', `The database was busy for ${this.#patience} ms.`)
    try {
      if (this.#trust !== 'sound') await this.#settle()
    } catch (error) {
      release()
      // A disk that still refuses is no bug of whoever asks now, be it only to read: they are told like everybody else.
      throw this.#trust === 'lost' && !isDamage(error) ? writeFailure(error) : error
    }
    return [this.#client, release]
  }

  /** Runs `work` alone on the connection. */
  async use<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const [client, release] = await this.acquire()
    try {
      return await work(client)
    } catch (error) {
      this.failed(error)
      throw error
    } finally {
      release()
    }
  }

  /** A statement failed: the pool may have dropped the connection, and after an I/O error it must. */
  failed(error: unknown): void {
    if (losesConnection(error)) this.#trust = 'lost'
    else if (this.#trust === 'sound') this.#trust = 'unsettled'
  }

  close(): void {
    this.#client.close()
  }

  async #settle(): Promise<void> {
    if (this.#trust === 'lost') await this.#client.reconnect()
    for (const [name, value] of Object.entries(SETTINGS)) {
      await this.#client.execute(`PRAGMA ${name}=${value}`)
      const answer = (await this.#client.execute(`PRAGMA ${name}`)).rows[0]?.[0]
      if (answer !== value)
        throw new HubError('not-saved', `SQLite answers ${name}=${String(answer)} where ${value} is needed.`)
    }
    if (this.#trust === 'lost') await this.#writeOut()
    this.#trust = 'sound'
  }

  /**
   * After a failed flush the log may show a commit that is in memory only, and a second flush would not write it: copying the log into the
   * database and flushing that leaves nothing visible that is not on the disk.
   */
  async #writeOut(): Promise<void> {
    const busy = (await this.#client.execute('PRAGMA wal_checkpoint(TRUNCATE)')).rows[0]?.[0]
    if (busy !== 0)
      throw new HubError('not-saved', 'The write-ahead log cannot be written out while somebody else reads it.')
  }
}
