/**
 * What is decided about rows (docs/SPEC.md VERIFY-6 … VERIFY-12): verified, rejected, withdrawn. Every decision is kept for ever; the newest of a row is
 * on the desk. Whether a verification still stands is not stored: shared/domain/verification.ts sees it in the cells.
 */
import type { Kysely, Selectable } from 'kysely'
import type { VerificationEntry } from '../../shared/desk/deskDocument.ts'
import { holdsContactNumber } from '../../shared/domain/contacts.ts'
import {
  cellsThatCount,
  countingColumns,
  differing,
  digestOf,
  type Standing,
  standingOf,
} from '../../shared/domain/verification.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type {
  ChangedCellBy,
  NewVerifications,
  RowVerification,
  VerificationEvent,
  VerificationOutcome,
} from '../../shared/protocol/verification.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Store } from '../storage/Store.ts'
import type { VerificationTable } from '../storage/schema/verification.ts'
import type { Database } from '../storage/schema.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import type { Desk, DeskSource } from '../sync/Desk.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import type { Making } from './making.ts'
import { requireRow } from './rowOf.ts'

export interface VerificationsParts {
  readonly store: Store
  readonly rooms: SheetRooms & { readonly desks: Desk }
}

/** Rows named in one statement. */
const AT_ONCE = 500

type Kept = Selectable<VerificationTable>

export class Verifications implements DeskSource<'verification'> {
  readonly kind = 'verification'
  readonly #parts: VerificationsParts

  constructor(parts: VerificationsParts) {
    this.#parts = parts
  }

