/**
 * Reads the small tables of a SQLite file once as bytes before anybody reads them as texts: the binding ends the whole process on a text
 * that is not UTF-8, so a flipped bit in the name of a member would stop every start. The big tables are proved where they are read (`stored`).
 */
import type { Client } from '@libsql/client'
import { textOf } from './engine.ts'
import type { SqliteConnection } from './SqliteConnection.ts'

const PROVED_ELSEWHERE: ReadonlySet<string> = new Set([
  'doc_log',
  'doc_damaged',
  'client_binding',
  'cell_change',
  'refused_update',
  'import',
  'idempotency',
  'disk_probe',
  'conflict_settled',
])

/** The names of the tables; `undefined` when the schema or a text of a small table cannot be read. */
export const readableTables = (connection: SqliteConnection): Promise<readonly string[] | undefined> =>
  connection.use(async client => {
    const schema = await textRows(client, 'sqlite_schema', ['name', 'tbl_name', 'sql'])
    if (schema === undefined) return undefined
    const tables = [...new Set(schema.map(row => row[1] ?? ''))]
    for (const table of tables) {
      if (PROVED_ELSEWHERE.has(table) || table.startsWith('sqlite_')) continue
      if (!(await isReadable(client, table))) return undefined
    }
    return tables
  })

/** Declared types that SQLite keeps as text (sqlite.org/datatype3.html, section 3.1). */
const TEXTUAL = /char|text/

async function isReadable(client: Client, table: string): Promise<boolean> {
  const columns = (await client.execute({ sql: 'SELECT name, lower(type) FROM pragma_table_info(?)', args: [table] }))
    .rows
  const named = (texts: 'text' | 'others'): string[] =>
    columns.filter(row => TEXTUAL.test(String(row[1])) === (texts === 'text')).map(row => String(row[0]))
  const strayText = named('others').map(column => `typeof("${column}") = 'text'`)
  if (strayText.length > 0) {
    const stray = await client.execute(`SELECT 1 FROM "${table}" WHERE ${strayText.join(' OR ')} LIMIT 1`)
    if (stray.rows.length > 0) return false
  }
  const texts = named('text')
  // A name in the schema that no table answers to: its entry is damaged.
  if (texts.length === 0) return columns.length > 0
  return (await textRows(client, table, texts)) !== undefined
}

/** The rows as texts, `undefined` in the place of a null; no rows at all when one of them is not UTF-8. */
async function textRows(
  client: Client,
  table: string,
  columns: readonly string[],
): Promise<(string | undefined)[][] | undefined> {
  const casts = columns.map(column => `CAST("${column}" AS BLOB)`)
  const rows = (await client.execute(`SELECT ${casts.join(', ')} FROM "${table}"`)).rows
  const texts: (string | undefined)[][] = []
  for (const row of rows) {
    const cells = columns.map((_, i) => row[i])
    const words = cells.map(cell => (cell instanceof ArrayBuffer ? textOf(new Uint8Array(cell)) : undefined))
    if (cells.some((cell, i) => cell instanceof ArrayBuffer && words[i] === undefined)) return undefined
    texts.push(words)
  }
  return texts
}
