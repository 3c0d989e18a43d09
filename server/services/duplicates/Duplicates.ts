/** Rows that may tell of the same: which, and what a person says of them (docs/SPEC.md DUP-5, DUP-6). Who may is the caller's question. */
import type { Kysely, Selectable } from 'kysely'
import type { LikenessReason } from '../../../shared/domain/sameRow.ts'
import type { DuplicateList, DuplicatePair, NearRow, PairRow } from '../../../shared/protocol/duplicates.ts'
import { HubError } from '../../../shared/protocol/errors.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import type { DuplicatePairTable } from '../../storage/schema/duplicates.ts'
import type { Database } from '../../storage/schema.ts'
import type { Likeness, Likenesses } from '../Likeness.ts'
import { fromCursor, type PageQuery, toCursor } from '../pages.ts'
import type { DuplicateWatch } from './DuplicateWatch.ts'
import { type DescribeParts, describeRows } from './describePairs.ts'
import { comparedDigest, inOrder, one, pairsOf } from './pairs.ts'

export interface DuplicatesParts extends DescribeParts {
  readonly desks: DescribeParts['desks'] & {
    show(sheet: string, kind: 'duplicate', rows: readonly string[]): Promise<void>
  }
  readonly watch: DuplicateWatch
  /** A name all contacts of one person have in common; undefined where nothing tells. */
  readonly personOf: (contact: string) => Promise<string | undefined>
}

export interface ListWish extends PageQuery {
  readonly sheets: readonly string[]
  readonly state: 'open' | 'dismissed'
}

type StoredPair = Selectable<DuplicatePairTable>

/** Offered as near; more are not read. */
const MOST_NEAR = 10
const PAIRS_A_PAGE = 50

export class Duplicates implements Likenesses {
  readonly #parts: DuplicatesParts

  constructor(parts: DuplicatesParts) {
    this.#parts = parts
  }

  async near(
    sheet: string,
    { cells, contact }: { readonly cells: Readonly<Record<string, Scalar>>; readonly contact?: string },
  ): Promise<readonly Likeness[]> {
    const { watch, personOf } = this.#parts
    const person = contact === undefined ? undefined : await personOf(contact)
    const found = await watch.near(sheet, cells, person)
    return found.slice(0, MOST_NEAR).map(({ row, score, reasons }) => ({ row, score, why: reasons }))
  }

