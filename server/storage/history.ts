/** Reading `cell_change`: who changed what, and the way back in time. One body of SQL for both engines. */
import { type Kysely, sql } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { COLUMN_ID, isScalar, ROW_ID, type Scalar } from '../../shared/sheet/cell.ts'
import type { Engine } from './engine.ts'
import type { HistoryQuery, StoredChange } from './Store.ts'
import type { Database } from './schema.ts'

function scalarOf(json: string, id: number): Scalar {
  try {
    const value: unknown = JSON.parse(json)
    if (isScalar(value)) return value
  } catch {
    // Said below, with the place.
  }
  throw new HubError('unavailable', `Change ${id} of the history is not what was written.`)
}

/** See Store.history. */
export async function readHistory(db: Kysely<Database>, query: HistoryQuery): Promise<readonly StoredChange[]> {
  let select = db
    .selectFrom('cell_change as c')
    .leftJoin('member as m', 'm.id', 'c.member_id')
    .selectAll('c')
    .select('m.name as memberName')
    .where('c.sheet_id', '=', query.sheet)
  if (query.row !== undefined && !ROW_ID.test(query.row)) return []
  if (query.column !== undefined && !COLUMN_ID.test(query.column)) return []
  if (query.row !== undefined) select = select.where('c.row_id', '=', query.row)
  if (query.column !== undefined) select = select.where('c.column_id', '=', query.column)
  if (query.before !== undefined) select = select.where('c.id', '<', query.before)
  const rows = await select.orderBy('c.id', 'desc').limit(query.limit).execute()
  return rows.map(row => ({
    id: row.id,
    row: row.row_id,
    column: row.column_id,
    old: scalarOf(row.old, row.id),
    new: scalarOf(row.new, row.id),
    member: row.member_id,
    memberName: row.memberName ?? row.member_id,
    at: row.at,
    seq: row.seq,
    won: row.won === 1,
    unseen: row.unseen === 1,
    client: row.client,
    clock: row.clock,
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
  // What is no id was never written; PostgreSQL would refuse some of it as text.
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
  sheet: string,
  at: number,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Scalar>>> {
  const rows = await db
    .selectFrom('cell_change')
    .select(['id', 'row_id', 'column_id', 'old'])
    .where('id', 'in', first =>
      first
        .selectFrom('cell_change')
        .select(e => e.fn.min('id').as('id'))
        .where('sheet_id', '=', sheet)
        .where('at', '>', at)
        .where('won', '=', 1)
        .groupBy(['row_id', 'column_id']),
    )
    .execute()
  const values = new Map<string, Map<string, Scalar>>()
  for (const row of rows) {
    const cells = values.get(row.row_id) ?? new Map<string, Scalar>()
    cells.set(row.column_id, scalarOf(row.old, row.id))
    values.set(row.row_id, cells)
  }
  return values
}
