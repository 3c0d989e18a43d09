/** Questions about `cell_change` that the time slider, conflicts and restoring ask. One body of SQL for both engines. */
import { sql } from 'kysely'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { stored } from './engine.ts'
import { scalarOf, wordOf } from './history.ts'
import type { Store } from './Store.ts'

type Reading = Pick<Store, 'db' | 'engine'>
const engineOf = ({ engine }: Reading) => ({ name: engine })

/** Who wrote a value, and when (milliseconds). */
export interface Writing {
  readonly member: string
  readonly memberName: string
  readonly at: number
}

/** A value lost to one that its author, or the other's, had not seen. `by` is missing where the history does not reach. */
export interface OpenConflict {
  readonly id: number
  readonly row: string
  readonly column: string
  readonly lost: { readonly value: Scalar; readonly by: Writing | undefined }
  /** The newest value that took the place. */
  readonly stands: { readonly value: Scalar; readonly by: Writing | undefined }
}

/**
 * Who writes into the same cell again within this time after a head-on write may still not have seen the other value, milliseconds. Anybody
 * else who writes there had it on screen.
 */
const STILL_BLIND = 10_000

/**
 * The open conflicts of a sheet, newest first. One is settled by `conflict_settled`, by a later edit of somebody who had seen what stood, or by the
 * lost value itself coming back.
 */
export async function openConflicts(store: Reading, sheet: string, limit: number): Promise<readonly OpenConflict[]> {
  const engine = engineOf(store)
  const changes = store.db
    .selectFrom('cell_change as c')
    .leftJoin('cell_change as p', join =>
      join.on('p.id', '=', eb =>
        eb
          .selectFrom('cell_change as q')
          .select(e => e.fn.max('q.id').as('id'))
          .where('q.sheet_id', '=', sheet)
          .whereRef('q.row_id', '=', 'c.row_id')
          .whereRef('q.column_id', '=', 'c.column_id')
          .whereRef('q.id', '<', 'c.id')
          .where('q.won', '=', 1),
      ),
    )
    .innerJoin('cell_change as s', join =>
      join.on('s.id', '=', eb =>
        eb
          .selectFrom('cell_change as w')
          .select(e => e.fn.max('w.id').as('id'))
          .where('w.sheet_id', '=', sheet)
          .whereRef('w.row_id', '=', 'c.row_id')
          .whereRef('w.column_id', '=', 'c.column_id')
          .where('w.won', '=', 1),
      ),
    )
    .leftJoin('member as cm', 'cm.id', 'c.member_id')
    .leftJoin('member as pm', 'pm.id', 'p.member_id')
    .leftJoin('member as sm', 'sm.id', 's.member_id')
    .where('c.sheet_id', '=', sheet)
    .where('c.unseen', '=', 1)
    .whereRef('c.old', '<>', 'c.new')
    .where('c.column_id', 'not in', ['_row', '_gone', '_order'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('conflict_settled as k')
            .select('k.id')
            .where('k.sheet_id', '=', sheet)
            .whereRef('k.row_id', '=', 'c.row_id')
            .whereRef('k.column_id', '=', 'c.column_id')
            .whereRef('k.up_to', '>=', 'c.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('cell_change as d')
            .select('d.id')
            .where('d.sheet_id', '=', sheet)
            .whereRef('d.row_id', '=', 'c.row_id')
            .whereRef('d.column_id', '=', 'c.column_id')
            .whereRef('d.id', '>', 'c.id')
            .where('d.won', '=', 1)
            .where(eb =>
              eb.or([
                eb('d.new', '=', sql<string>`case when c.won = 1 then c.old else c.new end`),
                eb.and([
                  eb('d.unseen', '=', 0),
                  eb.or([
                    eb('d.member_id', '<>', eb.ref('c.member_id')),
                    eb('d.at', '>', sql<number>`c.at + ${sql.lit(STILL_BLIND)}`),
                  ]),
                ]),
              ]),
            ),
        ),
      ),
    )
  const rows = await changes
    .select(['c.id', 'c.won', 'c.at as cAt', 'p.id as pId', 'p.at as pAt', 's.at as sAt'])
    .select([
      stored.text(engine, 'c.row_id').as('row'),
      stored.text(engine, 'c.column_id').as('column'),
      stored.text(engine, 'c.old').as('old'),
      stored.text(engine, 'c.new').as('new'),
      stored.text(engine, 's.new').as('stands'),
      stored.text(engine, 'c.member_id').as('cMember'),
      stored.text(engine, 'cm.name').as('cName'),
      stored.text(engine, 'p.member_id').as('pMember'),
      stored.text(engine, 'pm.name').as('pName'),
      stored.text(engine, 's.member_id').as('sMember'),
      stored.text(engine, 'sm.name').as('sName'),
    ])
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => {
    const by = (member: typeof row.cMember, name: typeof row.cName, at: number): Writing => {
      const id = wordOf(member, row.id)
      return { member: id, memberName: wordOf(name ?? member, row.id), at } satisfies Writing
    }
    const own = by(row.cMember, row.cName, row.cAt)
    const earlier = row.pId === null || row.pAt === null ? undefined : by(row.pMember, row.pName, row.pAt)
    return {
      id: row.id,
      row: wordOf(row.row, row.id),
      column: wordOf(row.column, row.id),
      lost:
        row.won === 1
          ? { value: scalarOf(row.old, row.id), by: earlier }
          : { value: scalarOf(row.new, row.id), by: own },
      stands: { value: scalarOf(row.stands, row.id), by: by(row.sMember, row.sName, row.sAt) },
    }
  })
}