  /** What is on the desk: the newest decision of each row, withdrawn ones left out. */
  async project(sheet: string, rows?: readonly string[]): Promise<ReadonlyMap<string, VerificationEntry>> {
    const entries = new Map<string, VerificationEntry>()
    for (const kept of await newestOf(this.#parts.store.db, sheet, rows)) {
      const entry = entryOf(kept)
      if (entry !== undefined) entries.set(kept.row_id, entry)
    }
    return entries
  }

  /**
   * Verifies or rejects rows in one transaction, each only if it is as the caller saw it; the others are told with the cells that differ. Throws
   * HubError `not-found` for an unknown picture, `bad-request` for a phone number in a text.
   */
  async decide(sheet: string, wish: NewVerifications, member: string, making: Making): Promise<VerificationOutcome> {
    for (const text of [wish.note, wish.reason])
      if (text !== undefined && holdsContactNumber(text))
        throw new HubError('bad-request', 'A phone or identity number does not belong into this text.')
    const seen = new Map(wish.rows.map(row => [row.row, row]))
    await this.#requireEvidence(sheet, [...seen.keys()], wish.evidence)
    const counting = countingColumns(await this.#columnsOf(sheet))
    const cells = await this.#read(sheet, [...seen.keys()], counting)
    const before = new Map(
      (await newestOf(this.#parts.store.db, sheet, [...seen.keys()])).map(kept => [kept.row_id, kept]),
    )
    const refused: VerificationOutcome['refused'] = []
    const decided: Kept[] = []
    for (const { row, digest, columns } of seen.values()) {
      const now = cells.get(row)
      if (now === undefined) {
        refused.push({ row, why: 'gone', columns: [] })
        continue
      }
      const asked = columns === undefined ? undefined : new Set(columns)
      const changed = differing(digest, digestOf(now)).filter(column => asked?.has(column) ?? true)
      if (changed.length > 0) {
        refused.push({ row, why: 'changed', columns: changed })
        continue
      }
      const checked = checkedOf(now, columns, before.get(row))
      decided.push({
        ...checked,
        id: making.newId(),
        sheet_id: sheet,
        row_id: row,
        state: wish.verdict,
        method: wish.method,
        note: wish.note ?? null,
        reason: wish.reason ?? null,
        evidence: wish.evidence ?? null,
        member_id: member,
        at: making.now,
        newest: 1,
      })
    }
    await this.#keep(sheet, decided)
    return { done: decided.map(({ row_id }) => row_id), refused }
  }

  /** Takes the newest decision of these rows back; those without one are passed over. */
  async withdraw(sheet: string, rows: readonly string[], member: string, making: Making): Promise<string[]> {
    const standing = await newestOf(this.#parts.store.db, sheet, [...new Set(rows)])
    const taken = standing
      .filter(({ state }) => state !== 'withdrawn')
      .map(
        ({ by: _, ...kept }): Kept => ({
          ...kept,
          id: making.newId(),
          state: 'withdrawn',
          method: null,
          note: null,
          reason: null,
          evidence: null,
          checked: null,
          member_id: member,
          at: making.now,
        }),
      )
    await this.#keep(sheet, taken)
    return taken.map(({ row_id }) => row_id)
  }

  /** Where a row stands, who changed what since, and every decision about it, newest first. Throws HubError `not-found` for an unknown row. */
  async ofRow(sheet: string, row: string): Promise<RowVerification> {
    await requireRow(this.#parts.rooms, sheet, row)
    const counting = countingColumns(await this.#columnsOf(sheet))
    const now = (await this.#read(sheet, [row], counting, 'deleted too')).get(row) ?? {}
    const entry = (await this.project(sheet, [row])).get(row)
    const standing = standingOf(entry, counting, column => now[column] ?? null)
    return {
      state: standing.state,
      digest: digestOf(now),
      changed: await this.changesOf(sheet, row, standing),
      items: await this.#events(sheet, row),
    }
  }

  /** The cells that made a verification stale, with who made them so and when: the newest change of each that came after it and stands. */
  async changesOf(sheet: string, row: string, standing: Standing): Promise<ChangedCellBy[]> {
    if (standing.state !== 'stale') return []
    const { store } = this.#parts
    return Promise.all(
      standing.changed.map(async ({ column, was, is }) => {
        const history = await store.history({ sheet, row, column, limit: 20 })
        const change = history.find(it => it.won && it.new === is) ?? history.find(({ won }) => won)
        const by = change === undefined ? undefined : (await peopleOf(store.db, [change.member])).get(change.member)
        return {
          column,
          was,
          is,
          by: change === undefined ? null : (by ?? { id: change.member, name: change.memberName, organization: '' }),
          at: change === undefined ? null : new Date(change.at).toISOString(),
        }
      }),
    )
  }

  async #events(sheet: string, row: string): Promise<VerificationEvent[]> {
    const { db } = this.#parts.store
    const kept = await db
      .selectFrom('verification')
      .selectAll()
      .where('sheet_id', '=', sheet)
      .where('row_id', '=', row)
      .orderBy('newest', 'desc')
      .orderBy('at', 'desc')
      .orderBy('id')
      .execute()
    const people = await peopleOf(
      db,
      kept.map(({ member_id }) => member_id),
    )
    return kept.map(event => ({
      id: event.id,
      state: event.state,
      method: event.method,
      by: people.get(event.member_id) ?? { id: event.member_id, name: event.member_id, organization: '' },
      at: new Date(event.at).toISOString(),
      note: event.note,
      reason: event.reason,
      evidence: event.evidence === null ? null : `/api/v1/files/${event.evidence}`,
      cells: JSON.parse(event.cells) as Record<string, Scalar>,
      checked: event.checked === null ? null : (JSON.parse(event.checked) as string[]),
    }))
  }

  /** One transaction; a call that is repeated after a kill makes the same rows again. */
  async #keep(sheet: string, decided: readonly Kept[]): Promise<void> {
    if (decided.length === 0) return
    await this.#parts.store.db.transaction().execute(async trx => {
      for (let from = 0; from < decided.length; from += AT_ONCE) {
        const some = decided.slice(from, from + AT_ONCE)
        await trx
          .updateTable('verification')
          .set({ newest: 0 })
          .where('sheet_id', '=', sheet)
          .where('newest', '=', 1)
          .where(
            'row_id',
            'in',
            some.map(({ row_id }) => row_id),
          )
          .execute()
        await trx
          .insertInto('verification')
          .values([...some])
          .onConflict(on => on.column('id').doUpdateSet({ newest: 1 }))
          .execute()
      }
    })
    await this.#parts.rooms.desks.show(
      sheet,
      'verification',
      decided.map(({ row_id }) => row_id),
    )
  }

  /** The cells that count of each row that is there. */
  #read(
    sheet: string,
    rows: readonly string[],
    counting: readonly Column[],
    which: 'living' | 'deleted too' = 'living',
  ): Promise<ReadonlyMap<string, Record<string, Scalar>>> {
    return this.#parts.rooms.read(
      sheet,
      document =>
        new Map(
          rows
            .filter(row => document.has(row) && (which === 'deleted too' || !document.isDeleted(row)))
            .map(row => [row, cellsThatCount(counting, column => document.value(row, column))]),
        ),
    )
  }

  async #columnsOf(sheet: string): Promise<readonly Column[]> {
    const { db } = this.#parts.store
    const found = await db.selectFrom('sheet').select(['id', 'kind']).where('id', '=', sheet).executeTakeFirst()
    if (found === undefined) throw new HubError('not-found', `sheet ${sheet}`)
    return (await readSetup(db, found)).columns
  }

