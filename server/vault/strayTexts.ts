/**
 * What of a person stands in the tables around the documents: the history, comments, imports, answers kept for repeated calls. Every text column there is
 * is gone through, whatever table a later version adds (docs/SPEC.md VAULT-15).
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Store } from '../storage/Store.ts'
import type { Database } from '../storage/schema.ts'
import type { Needles } from './needles.ts'

/** Rows looked through between two turns of the event loop. */
const AT_ONCE = 20_000
/** The vault's own, and what is no text of people. */
const OWN = /^(?:kysely_|contact|vault_|document$|doc_log$|client_binding$|session$|api_token$)/
const NO_TEXT = /(?:^id|_id|^document|digest|hash|^key|^at)$/

interface Place {
  readonly table: string
  readonly columns: readonly string[]
  readonly ofSheet: boolean
}

/** Takes the needles out of every text of these sheets and of what belongs to no sheet. Resolves to how many rows were changed. */
export async function cleanTexts({ db, engine }: Store, sheets: readonly string[], needles: Needles): Promise<number> {
  let cleaned = 0
  for (const place of await places(db))
    for await (const range of ranges(db, engine, place.table)) cleaned += await clean(db, place, sheets, needles, range)
  return cleaned
}

async function places(db: Kysely<Database>): Promise<readonly Place[]> {
  const tables = await db.introspection.getTables()
  return tables
    .filter(({ name, isView }) => !isView && !OWN.test(name))
    .map(({ name, columns }) => ({
      table: name,
      columns: columns
        .filter(column => /^text$/i.test(column.dataType) && !NO_TEXT.test(column.name))
        .map(column => column.name),
      ofSheet: columns.some(column => column.name === 'sheet_id'),
    }))
    .filter(({ columns }) => columns.length > 0)
}

/** SQLite works on this thread: a large table is gone through in parts. */
async function* ranges(
  db: Kysely<Database>,
  engine: Store['engine'],
  table: string,
): AsyncGenerator<RawBuilder<unknown>> {
  if (engine === 'postgres') {
    yield sql`true`
    return
  }
  const { rows } = await sql<{ last: number | null }>`select max(rowid) as last from ${sql.table(table)}`.execute(db)
  for (let from = 0; from <= Number(rows[0]?.last ?? -1); from += AT_ONCE) {
    await nextTurn()
    yield sql`rowid between ${from} and ${from + AT_ONCE - 1}`
  }
}

async function clean(
  db: Kysely<Database>,
  { table, columns, ofSheet }: Place,
  sheets: readonly string[],
  needles: Needles,
  range: RawBuilder<unknown>,
): Promise<number> {
  if (ofSheet && sheets.length === 0) return 0
  const replaced = (column: string) =>
    needles.texts.reduce((text, needle) => sql`replace(${text}, ${needle}, '***')`, sql`${sql.ref(column)}`)
  const found = columns.flatMap(column =>
    // A backslash or a percent sign in a needle must not be read as a pattern's.
    needles.texts.map(needle => sql`${sql.ref(column)} like ${`%${needle.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`),
  )
  const here = ofSheet ? sql`sheet_id in (${sql.join(sheets)})` : sql`true`
  const set = sql.join(columns.map(column => sql`${sql.ref(column)} = ${replaced(column)}`))
  const { numAffectedRows } =
    await sql`update ${sql.table(table)} set ${set} where ${range} and ${here} and (${sql.join(
      found,
      sql` or `,
    )})`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Takes away refused and damaged updates of these sheets' documents that hold a needle: nobody can write them again anyway. Resolves to how many. */
export async function dropRefused({ db }: Store, sheets: readonly string[], needles: Needles): Promise<number> {
  if (sheets.length === 0) return 0
  let dropped = 0
  const refused = await db.selectFrom('refused_update').select(['id', 'body']).execute()
  for (const { id, body } of refused)
    if (needles.areIn(body)) {
      await db.deleteFrom('refused_update').where('id', '=', id).execute()
      dropped++
    }
  return dropped
}