/** The cells changed after this change of the history: `row → columns`. */
export async function changedAfter(
  store: Reading,
  sheet: string,
  id: number,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const engine = engineOf(store)
  const rows = await store.db
    .selectFrom('cell_change')
    .select(['id', stored.text(engine, 'row_id').as('row'), stored.text(engine, 'column_id').as('column')])
    .where('sheet_id', '=', sheet)
    .where('id', '>', id)
    .where('won', '=', 1)
    .execute()
  const cells = new Map<string, Set<string>>()
  for (const change of rows) {
    const row = wordOf(change.row, change.id)
    const columns = cells.get(row) ?? new Set()
    cells.set(row, columns.add(wordOf(change.column, change.id)))
  }
  return cells
}

/** The id of the newest change of a sheet, of one record of its log when named; 0 when there is none. */
export async function newestChange(
  store: Reading,
  sheet: string,
  record?: { readonly seq: number; readonly at: number },
): Promise<number> {
  const { id } = await store.db
    .selectFrom('cell_change')
    .select(e => e.fn.max('id').as('id'))
    .where('sheet_id', '=', sheet)
    .$if(record !== undefined, of => of.where('at', '=', record?.at ?? 0).where('seq', '=', record?.seq ?? 0))
    .executeTakeFirstOrThrow()
  return Number(id ?? 0)
}

/** When a sheet was changed first and last, milliseconds; undefined when it has no history. */
export async function span(store: Reading, sheet: string): Promise<{ first: number; last: number } | undefined> {
  const { first, last } = await store.db
    .selectFrom('cell_change')
    .select(e => [e.fn.min('at').as('first'), e.fn.max('at').as('last')])
    .where('sheet_id', '=', sheet)
    .executeTakeFirstOrThrow()
  return first === null || last === null ? undefined : { first: Number(first), last: Number(last) }
}

/** How many changes fell into each of `count` parts of `width` milliseconds from `from` on. */
export async function changesPerPart(
  store: Reading,
  sheet: string,
  { from, width, count }: { readonly from: number; readonly width: number; readonly count: number },
): Promise<readonly number[]> {
  const part = sql<number>`(at - ${sql.lit(from)}) / ${sql.lit(width)}`
  const rows = await store.db
    .selectFrom('cell_change')
    .select(e => [part.as('part'), e.fn.countAll().as('changes')])
    .where('sheet_id', '=', sheet)
    .where('at', '>=', from)
    .where('at', '<', from + width * count)
    .groupBy(part)
    .execute()
  const counts = Array.from({ length: count }, () => 0)
  for (const row of rows) counts[Number(row.part)] = Number(row.changes)
  return counts
}

/** Everybody who has changed a sheet, by id and name. */
export async function authorsOf(store: Reading, sheet: string): Promise<readonly { id: string; name: string }[]> {
  const engine = engineOf(store)
  const rows = await store.db
    .selectFrom('cell_change as c')
    .leftJoin('member as m', 'm.id', 'c.member_id')
    .where('c.sheet_id', '=', sheet)
    .groupBy(['c.member_id', 'm.name'])
    .select(e => [
      e.fn.max('c.id').as('newest'),
      stored.text(engine, 'c.member_id').as('id'),
      stored.text(engine, 'm.name').as('name'),
    ])
    .execute()
  return rows
    .sort((a, b) => Number(b.newest) - Number(a.newest))
    .map(({ newest, id, name }) => ({
      id: wordOf(id, Number(newest)),
      name: wordOf(name ?? id, Number(newest)),
    }))
}

/** Who deleted these rows last, and when. Rows whose deleting the history does not know are missing. */
export async function deletions(
  store: Reading,
  sheet: string,
  rows: readonly string[],
): Promise<ReadonlyMap<string, Writing & { readonly id: number }>> {
  const engine = engineOf(store)
  const wanted = new Set(rows)
  const found = await store.db
    .selectFrom('cell_change as c')
    .leftJoin('member as m', 'm.id', 'c.member_id')
    .select(['c.id', 'c.at'])
    .select([
      stored.text(engine, 'c.row_id').as('row'),
      stored.text(engine, 'c.member_id').as('member'),
      stored.text(engine, 'm.name').as('memberName'),
    ])
    .where('c.sheet_id', '=', sheet)
    .where('c.column_id', '=', '_gone')
    .where('c.new', '=', 'true')
    .where('c.won', '=', 1)
    .orderBy('c.id')
    .execute()
  const last = new Map<string, Writing & { readonly id: number }>()
  for (const { id, at, row, member, memberName } of found) {
    const name = wordOf(row, id)
    if (wanted.has(name))
      last.set(name, { id, at, member: wordOf(member, id), memberName: wordOf(memberName ?? member, id) })
  }
  return last
}
