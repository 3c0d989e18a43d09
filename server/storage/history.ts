/** Reading `cell_change`: who changed what, and the way back in time. One body of SQL for both engines. */
import { type Kysely, sql } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { COLUMN_ID, isScalar, ROW_ID, type Scalar } from '../../shared/sheet/cell.ts'
import { type Engine, type StoredText, stored, textOf } from './engine.ts'
import type { HistoryQuery, StoredChange } from './Store.ts'
import type { Database } from './schema.ts'

const unreadable = (id: number): HubError =>
  new HubError('unavailable', `Change ${id} of the history is not what was written.`)

/** A value of the history; throws where damage made something else of it. */
export function scalarOf(json: StoredText | null, id: number): Scalar {
  try {
    const value: unknown = JSON.parse(textOf(json) ?? '')
    if (isScalar(value)) return value
  } catch {
    // Said below, with the place.
  }
  throw unreadable(id)
}

/** An id or name of the history; throws likewise. */
export function wordOf(value: StoredText | null, id: number): string {
  const word = textOf(value)
  if (word === undefined) throw unreadable(id)
  return word
}

/** See Store.history. */
export async function readHistory(
  db: Kysely<Database>,
  engine: Engine,
  query: HistoryQuery,
): Promise<readonly StoredChange[]> {
  // What is no id was never written; PostgreSQL would refuse some of it as text.
  const named = query.row === undefined ? undefined : [query.row].flat().filter(row => ROW_ID.test(row))
  if (named?.length === 0) return []
  if (query.column !== undefined && !COLUMN_ID.test(query.column)) return []
  let select = db
    .selectFrom('cell_change as c')
    .leftJoin('member as m', 'm.id', 'c.member_id')
    .select(['c.id', 'c.at', 'c.seq', 'c.won', 'c.unseen', 'c.client', 'c.clock'])
    .select([
      stored.text(engine, 'c.row_id').as('row'),
      stored.text(engine, 'c.column_id').as('column'),
      stored.text(engine, 'c.old').as('old'),
      stored.text(engine, 'c.new').as('new'),
      stored.text(engine, 'c.member_id').as('member'),
      stored.text(engine, 'm.name').as('memberName'),
    ])
    .where('c.sheet_id', '=', query.sheet)
  if (named !== undefined) select = select.where('c.row_id', 'in', named)
  if (query.column !== undefined) select = select.where('c.column_id', '=', query.column)
  if (query.member !== undefined) select = select.where('c.member_id', '=', query.member)
  if (query.since !== undefined) select = select.where('c.at', '>=', query.since)
  if (query.until !== undefined) select = select.where('c.at', '<=', query.until)
  if (query.before !== undefined) select = select.where('c.id', '<', query.before)
  const rows = await select.orderBy('c.id', 'desc').limit(query.limit).execute()
  return rows.map(row => ({
    ...row,
    row: wordOf(row.row, row.id),
    column: wordOf(row.column, row.id),
    old: scalarOf(row.old, row.id),
    new: scalarOf(row.new, row.id),
    member: wordOf(row.member, row.id),
    memberName: wordOf(row.memberName ?? row.member, row.id),
    won: row.won === 1,
    unseen: row.unseen === 1,
  }))
}

/** The identity of an edit, as a client asks for it. */
interface Edit {
  readonly row: string
  readonly column: string
  readonly client: number
  readonly clock: number
}

const isCell = (edit: Edit): boolean => ROW_ID.test(edit.row) && COLUMN_ID.test(edit.column)

/** See Store.saved. One statement however many are asked. */
export async function savedEdits(
  db: Kysely<Database>,
  engine: Engine,
  sheet: string,
  edits: readonly Edit[],
): Promise<readonly boolean[]> {
  // As above.
  const asked = edits.flatMap((e, i) => (isCell(e) ? [[i, e.row, e.column, e.client, e.clock]] : []))
  if (asked.length === 0) return edits.map(() => false)
  const found = await sql<{ place: number }>`
    select cast(e.value->>0 as bigint) as place from ${sql.raw(engine.elements)}(${JSON.stringify(asked)}) as e
    where exists (
      select 1 from cell_change as c
      where c.sheet_id = ${sheet} and c.row_id = e.value->>1 and c.column_id = e.value->>2
        and c.client = cast(e.value->>3 as bigint) and c.clock = cast(e.value->>4 as bigint)
    )`.execute(db)
  const places = new Set(found.rows.map(row => row.place))
  return edits.map((_, i) => places.has(i))
}

/** See Store.valuesAt: the first change of each cell after that moment still knows what stood there before. */
export async function valuesAt(
  db: Kysely<Database>,
  engine: Engine,
  sheet: string,
  at: number,
  row?: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Scalar>>> {
  const rows = await db
    .selectFrom('cell_change')
    .select('id')
    .select([
      stored.text(engine, 'row_id').as('row'),
      stored.text(engine, 'column_id').as('column'),
      stored.text(engine, 'old').as('old'),
    ])
    .where('id', 'in', first =>
      first
        .selectFrom('cell_change')
        .select(e => e.fn.min('id').as('id'))
        .where('sheet_id', '=', sheet)
        .where('at', '>', at)
        .where('won', '=', 1)
        .$if(row !== undefined, of => of.where('row_id', '=', row ?? ''))
        .groupBy(['row_id', 'column_id']),
    )
    .execute()
  const values = new Map<string, Map<string, Scalar>>()
  for (const change of rows) {
    const row = wordOf(change.row, change.id)
    const cells = values.get(row) ?? new Map<string, Scalar>()
    cells.set(wordOf(change.column, change.id), scalarOf(change.old, change.id))
    values.set(row, cells)
  }
  return values
}