  async #requireEvidence(sheet: string, rows: readonly string[], evidence: string | undefined): Promise<void> {
    if (evidence === undefined) return
    const file = await this.#parts.store.db
      .selectFrom('file')
      .select('row_id')
      .where('id', '=', evidence)
      .where('sheet_id', '=', sheet)
      .executeTakeFirst()
    if (file === undefined || !rows.includes(file.row_id)) throw new HubError('not-found', 'the picture')
  }
}

/** The newest decision of each of these rows, of all without a list. */
async function newestOf(db: Kysely<Database>, sheet: string, rows?: readonly string[]) {
  const select = db
    .selectFrom('verification')
    .innerJoin('member', 'member.id', 'verification.member_id')
    .selectAll('verification')
    .select('member.name as by')
    .where('sheet_id', '=', sheet)
    .where('newest', '=', 1)
  if (rows === undefined) return select.execute()
  const found: Awaited<ReturnType<typeof select.execute>> = []
  for (let from = 0; from < rows.length; from += AT_ONCE)
    found.push(...(await select.where('row_id', 'in', rows.slice(from, from + AT_ONCE)).execute()))
  return found
}

function entryOf(kept: Kept & { readonly by: string }): VerificationEntry | undefined {
  if (kept.state === 'withdrawn') return undefined
  return {
    id: kept.id,
    state: kept.state,
    method: kept.method ?? 'other',
    by: kept.by,
    at: kept.at,
    cells: JSON.parse(kept.cells) as VerificationEntry['cells'],
    ...(kept.reason === null ? {} : { reason: kept.reason }),
  }
}

/** What is known to have been checked after this: all cells of now, or those of before with some of now. */
function checkedOf(
  now: Readonly<Record<string, Scalar>>,
  columns: readonly string[] | undefined,
  before: Kept | undefined,
): Pick<Kept, 'cells' | 'checked'> {
  if (columns === undefined || before === undefined || before.state !== 'verified')
    return { cells: JSON.stringify(now), checked: null }
  const cells = new Map(Object.entries(JSON.parse(before.cells) as Record<string, Scalar>))
  for (const column of columns) {
    const value = now[column]
    if (value === undefined) cells.delete(column)
    else cells.set(column, value)
  }
  return { cells: JSON.stringify(Object.fromEntries(cells)), checked: JSON.stringify(columns) }
}

/** Name and organization of these members. */
async function peopleOf(
  db: Kysely<Database>,
  members: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string; readonly organization: string }>> {
  if (members.length === 0) return new Map()
  const found = await db
    .selectFrom('member')
    .innerJoin('organization', 'organization.id', 'member.organization_id')
    .select(['member.id', 'member.name', 'organization.name as organization'])
    .where('member.id', 'in', [...new Set(members)])
    .execute()
  return new Map(found.map(person => [person.id, person]))
}
