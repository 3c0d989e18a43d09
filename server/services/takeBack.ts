/**
 * Takes changes of the history back (shared/domain/takeBack.ts), read in pages so that nobody who edits waits: all that a person did since a
 * moment, or what a command wrote, which its records in the log tell.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely, SelectQueryBuilder } from 'kysely'
import { type LaterChange, type PastChange, planTakeBack, type TakeBackPlan } from '../../shared/domain/takeBack.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import { isScalar, type Scalar } from '../../shared/sheet/cell.ts'
import { type EngineName, type StoredText, stored, textOf } from '../storage/engine.ts'
import type { Store } from '../storage/Store.ts'
import type { Database } from '../storage/schema.ts'

/** Changes read between two turns of the event loop: some 10 ms of work. */
const PAGE = 2_000

/** A record of a sheet's log that a command wrote. */
export interface CommandRecord {
  readonly sheet: string
  readonly seq: number
  readonly at: number
}

/** Which changes of a sheet are meant. */
export type Chosen =
  | { readonly by: 'member'; readonly member: string; readonly since: number }
  | { readonly by: 'records'; readonly records: readonly CommandRecord[] }

/** A plan, and how many changes it rests on. */
export interface SheetTakeBack extends TakeBackPlan {
  readonly sheet: string
  readonly changes: number
}

type Changes = SelectQueryBuilder<Database, 'cell_change', object>

/** Rows planned between two turns of the event loop. */
const ROWS_AT_ONCE = 2_000

/** What taking the chosen changes of this sheet back would write. Changes nothing. */
export async function planFor(
  { db, engine }: Pick<Store, 'db' | 'engine'>,
  sheet: string,
  chosen: Chosen,
): Promise<SheetTakeBack> {
  const rows = new Map<string, { own: PastChange[]; later: LaterChange[] }>()
  let first = Number.POSITIVE_INFINITY
  let changes = 0
  const ids = new Set<number>()
  for await (const change of chosenChanges(db, { name: engine }, sheet, chosen)) {
    first = Math.min(first, change.id)
    changes++
    ids.add(change.id)
    const known = rows.get(change.row)
    if (known === undefined) rows.set(change.row, { own: [change], later: [] })
    else known.own.push(change)
  }
  if (changes === 0) return { sheet, changes, wishes: [], left: [] }
  const after = (id: number) => changesOf(db, sheet).where('id', '>', id)
  for await (const change of pages(after, { name: engine }, first))
    if (!ids.has(change.id)) rows.get(change.row)?.later.push(change)
  const wishes: TakeBackPlan['wishes'][number][] = []
  const left: TakeBackPlan['left'][number][] = []
  const touched = [...rows.values()]
  for (let from = 0; from < touched.length; from += ROWS_AT_ONCE) {
    const slice = touched.slice(from, from + ROWS_AT_ONCE)
    const plan = planTakeBack(
      slice.flatMap(row => row.own),
      slice.flatMap(row => row.later),
    )
    for (const wish of plan.wishes) wishes.push(wish)
    for (const cell of plan.left) left.push(cell)
    await nextTurn()
  }
  return { sheet, changes, wishes, left }
}

const changesOf = (db: Kysely<Database>, sheet: string): Changes =>
  db.selectFrom('cell_change').where('sheet_id', '=', sheet).where('won', '=', 1)

/** In the order they were made, cell by cell. */
async function* chosenChanges(
  db: Kysely<Database>,
  engine: EngineName,
  sheet: string,
  chosen: Chosen,
): AsyncGenerator<PastChange> {
  if (chosen.by === 'member') {
    const { member, since } = chosen
    yield* pages(
      after => changesOf(db, sheet).where('member_id', '=', member).where('at', '>=', since).where('id', '>', after),
      engine,
      0,
    )
    return
  }
  const records = chosen.records.filter(record => record.sheet === sheet).sort((a, b) => a.seq - b.seq)
  for (const { seq, at } of records)
    yield* pages(
      after => changesOf(db, sheet).where('at', '=', at).where('seq', '=', seq).where('id', '>', after),
      engine,
      0,
    )
}

async function* pages(query: (after: number) => Changes, engine: EngineName, from: number): AsyncGenerator<PastChange> {
  for (let after = from; ; ) {
    const rows = await query(after)
      .select('id')
      .select([
        stored.text(engine, 'row_id').as('row'),
        stored.text(engine, 'column_id').as('column'),
        stored.text(engine, 'member_id').as('member'),
        stored.text(engine, 'old').as('old'),
        stored.text(engine, 'new').as('new'),
      ])
      .orderBy('id')
      .limit(PAGE)
      .execute()
    for (const { id, row, column, member, old, new: value } of rows)
      yield {
        id,
        row: word(row, id),
        column: word(column, id),
        member: word(member, id),
        old: scalar(old, id),
        new: scalar(value, id),
      }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last.id
    await nextTurn()
  }
}

const unreadable = (id: number): HubError =>
  new HubError('unavailable', `Change ${id} of the history is not what was written.`)

function word(value: StoredText | null, id: number): string {
  const text = textOf(value)
  if (text === undefined) throw unreadable(id)
  return text
}

function scalar(json: StoredText | null, id: number): Scalar {
  try {
    const value: unknown = JSON.parse(word(json, id))
    if (isScalar(value)) return value
  } catch {
    // Said below, with the place.
  }
  throw unreadable(id)
}
