/** What an append writes, the same on both engines: history rows and bindings travel as JSON, so that a statement takes many of them at once. */
import { recordDigest } from './digest.ts'
import type { CellChange, LogBatch } from './Store.ts'

/** A batch as the statements below take it. */
export interface AppendParameters {
  readonly document: string
  readonly sheet: string
  readonly seq: number
  readonly at: number
  /** json: Authorship[] */
  readonly authors: string
  readonly body: Uint8Array
  readonly digest: string
  /** json: one array a binding; `undefined` when there is none. */
  readonly bindings: string | undefined
}

/** A batch made ready: texts, JSON and the record's digest. */
export function appendParameters(batch: LogBatch): AppendParameters {
  const { document, sheet, record, bindings } = batch
  const authors = JSON.stringify(record.authors)
  return {
    document,
    sheet,
    seq: record.seq,
    at: record.at,
    authors,
    body: record.update,
    digest: recordDigest(document, record.seq, record.at, authors, record.update),
    bindings: bindings.length === 0 ? undefined : JSON.stringify(bindings.map(b => [b.client, b.member])),
  }
}

/** History rows written at a time: some 20 ms of SQLite's work, between which the hub answers others. */
export const CHANGES_AT_A_TIME = 1_000

/** The history rows as JSON texts, one array a change, CHANGES_AT_A_TIME in each; made when asked for. */
export function* changeTexts(changes: readonly CellChange[]): Generator<string> {
  for (let from = 0; from < changes.length; from += CHANGES_AT_A_TIME)
    yield JSON.stringify(changes.slice(from, from + CHANGES_AT_A_TIME).map(changeValues))
}

const changeValues = (c: CellChange) => [
  c.row,
  c.column,
  // As JSON inside the JSON: that is how they are stored, and PostgreSQL takes no NUL outside of it.
  JSON.stringify(c.old),
  JSON.stringify(c.new),
  c.member,
  c.at,
  c.seq,
  c.won ? 1 : 0,
  c.unseen ? 1 : 0,
  c.client,
  c.clock,
]

const CHANGE_COLUMNS = 'sheet_id, row_id, column_id, "old", "new", member_id, at, seq, won, unseen, client, clock'
const RECORD_COLUMNS = 'document, seq, at, authors, body, digest'
const BINDING_COLUMNS = 'document, client, member_id'

/** Takes one element of `changes` apart. */
const CHANGE_VALUES = `value->>0, value->>1, value->>2, value->>3, value->>4,
  cast(value->>5 as bigint), cast(value->>6 as bigint), cast(value->>7 as integer), cast(value->>8 as integer),
  cast(value->>9 as bigint), cast(value->>10 as bigint)`
const BINDING_VALUES = 'cast(value->>0 as bigint), value->>1'

/**
 * The writes on SQLite, one statement each, as one batch. The client runs a batch without a pause, so the condition must fail it from inside:
 * where the head is not at `seq` after the first statement, the second finds no document to belong to, which its column forbids. A large batch runs
 * them in a transaction instead, with turns of the event loop between the history rows.
 */
export const SQLITE_APPEND = {
  /** $1 document, $2 seq */
  head: 'update document set head_seq = head_seq + 1 where name = $1 and head_seq = $2 - 1',
  /** $1 document, $2 seq, $3 at, $4 authors, $5 body, $6 digest */
  record: `insert into doc_log (${RECORD_COLUMNS})
    values ((select name from document where name = $1 and head_seq = $2), $2, $3, $4, $5, $6)`,
  /** $1 sheet, $2 changes */
  changes: `insert into cell_change (${CHANGE_COLUMNS}) select $1, ${CHANGE_VALUES} from json_each($2)`,
  /** $1 document, $2 bindings */
  bindings: `insert or ignore into client_binding (${BINDING_COLUMNS}) select $1, ${BINDING_VALUES} from json_each($2)`,
} as const

/**
 * All of it as one statement on PostgreSQL: one round trip, and atomic by itself. Every write hangs on `head` having changed a row,
 * and that row is locked before history ids are taken, so within a sheet they grow in the order of commits.
 * $1 document, $2 seq, $3 at, $4 authors, $5 body, $6 digest, $7 sheet, $8 changes, $9 bindings. Answers `written`: 1 or 0.
 */
export const POSTGRES_APPEND = `
with head as (
  update document set head_seq = head_seq + 1 where name = $1::text and head_seq = $2::bigint - 1 returning name
), record as (
  insert into doc_log (${RECORD_COLUMNS}) select name, $2::bigint, $3::bigint, $4::text, $5::bytea, $6::text from head
), changes as (
  insert into cell_change (${CHANGE_COLUMNS}) select $7::text, ${CHANGE_VALUES} from head, json_array_elements($8::json)
), bindings as (
  insert into client_binding (${BINDING_COLUMNS}) select name, ${BINDING_VALUES} from head, json_array_elements($9::json)
  on conflict do nothing
)
select count(*) as written from head`
