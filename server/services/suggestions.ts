/**
 * Newcomers' edits that wait for a coordinator (docs/SPEC.md GUARD-6, GUARD-7): kept cell by cell, shown to their author and to who decides, and
 * written forward as their author's once accepted.
 */
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { Thing } from '../../shared/domain/roles.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type {
  newSuggestions,
  Suggestion,
  suggestionDecision,
  suggestionOutcome,
  suggestionsWithdrawn,
} from '../../shared/protocol/guard.ts'
import { type CellEdit, isScalar, ROW_EXISTS, type Scalar } from '../../shared/sheet/cell.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { Database } from '../storage/schema.ts'
import type { Author, SheetRooms } from '../sync/SheetRooms.ts'
import { checkEdits } from './checkEdits.ts'
import type { Making } from './making.ts'

/** Suggestions shown at once, and how many may wait of one member. */
const SHOWN = 500
const MOST_WAITING = 20_000

export interface SuggestionsParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
}

export class Suggestions {
  readonly #parts: SuggestionsParts

  constructor(parts: SuggestionsParts) {
    this.#parts = parts
  }

  /** Keeps a newcomer's edits until a coordinator decides. One of the same cell takes the place of the one before. */
  async make(
    sheet: string,
    member: string,
    { edits }: z.infer<typeof newSuggestions>,
    { newId, now }: Making,
  ): Promise<number> {
    const { db, rooms } = this.#parts
    await checkEdits(db, sheet, edits)
    if ((await this.#waiting(sheet, member)) + edits.length > MOST_WAITING)
      throw new HubError('too-large', `at most ${MOST_WAITING} edits of one member wait`)
    const old = await rooms.read(sheet, document => edits.map(({ row, column }) => document.value(row, column)))
    await db.transaction().execute(async trx => {
      for (const [i, { row, column, value }] of edits.entries()) {
        const cell = { sheet_id: sheet, row_id: row, column_id: column, member_id: member, state: 'waiting' as const }
        await trx
          .deleteFrom('suggestion')
          .where(it => it.and(cell))
          .execute()
        await trx
          .insertInto('suggestion')
          .values({
            ...cell,
            id: newId(),
            old: JSON.stringify(old[i] ?? null),
            new: JSON.stringify(value),
            at: now,
            reason: null,
            decided_by: null,
            decided_at: null,
          })
          .execute()
      }
    })
    await rooms.tellOfSuggestions(sheet, [member])
    return this.#waiting(sheet, member)
  }

  /** Those that wait and the newest decided ones: everybody's for who may decide, else the caller's own. */
  async list(sheet: string, thing: Thing, identity: Identity): Promise<{ items: Suggestion[]; waiting: number }> {
    const mine = may(identity, 'edit.nod', thing) ? undefined : identity.member.id
    let query = this.#parts.db
      .selectFrom('suggestion')
      .leftJoin('member', 'member.id', 'suggestion.member_id')
      .select([
        'suggestion.id as id',
        'row_id',
        'column_id',
        'old',
        'new',
        'suggestion.member_id as memberId',
        'member.name as memberName',
        'at',
        'state',
        'reason',
      ])
      .where('sheet_id', '=', sheet)
      .orderBy(({ eb }) => eb.case().when('state', '=', 'waiting').then(0).else(1).end())
      .orderBy('at', 'desc')
      .orderBy('suggestion.id')
      .limit(SHOWN)
    if (mine !== undefined) query = query.where('suggestion.member_id', '=', mine)
    const rows = await query.execute()
    const items = rows.map(
      (row): Suggestion => ({
        id: row.id,
        row: row.row_id,
        column: row.column_id,
        old: scalarOf(row.old),
        new: scalarOf(row.new),
        member: { id: row.memberId, name: row.memberName ?? '' },
        at: new Date(Number(row.at)).toISOString(),
        state: row.state,
        reason: row.reason,
      }),
    )
    return { items, waiting: await this.#waiting(sheet, mine) }
  }

  /** Accepts some, refuses others. Accepted ones are written as their author's edits where the cell still holds what the author saw. */
  async decide(
    sheet: string,
    { accept, refuse, reason }: z.infer<typeof suggestionDecision>,
    by: Author,
    now: number,
  ): Promise<z.infer<typeof suggestionOutcome>> {
    const accepted = await this.#waitingOf(sheet, accept)
    const refused = await this.#waitingOf(
      sheet,
      refuse.filter(id => !accept.includes(id)),
    )
    const changed = new Set<string>()
    for (const member of new Set(accepted.map(it => it.member))) {
      const author = { member, session: by.session, nodded: true as const }
      for (const id of await this.#write(
        sheet,
        accepted.filter(it => it.member === member),
        author,
      ))
        changed.add(id)
    }
    const written = accepted.filter(({ id }) => !changed.has(id))
    await this.#decided(written, 'accepted', null, by, now)
    await this.#decided(refused, 'refused', reason === '' ? null : reason, by, now)
    // Who has been nodded to often enough waits no longer.
    await this.#parts.rooms.renew(sheet)
    await this.#parts.rooms.tellOfSuggestions(
      sheet,
      [...accepted, ...refused].map(({ member }) => member),
    )
    return { accepted: written.length, refused: refused.length, changed: changed.size }
  }

