/** The few words in which the two engines differ. Everything else is one body of SQL. */
import { type ColumnDefinitionBuilder, type RawBuilder, sql } from 'kysely'

export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  /** The column type of bytes. */
  readonly bytes: 'blob' | 'bytea'
  /** The column type of whole numbers up to 2^53. */
  readonly whole: 'integer' | 'bigint'
  /** Makes an id column count up by itself. */
  readonly counter: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder
  /** The table function that gives the elements of a JSON array, as column `value`. */
  readonly elements: 'json_each' | 'json_array_elements'
}

export const SQLITE: Engine = {
  name: 'sqlite',
  bytes: 'blob',
  whole: 'integer',
  counter: column => column.primaryKey(),
  elements: 'json_each',
}

export const POSTGRES: Engine = {
  name: 'postgres',
  bytes: 'bytea',
  whole: 'bigint',
  counter: column => column.generatedByDefaultAsIdentity().primaryKey(),
  elements: 'json_array_elements',
}

/** Which engine it is: an Engine, or a Store by its `engine`. */
export type EngineName = Pick<Engine, 'name'>

/**
 * Reading what may be damaged. The SQLite binding ends the whole process on a text that is not UTF-8, and a flipped bit can also make a text
 * of what was a number or bytes. So where data is proved, every column is cast: a whole number, bytes, or a text as its bytes.
 */
export const stored = {
  /** As a whole number, null where there is none. */
  whole: (column: string): RawBuilder<number | null> => sql<number | null>`cast(${sql.ref(column)} as bigint)`,
  /** As bytes, null where there are none. */
  bytes: (engine: EngineName, column: string): RawBuilder<Uint8Array | null> =>
    engine.name === 'sqlite'
      ? sql<Uint8Array | null>`cast(${sql.ref(column)} as blob)`
      : sql<Uint8Array | null>`${sql.ref(column)}`,
  /** As a text to be read with `textOf`, null where there is none. */
  text: (engine: EngineName, column: string): RawBuilder<StoredText | null> =>
    engine.name === 'sqlite'
      ? sql<StoredText | null>`cast(${sql.ref(column)} as blob)`
      : sql<StoredText | null>`${sql.ref(column)}`,
}

/** A text as an engine gives it: SQLite as bytes (see `stored`), PostgreSQL proves its texts itself. */
export type StoredText = string | Uint8Array

/** The text, or `undefined` when it is none (null, or not UTF-8). */
export function textOf(value: StoredText | null): string | undefined {
  if (value === null || typeof value === 'string') return value ?? undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value)
  } catch {
    return undefined
  }
}