  /** The same for a row that is being filled in, with what the rows found hold; those somebody has called another thing than `row` are left out. */
  async nearRows(
    sheet: string,
    cells: Readonly<Record<string, Scalar>>,
    row: string | undefined,
  ): Promise<readonly NearRow[]> {
    const { watch, rooms } = this.#parts
    const said = row === undefined ? [] : await pairsOf(this.#db, sheet, [row])
    const apart = new Set(
      said.filter(({ state }) => state === 'dismissed').flatMap(({ row_a, row_b }) => [row_a, row_b]),
    )
    const near = await watch.near(sheet, cells, undefined, row)
    const found = near.filter(each => !apart.has(each.row)).slice(0, MOST_NEAR)
    return rooms.read(sheet, document =>
      found.map(each => ({
        row: each.row,
        score: each.score,
        why: [...each.reasons],
        cells: document.cells(each.row),
      })),
    )
  }

  /** One page, likest first. Throws HubError `bad-request` for a foreign cursor. */
  async list({ sheets, state, limit, cursor }: ListWish): Promise<DuplicateList> {
    if (sheets.length === 0) return { items: [], next: null, count: 0 }
    const of = this.#db.selectFrom('duplicate_pair').where('sheet_id', 'in', sheets).where('state', '=', state)
    const { count } = await of.select(it => it.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
    const most = Math.min(limit, PAIRS_A_PAGE)
    let query = of.selectAll()
    if (cursor !== undefined) {
      const [score = '', sheet = '', a = '', b = ''] = fromCursor(cursor, 4)
      if (!Number.isSafeInteger(Number(score))) throw new HubError('bad-request', 'The cursor is not one of ours.')
      query = query.where(it =>
        it.or([
          it('score', '<', Number(score)),
          it.and([
            it('score', '=', Number(score)),
            it(it.refTuple('sheet_id', 'row_a', 'row_b'), '>', it.tuple(sheet, a, b)),
          ]),
        ]),
      )
    }
    const pairs = await query
      .orderBy('score', 'desc')
      .orderBy('sheet_id')
      .orderBy('row_a')
      .orderBy('row_b')
      .limit(most + 1)
      .execute()
    const last = pairs[most - 1]
    return {
      items: await this.#described(pairs.slice(0, most)),
      next:
        pairs.length > most && last !== undefined
          ? toCursor([String(last.score), last.sheet_id, last.row_a, last.row_b])
          : null,
      count: Number(count),
    }
  }

  /** Any two rows side by side, also when nobody has found them alike. Throws HubError `not-found` for rows that are not there. */
  async pair(sheet: string, x: string, y: string): Promise<DuplicatePair> {
    const [a, b] = inOrder(x, y)
    const rows = await describeRows(this.#parts, sheet, [a, b])
    const stored = await one(this.#db.selectFrom('duplicate_pair').selectAll(), sheet, [a, b]).executeTakeFirst()
    const names = await this.#names(stored === undefined ? [] : [stored])
    const pair =
      a === b ? undefined : describe({ sheet_id: sheet, row_a: a, row_b: b, ...(stored ?? UNKNOWN) }, rows, names)
    if (pair === undefined) throw new HubError('not-found')
    return stored === undefined ? { ...pair, state: 'none' } : pair
  }

  /** Notes that these two are two things, or takes that back. Again it is the same. Throws HubError `not-found` for rows that are not there. */
  async dismiss(
    sheet: string,
    rows: readonly [string, string],
    undo: boolean,
    by: { readonly member: string; readonly now: number },
  ): Promise<DuplicatePair['state']> {
    const [a, b] = inOrder(...rows)
    const { watch, desks } = this.#parts
    const [x, y] = [await watch.facts(sheet, a), await watch.facts(sheet, b)]
    if (a === b || x === undefined || y === undefined) throw new HubError('not-found')
    const pair = one(this.#db.updateTable('duplicate_pair'), sheet, [a, b])
    const decided = undo
      ? ({ state: 'open', decided_by: null, decided_at: null } as const)
      : ({ state: 'dismissed', compared: comparedDigest(x, y), decided_by: by.member, decided_at: by.now } as const)
    const { numUpdatedRows } = await pair.set(decided).executeTakeFirst()
    await desks.show(sheet, 'duplicate', [a, b])
    if (undo) watch.note(sheet, [a, b])
    return numUpdatedRows === 0n ? 'none' : decided.state
  }

  async #described(pairs: readonly StoredPair[]): Promise<DuplicatePair[]> {
    const names = await this.#names(pairs)
    const rows = new Map<string, ReadonlyMap<string, PairRow>>()
    for (const sheet of new Set(pairs.map(pair => pair.sheet_id))) {
      const of = pairs.filter(pair => pair.sheet_id === sheet).flatMap(({ row_a, row_b }) => [row_a, row_b])
      rows.set(sheet, await describeRows(this.#parts, sheet, [...new Set(of)]))
    }
    return pairs.flatMap(pair => describe(pair, rows.get(pair.sheet_id) ?? new Map(), names) ?? [])
  }

  async #names(pairs: readonly StoredPair[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(pairs.flatMap(({ decided_by }) => decided_by ?? []))]
    if (ids.length === 0) return new Map()
    const members = await this.#db.selectFrom('member').select(['id', 'name']).where('id', 'in', ids).execute()
    return new Map(members.map(({ id, name }) => [id, name]))
  }

  get #db(): Kysely<Database> {
    return this.#parts.store.db
  }
}

const UNKNOWN = {
  score: 0,
  why: '[]',
  state: 'open',
  compared: '',
  found_at: 0,
  decided_by: null,
  decided_at: null,
} as const

function describe(
  pair: StoredPair,
  rows: ReadonlyMap<string, PairRow>,
  names: ReadonlyMap<string, string>,
): DuplicatePair | undefined {
  const [a, b] = [rows.get(pair.row_a), rows.get(pair.row_b)]
  if (a === undefined || b === undefined) return undefined
  const { decided_by, decided_at } = pair
  return {
    sheet: pair.sheet_id,
    rows: [a, b],
    score: pair.score / 1000,
    why: JSON.parse(pair.why) as LikenessReason[],
    state: pair.state,
    decided:
      decided_by === null || decided_at === null
        ? null
        : { by: { id: decided_by, name: names.get(decided_by) ?? decided_by }, at: new Date(decided_at).toISOString() },
  }
}