  /** Takes back what the caller has suggested and nobody has decided about. */
  async withdraw(
    sheet: string,
    ids: readonly string[],
    member: string,
    now: number,
  ): Promise<z.infer<typeof suggestionsWithdrawn>> {
    const { numUpdatedRows } = await this.#parts.db
      .updateTable('suggestion')
      .set({ state: 'withdrawn', decided_by: member, decided_at: now })
      .where('sheet_id', '=', sheet)
      .where('member_id', '=', member)
      .where('state', '=', 'waiting')
      .where('id', 'in', [...ids])
      .executeTakeFirstOrThrow()
    await this.#parts.rooms.tellOfSuggestions(sheet, [member])
    return { withdrawn: Number(numUpdatedRows), waiting: await this.#waiting(sheet, member) }
  }

  /** Writes one author's cells; gives the ids of those whose cell has changed meanwhile, which wait on with what it holds now. */
  async #write(sheet: string, items: readonly Waiting[], author: Author): Promise<readonly string[]> {
    const { rooms, db } = this.#parts
    const known = await rooms.read(sheet, document => items.filter(({ row }) => document.has(row)).map(({ id }) => id))
    const isKnown = new Set(known)
    const added = new Map<string, Record<string, Scalar>>()
    for (const { row, column, value, id } of items)
      if (!isKnown.has(id) && column !== ROW_EXISTS) added.set(row, { ...added.get(row), [column]: value })
    if (added.size > 0)
      await rooms.appendRows(
        sheet,
        [...added].map(([id, cells]) => ({ id, cells })),
        author,
      )
    const wishes = items
      .filter(({ id }) => isKnown.has(id))
      .map(({ row, column, value, old }) => ({ row, column, value, expected: old }))
    if (wishes.length === 0) return []
    const { left } = await rooms.writeCells(sheet, wishes, author)
    const leftIds = items.filter(it => left.some(cell => cell.row === it.row && cell.column === it.column))
    const now = await rooms.read(sheet, document => leftIds.map(({ row, column }) => document.value(row, column)))
    for (const [i, { id }] of leftIds.entries())
      await db
        .updateTable('suggestion')
        .set({ old: JSON.stringify(now[i] ?? null) })
        .where('id', '=', id)
        .execute()
    return leftIds.map(({ id }) => id)
  }

  async #decided(
    items: readonly Waiting[],
    state: 'accepted' | 'refused',
    reason: string | null,
    by: Author,
    now: number,
  ): Promise<void> {
    if (items.length === 0) return
    await this.#parts.db
      .updateTable('suggestion')
      .set({ state, reason, decided_by: by.member, decided_at: now })
      .where(
        'id',
        'in',
        items.map(({ id }) => id),
      )
      .execute()
  }

  async #waitingOf(sheet: string, ids: readonly string[]): Promise<Waiting[]> {
    if (ids.length === 0) return []
    const rows = await this.#parts.db
      .selectFrom('suggestion')
      .select(['id', 'row_id as row', 'column_id as column', 'old', 'new', 'member_id as member'])
      .where('sheet_id', '=', sheet)
      .where('state', '=', 'waiting')
      .where('id', 'in', ids)
      .orderBy('at')
      .orderBy('id')
      .execute()
    return rows.map(({ old, new: value, ...row }) => ({ ...row, old: scalarOf(old), value: scalarOf(value) }))
  }

  async #waiting(sheet: string, member: string | undefined): Promise<number> {
    let query = this.#parts.db
      .selectFrom('suggestion')
      .select(it => it.fn.countAll<number>().as('count'))
      .where('sheet_id', '=', sheet)
      .where('state', '=', 'waiting')
    if (member !== undefined) query = query.where('member_id', '=', member)
    return Number((await query.executeTakeFirstOrThrow()).count)
  }
}

interface Waiting extends CellEdit {
  readonly id: string
  readonly member: string
  readonly old: Scalar
}

function scalarOf(json: string): Scalar {
  const value: unknown = JSON.parse(json)
  return isScalar(value) ? value : null
}
