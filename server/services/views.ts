/**
 * Views of sheets (docs/SPEC.md VIEW-7 … VIEW-10): each member's own, and those shared with all who may read the sheet.
 */
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import {
  type newSheetView,
  type SheetViewInfo,
  type savedSheetView,
  sheetViewInfo,
} from '../../shared/protocol/views.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { SheetViewTable } from '../storage/schema/views.ts'
import type { Database } from '../storage/schema.ts'
import type { Making } from './making.ts'

/** Views a member may have of one sheet, and shared views a sheet may have. */
export const OWN_VIEWS = 50
export const SHARED_VIEWS = 100

const content = sheetViewInfo.shape.content

export class Views {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  /** The caller's own views of a sheet and the shared ones, by name. */
  async list(identity: Identity, sheet: string): Promise<SheetViewInfo[]> {
    const rows = await this.#db
      .selectFrom('sheet_view')
      .selectAll()
      .where('sheet_id', '=', sheet)
      .where(it => it.or([it('shared', '=', 1), it('owner_id', '=', identity.member.id)]))
      .orderBy('name')
      .orderBy('id')
      .execute()
    return this.#describe(rows)
  }

  /** The sheet of a view the caller may see. Throws HubError `not-found`, for somebody else's own view too. */
  async sheetOf(identity: Identity, id: string): Promise<string> {
    return (await this.#visible(identity, id)).sheet_id
  }

  /** Throws HubError `no-right` for a shared view by who may not share, `conflict` when there are too many. */
  async create(
    identity: Identity,
    sheet: string,
    wish: z.infer<typeof newSheetView>,
    { newId, now }: Making,
  ): Promise<SheetViewInfo> {
    if (wish.shared) await this.#requireShare(identity, sheet)
    const id = newId()
    await this.#db.transaction().execute(async tx => {
      const made = await tx.selectFrom('sheet_view').select('id').where('id', '=', id).executeTakeFirst()
      if (made !== undefined) return
      await requireRoom(tx, identity.member.id, sheet, wish.shared)
      await tx
        .insertInto('sheet_view')
        .values({
          id,
          sheet_id: sheet,
          owner_id: identity.member.id,
          shared: wish.shared ? 1 : 0,
          is_default: 0,
          name: wish.name,
          content: JSON.stringify(wish.content),
          version: 1,
          created_at: now,
          updated_at: now,
          updated_by: identity.member.id,
        })
        .execute()
    })
    return this.#one(identity, id)
  }

  /**
   * Saves what of a view is another now. Throws HubError `not-found`, `no-right` for a shared view by who may not share, `conflict` naming who
   * saved it since, or when there are too many shared ones.
   */
  async save(
    identity: Identity,
    id: string,
    wish: z.infer<typeof savedSheetView>,
    now: number,
  ): Promise<SheetViewInfo> {
    const before = await this.#visible(identity, id)
    const shared = wish.shared ?? before.shared === 1
    if (shared || before.shared === 1) await this.#requireShare(identity, before.sheet_id)
    const done = await this.#db.transaction().execute(async tx => {
      if (shared && before.shared === 0) await requireRoom(tx, identity.member.id, before.sheet_id, true)
      const { numUpdatedRows } = await tx
        .updateTable('sheet_view')
        .set({
          ...(wish.name === undefined ? {} : { name: wish.name }),
          ...(wish.content === undefined ? {} : { content: JSON.stringify(wish.content) }),
          // A view that is taken back belongs to who takes it back: nobody is left with a view they cannot see.
          ...(shared ? { shared: 1 } : { shared: 0, is_default: 0, owner_id: identity.member.id }),
          version: wish.version + 1,
          updated_at: now,
          updated_by: identity.member.id,
        })
        .where('id', '=', id)
        .where('version', '=', wish.version)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    })
    if (done) return this.#one(identity, id)
    const [now_] = await this.#describe([await this.#visible(identity, id)])
    throw new HubError('conflict', `${now_?.updatedBy.name ?? ''} saved this view at ${now_?.updatedAt ?? ''}.`)
  }

  /** Makes a shared view the one its sheet opens with, or no longer. Throws HubError `not-found`, `bad-request` for a view nobody else sees. */
  async makeDefault(identity: Identity, id: string, wanted: boolean): Promise<SheetViewInfo> {
    const { sheet_id, shared } = await this.#visible(identity, id)
    if (shared === 0) throw new HubError('bad-request', 'Only a shared view can be the first of a sheet.')
    await this.#db.transaction().execute(async tx => {
      if (wanted) await tx.updateTable('sheet_view').set({ is_default: 0 }).where('sheet_id', '=', sheet_id).execute()
      await tx
        .updateTable('sheet_view')
        .set({ is_default: wanted ? 1 : 0 })
        .where('id', '=', id)
        .execute()
    })
    return this.#one(identity, id)
  }

  /** Throws HubError `not-found`, `no-right` for a shared view by who may not share. */
  async remove(identity: Identity, id: string): Promise<void> {
    const { shared, sheet_id } = await this.#visible(identity, id)
    if (shared === 1) await this.#requireShare(identity, sheet_id)
    await this.#db.deleteFrom('sheet_view').where('id', '=', id).execute()
  }

  async #requireShare(identity: Identity, sheet: string): Promise<void> {
    const { operation_id } = await this.#db
      .selectFrom('sheet')
      .select('operation_id')
      .where('id', '=', sheet)
      .executeTakeFirstOrThrow()
    if (!may(identity, 'view.share', { operation: operation_id }))
      throw new HubError('no-right', 'Shared views are kept by coordinators.')
  }

  /** The row of a view the caller may see. */
  async #visible(identity: Identity, id: string): Promise<Selectable<SheetViewTable>> {
    const row = await this.#db.selectFrom('sheet_view').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined || (row.shared === 0 && row.owner_id !== identity.member.id)) throw new HubError('not-found')
    return row
  }

  async #one(identity: Identity, id: string): Promise<SheetViewInfo> {
    const [info] = await this.#describe([await this.#visible(identity, id)])
    if (info === undefined) throw new HubError('not-found')
    return info
  }

  async #describe(rows: readonly Selectable<SheetViewTable>[]): Promise<SheetViewInfo[]> {
    if (rows.length === 0) return []
    const members = await this.#db
      .selectFrom('member')
      .select(['id', 'name'])
      .where('id', 'in', [...new Set(rows.map(row => row.updated_by))])
      .execute()
    const names = new Map(members.map(({ id, name }) => [id, name]))
    return rows.map(row => ({
      id: row.id,
      sheet: row.sheet_id,
      name: row.name,
      shared: row.shared === 1,
      default: row.is_default === 1,
      content: content.parse(JSON.parse(row.content)),
      version: row.version,
      owner: row.owner_id,
      updatedBy: { id: row.updated_by, name: names.get(row.updated_by) ?? row.updated_by },
      updatedAt: new Date(row.updated_at).toISOString(),
    }))
  }
}

/** Throws HubError `conflict` when one more would be too many. */
async function requireRoom(db: Kysely<Database>, member: string, sheet: string, shared: boolean): Promise<void> {
  const found = db
    .selectFrom('sheet_view')
    .select(it => it.fn.countAll<number>().as('count'))
    .where('sheet_id', '=', sheet)
    .where('shared', '=', shared ? 1 : 0)
  const { count } = await (shared ? found : found.where('owner_id', '=', member)).executeTakeFirstOrThrow()
  if (Number(count) < (shared ? SHARED_VIEWS : OWN_VIEWS)) return
  throw new HubError(
    'conflict',
    shared ? `A sheet has at most ${SHARED_VIEWS} shared views.` : `You have ${OWN_VIEWS} views of this sheet already.`,
  )
}
