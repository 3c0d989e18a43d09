/**
 * The seam between the hub and its database. One implementation per engine (sqlite.ts, postgres.ts), one contract suite for both
 * (tests/contracts/store.ts). Everything that is a plain table is reached through `db` (Kysely, one body of SQL);
 * only what differs by engine or must be one durable batch has a method here.
 */
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

/** Which member wrote which Yjs structs inside one log record: structs of `client` from `clock` on, `length` of them. */
export interface Authorship {
  readonly member: string
  readonly session: string
  readonly client: number
  readonly clock: number
  readonly length: number
}

/** One record of a document's log: a Yjs update (v1) and who wrote its parts. `seq` is gapless per document, from 1. */
export interface LogRecord {
  readonly seq: number
  /** Milliseconds since the epoch, the server's clock. */
  readonly at: number
  readonly update: Uint8Array
  readonly authors: readonly Authorship[]
}

/** A compacted state: everything up to and including `seq`. */
export interface Snapshot {
  readonly seq: number
  readonly at: number
  readonly update: Uint8Array
}

/** One accepted change of a cell, for ever. Values are the cells' scalars. */
export interface CellChange {
  readonly row: string
  readonly column: string
  readonly old: string | number | boolean | null
  readonly new: string | number | boolean | null
  readonly member: string
  readonly at: number
  readonly seq: number
  /** `false` when the edit lost at once against a concurrent one: `new` was never shown. */
  readonly won: boolean
  /** `true` when the value that lost (old, or new where `won` is false) had not been seen by the other author. */
  readonly unseen: boolean
  /** Yjs client id and clock of the edit: its identity for ever. */
  readonly client: number
  readonly clock: number
}

/** What one window of a room makes durable, in one transaction, before anyone sees it. */
export interface LogBatch {
  readonly document: string
  readonly sheet: string
  readonly record: LogRecord
  readonly changes: readonly CellChange[]
  /** Client ids shown for the first time, and whose they are from now on. */
  readonly bindings: ReadonlyArray<{ readonly client: number; readonly member: string }>
}

/** A document as it is on disk. `records` are those after the snapshot, in order. */
export interface StoredDocument {
  readonly snapshot: Snapshot | undefined
  readonly records: readonly LogRecord[]
  /** Client id → member id. */
  readonly bindings: ReadonlyMap<number, string>
}

export interface HistoryQuery {
  readonly sheet: string
  /** One row, or several. */
  readonly row?: string | readonly string[] | undefined
  readonly column?: string | undefined
  /** Changes of this member only. */
  readonly member?: string | undefined
  /** Not before and not after these, milliseconds. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** At most this many, newest first. */
  readonly limit: number
  /** The `id` of the last one of the page before. */
  readonly before?: number | undefined
}

/** A stored change with its place in the history (`id` grows) and its author's name. */
export interface StoredChange extends CellChange {
  readonly id: number
  readonly memberName: string
}

export interface Store {
  readonly engine: 'sqlite' | 'postgres'
  /** Every plain table. */
  readonly db: Kysely<Database>

  /**
   * Appends one record with its history rows and bindings: all or nothing, on disk (fsync) when it resolves.
   * Throws HubError `disk-full` or `not-saved`; throws `conflict` when `seq` is not the next one of the document.
   */
  append(batch: LogBatch): Promise<void>
  /**
   * The document's snapshot and the records after it, each checked against its digest.
   * `undefined` when there is no such document; throws HubError `unavailable` naming document and seq when one is damaged or missing.
   */
  load(document: string): Promise<StoredDocument | undefined>
  /** Puts a snapshot in the place of all records up to its seq, in one transaction. History rows and bindings stay. */
  compact(document: string, snapshot: Snapshot): Promise<void>
  /** Newest first. Throws nothing for an unknown sheet: it has no history. */
  history(query: HistoryQuery): Promise<readonly StoredChange[]>
  /** For each edit, whether its change is in the history (the answer to a client's SETTLE). Same order as asked. */
  saved(
    sheet: string,
    edits: ReadonlyArray<{
      readonly row: string
      readonly column: string
      readonly client: number
      readonly clock: number
    }>,
  ): Promise<readonly boolean[]>
  /**
   * For every cell of the sheet (of one row when named) changed after `at`: the value it had at that moment. Row id → column → value.
   * The way back in time: lay it over the sheet of now.
   */
  valuesAt(
    sheet: string,
    at: number,
    row?: string,
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, string | number | boolean | null>>>
  /** A write, undone at once: whether the disk takes writes again. Throws as `append` does. */
  probe(): Promise<void>
  /** Checks every digest and the engine's own structure. Each finding names the document and seq; empty means sound. */
  check(): Promise<readonly Damage[]>
  /**
   * Moves damaged records (and those after them) aside into `doc_damaged`, so that the valid prefix loads; a document that lost something is named
   * there in any case, and its sheet is owed a new edition. The caller has made a copy first.
   */
  repair(damage: readonly Damage[]): Promise<void>
  /** A consistent copy of everything into `file` while in use, in a process of its own (SQLite: VACUUM INTO); `close` ends it. PostgreSQL throws HubError `bad-request` naming pg_dump. */
  backup(file: string): Promise<void>
  /**
   * Leaves nothing of what was deleted in the files: SQLite's are written anew and the log cut off; PostgreSQL's vault tables are written anew, the
   * others vacuumed (docs/adr/0012). Takes as long as the database is large, nobody writes meanwhile. Throws HubError `not-saved` while somebody else reads.
   */
  wipe(): Promise<void>
  close(): Promise<void>
}

/** Something on disk that is not what was written. `seq` undefined: the engine's own structure. */
export interface Damage {
  readonly document: string | undefined
  readonly seq: number | undefined
  readonly what: string
}
