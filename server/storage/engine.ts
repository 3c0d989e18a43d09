/** The few words in which the two engines differ. Everything else is one body of SQL. */
import type { ColumnDefinitionBuilder } from 'kysely'

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
