/** Kysely over the one SQLite connection: a query holds it for its length, a transaction from begin to end. */
import type { Client, Transaction } from '@libsql/client'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import { plainRows, run, type SqliteConnection } from './SqliteConnection.ts'

/** SQLite's schema changes do take part in transactions, so a migration is all or nothing. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class HeldConnection implements DatabaseConnection {
  readonly client: Client
  readonly release: () => void
  readonly #failed: (error: unknown) => void
  transaction: Transaction | undefined

  constructor(client: Client, release: () => void, failed: (error: unknown) => void) {
    this.client = client
    this.release = release
    this.#failed = failed
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const result = await run(this.transaction ?? this.client, query.sql, query.parameters)
      const rows = plainRows(result) as R[]
      if (result.columns.length > 0) return { rows }
      const affected = { rows, numAffectedRows: BigInt(result.rowsAffected) }
      return result.lastInsertRowid === undefined ? affected : { ...affected, insertId: result.lastInsertRowid }
    } catch (error) {
      this.#failed(error)
      throw error
    }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator; the client cannot stream
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The SQLite client reads whole results; page with limit instead of streaming.')
  }
}

/** Kysely hands back what acquireConnection gave it. */
function asHeld(connection: DatabaseConnection): HeldConnection {
  if (connection instanceof HeldConnection) return connection
  throw new TypeError('This connection is not one of the SQLite driver.')
}

class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection
  constructor(connection: SqliteConnection) {
    this.#connection = connection
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const [client, release] = await this.#connection.acquire()
    return new HeldConnection(client, release, error => this.#connection.failed(error))
  }

  /** A transaction takes the write lock at once: one that reads first and writes later might no longer be given it. */
  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const held = asHeld(connection)
    held.transaction = await held.client.transaction(settings.accessMode === 'read only' ? 'deferred' : 'write')
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const held = asHeld(connection)
    try {
      await held.transaction?.commit()
    } catch (error) {
      this.#connection.failed(error)
      throw error
    } finally {
      held.transaction = undefined
    }
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const held = asHeld(connection)
    held.transaction?.close()
    held.transaction = undefined
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    asHeld(connection).release()
  }

  async destroy(): Promise<void> {
    this.#connection.close()
  }
}

/** The dialect to give to `new Kysely`. Destroying that Kysely closes the connection. */
export class SqliteDialect implements Dialect {
  readonly #connection: SqliteConnection
  constructor(connection: SqliteConnection) {
    this.#connection = connection
  }
  createDriver(): Driver {
    return new SqliteDriver(this.#connection)
  }
  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler()
  }
  createAdapter(): DialectAdapter {
    return new TransactionalAdapter()
  }
  // biome-ignore lint/suspicious/noExplicitAny: the type Kysely's own interface asks for
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new SqliteIntrospector(db)
  }
}
