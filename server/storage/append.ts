/** What an append writes, the same on both engines: history rows and bindings travel as one JSON parameter each, however many they are. */
import { recordDigest } from './digest.ts'
import type { Engine } from './engine.ts'
import type { LogBatch } from './Store.ts'

/** The parameters of an append, in the order $1 … $11 of `appendSql`'s statements. */
export interface AppendParameters {
  readonly document: string
  readonly sheet: string
  readonly seq: number
  readonly at: number
  /** json: Authorship[] */
  readonly authors: string
  readonly body: Uint8Array
  readonly digest: string
  /** json: one array a change; `undefined` when there is none. */
  readonly changes: string | undefined
  /** json: one array a binding; `undefined` when there is none. */
  readonly bindings: string | undefined
}

/** A batch as it goes to the engine, digest included. */
export function appendParameters(batch: LogBatch): AppendParameters {
  const { document, sheet, record, changes, bindings } = batch
  const authors = JSON.stringify(record.authors)
  return {
    document,
    sheet,
    seq: record.seq,
    at: record.at,
    authors,
    body: record.update,
    digest: recordDigest(document, record.seq, record.at, authors, record.update),
    changes:
      changes.length === 0
        ? undefined
        : JSON.stringify(
            changes.map(c => [
              c.row,
              c.column,
              c.old,
              c.new,
              c.member,
              c.at,
              c.seq,
              c.won ? 1 : 0,
              c.unseen ? 1 : 0,
              c.client,
              c.clock,
            ]),
          ),
    bindings: bindings.length === 0 ? undefined : JSON.stringify(bindings.map(b => [b.client, b.member])),
  }
}

/**
 * The statements of an append. The first must change one row (the document's head is the one before); else nothing may be written.
 * `->` keeps a scalar's JSON text as it is, which is how old and new are stored.
 */
export interface AppendSql {
  /** $1 document, $2 seq */
  readonly head: string
  /** $1 document, $2 seq, $3 at, $4 authors, $5 body, $6 digest */
  readonly record: string
  /** $1 sheet, $2 changes */
  readonly changes: string
  /** $1 document, $2 bindings */
  readonly bindings: string
}

/** The statements in the engine's words. */
export const appendSql = (engine: Engine): AppendSql => ({
  head: 'update document set head_seq = head_seq + 1 where name = $1 and head_seq = $2 - 1',
  record: 'insert into doc_log (document, seq, at, authors, body, digest) values ($1, $2, $3, $4, $5, $6)',
  changes: `insert into cell_change
    (sheet_id, row_id, column_id, "old", "new", member_id, at, seq, won, unseen, client, clock)
    select $1, value->>0, value->>1, cast(value->2 as text), cast(value->3 as text), value->>4,
      cast(value->>5 as bigint), cast(value->>6 as bigint), cast(value->>7 as integer), cast(value->>8 as integer),
      cast(value->>9 as bigint), cast(value->>10 as bigint)
    from ${engine.elements}($2)`,
  bindings: `insert into client_binding (document, client, member_id)
    select $1, cast(value->>0 as bigint), value->>1 from ${engine.elements}($2) where true on conflict do nothing`,
})
