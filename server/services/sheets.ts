/**
 * Sheets of an operation: finding, making and arranging them. What is in them is the business of server/sync and rows.ts.
 */
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import type { Thing } from '../../shared/domain/roles.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { newSheet, SheetInfo } from '../../shared/protocol/http.ts'
import type { sheetArrangement } from '../../shared/protocol/ownColumns.ts'
import type { KeptColumn } from '../../shared/schema/ownColumns.ts'
import { type Identity, may } from '../auth/identity.ts'
import { newcomer } from '../storage/newcomers.ts'
import type { Database, SheetTable } from '../storage/schema.ts'
import { keptColumns, setupOf } from '../storage/sheetSetup.ts'
import { deskOf } from '../sync/desk/deskName.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { thingOf } from '../sync/sheetRow.ts'
import type { Making } from './making.ts'

/** How the confidential companion of a sheet is called: in lists, on files. */
export const companionTitle = (title: string): string => `${title}（保密）`

/** Sheets in their order, each companion behind its sheet. */
function withCompanions<S extends { readonly id: string; readonly confidential_of: string | null }>(
  sheets: readonly S[],
): S[] {
  const companions = new Map(sheets.map(sheet => [sheet.confidential_of, sheet]))
  return sheets
    .filter(sheet => sheet.confidential_of === null)
    .flatMap(sheet => {
      const companion = companions.get(sheet.id)
      return companion === undefined ? [sheet] : [sheet, companion]
    })
}

export interface SheetsParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export class Sheets {
  readonly #parts: SheetsParts

  constructor(parts: SheetsParts) {
    this.#parts = parts
  }

  /** The sheets the caller may read, of one operation when named, in their order. */
  async list(identity: Identity, operation?: string): Promise<SheetInfo[]> {
    const rows = await this.#parts.db.selectFrom('sheet').selectAll().orderBy('position').orderBy('id').execute()
    const mine = withCompanions(rows).filter(
      row => (operation === undefined || row.operation_id === operation) && may(identity, 'sheet.read', thingOf(row)),
    )
    const kept = await keptColumns(
      this.#parts.db,
      mine.map(({ id }) => id),
    )
    const waits = await this.#waitsIn(
      identity,
      mine.map(row => row.operation_id),
    )
    return Promise.all(mine.map(row => this.#describe(row, kept.get(row.id), waits.has(row.operation_id))))
  }

  /** One sheet as this caller finds it, as nobody in particular without one. Throws HubError `not-found`, and what `rooms.read` throws. */
  async get(id: string, identity?: Identity): Promise<SheetInfo> {
    const row = await this.#row(id)
    const waits = identity !== undefined && (await this.#waitsIn(identity, [row.operation_id])).size > 0
    return this.#describe(row, (await keptColumns(this.#parts.db, [id])).get(id), waits)
  }

  /** Renames a sheet, puts it away or takes it out again, its confidential companion with it. Throws HubError `not-found`. */
  async arrange(
    id: string,
    { title, archived }: z.infer<typeof sheetArrangement>,
    identity: Identity,
    now: number,
  ): Promise<SheetInfo> {
    const { db } = this.#parts
    const row = await this.#row(id)
    const home = row.confidential_of ?? id
    const archivedAt =
      archived === undefined || archived === (row.archived_at !== null) ? {} : { archived_at: archived ? now : null }
    const name = title ?? (await this.#row(home)).title
    await db.transaction().execute(async trx => {
      const set = (of: 'id' | 'confidential_of', titled: string) =>
        trx
          .updateTable('sheet')
          .set({ title: titled, ...archivedAt })
          .where(of, '=', home)
          .execute()
      await set('id', name)
      await set('confidential_of', companionTitle(name))
    })
    await this.#announce(row.operation_id)
    return this.get(id, identity)
  }

  /** Puts the sheets of an operation into this order; those not named stay behind them. Throws HubError `not-found` for one that is not there. */
  async order(operation: string, ids: readonly string[], identity: Identity): Promise<SheetInfo[]> {
    const { db } = this.#parts
    const there = await db
      .selectFrom('sheet')
      .select('id')
      .where('operation_id', '=', operation)
      .where('confidential_of', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute()
    const unknown = ids.find(id => there.every(sheet => sheet.id !== id))
    if (unknown !== undefined) throw new HubError('not-found', `sheet ${unknown}`)
    const named = new Set(ids)
    const order = [...named, ...there.map(({ id }) => id).filter(id => !named.has(id))]
    await db.transaction().execute(async trx => {
      for (const [position, id] of order.entries())
        await trx.updateTable('sheet').set({ position }).where('id', '=', id).execute()
    })
    await this.#announce(operation)
    return this.list(identity, operation)
  }

  /** What the table of rights is asked about a sheet and everything in it. Throws HubError `not-found`. */
  async thingOf(id: string): Promise<Thing> {
    return thingOf(await this.#row(id))
  }

  /** Makes an empty sheet at the end of its operation. Throws HubError `not-found` for an unknown operation. */
  async create(wish: z.infer<typeof newSheet>, { newId, now }: Making): Promise<SheetInfo> {
    const { db, rooms } = this.#parts
    const id = newId()
    const document = `sheet/${id}`
    const { count } = await db
      .selectFrom('sheet')
      .select(it => it.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    await db
      .insertInto('sheet')
      .values({
        id,
        operation_id: wish.operation,
        kind: wish.kind,
        title: wish.title,
        document,
        position: Number(count),
        created_at: now,
      })
      .onConflict(on => on.column('id').doNothing())
      .execute()
    const made = await db.selectFrom('document').select('name').where('name', '=', document).executeTakeFirst()
    if (made === undefined) {
      await rooms.create(id, document)
      await this.#announce(wish.operation)
    }
    return this.get(id)
  }

  /** Who has a sheet of the operation open asks for its list of sheets again. */
  async #announce(operation: string): Promise<void> {
    const sheets = await this.#parts.db.selectFrom('sheet').select('id').where('operation_id', '=', operation).execute()
    for (const { id } of sheets) await this.#parts.rooms.renew(id)
  }

  /** Of these operations those in which the caller's edits wait. What the page is told here the sync socket goes by too. */
  async #waitsIn(identity: Identity, operations: readonly string[]): Promise<ReadonlySet<string>> {
    const { db, rooms, now } = this.#parts
    const waits = new Set<string>()
    for (const operation of new Set(operations)) {
      const is = await newcomer(db, { operation, member: identity.member.id, now: now() })
      if (is === true) waits.add(operation)
      if (is !== undefined) await rooms.noteNewcomer(operation, identity.member.id, is)
    }
    return waits
  }

  async #row(id: string): Promise<Selectable<SheetTable>> {
    const row = await this.#parts.db.selectFrom('sheet').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    return row
  }

  async #describe(
    row: Selectable<SheetTable>,
    kept: readonly KeptColumn[] | undefined,
    waits: boolean,
  ): Promise<SheetInfo> {
    const { columns, ordered } = setupOf(row.kind, kept)
    const rowCount = await this.#parts.rooms.read(row.id, document => document.rowCount)
    return {
      id: row.id,
      operation: row.operation_id,
      kind: row.kind,
      title: row.title,
      document: row.document,
      desk: deskOf(row.document),
      rowCount,
      columns: [...columns],
      ...(ordered ? { ordered } : {}),
      ...(row.archived_at === null ? {} : { archived: true }),
      ...(row.confidential_of === null ? {} : { confidentialOf: row.confidential_of }),
      ...(waits ? { waits } : {}),
    }
  }
}
