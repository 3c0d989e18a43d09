/**
 * Sheets of an operation: finding and making them. What is in them is the business of server/sync and rows.ts.
 */
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import { type newSheet, type SheetInfo, sheetInfo } from '../../shared/protocol/http.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { Database, SheetTable } from '../storage/schema.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import type { Making } from './making.ts'

const kind = sheetInfo.shape.kind

export interface SheetsParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
}

export class Sheets {
  readonly #parts: SheetsParts

  constructor(parts: SheetsParts) {
    this.#parts = parts
  }

  /** The sheets the caller may read, of one operation when named, in their order. */
  async list(identity: Identity, operation?: string): Promise<SheetInfo[]> {
    const rows = await this.#parts.db.selectFrom('sheet').selectAll().orderBy('position').orderBy('id').execute()
    const mine = rows.filter(
      row =>
        (operation === undefined || row.operation_id === operation) &&
        may(identity, 'sheet.read', { operation: row.operation_id }),
    )
    return Promise.all(mine.map(row => this.#describe(row)))
  }

  /** Throws HubError `not-found`, and what `rooms.read` throws. */
  async get(id: string): Promise<SheetInfo> {
    return this.#describe(await this.#row(id))
  }

  /** The operation a sheet belongs to. Throws HubError `not-found`. */
  async operationOf(id: string): Promise<string> {
    return (await this.#row(id)).operation_id
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
    if (made === undefined) await rooms.create(id, document)
    return this.get(id)
  }

  async #row(id: string): Promise<Selectable<SheetTable>> {
    const row = await this.#parts.db.selectFrom('sheet').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    return row
  }

  async #describe(row: Selectable<SheetTable>): Promise<SheetInfo> {
    const rowCount = await this.#parts.rooms.read(row.id, document => document.rowCount)
    return {
      id: row.id,
      operation: row.operation_id,
      kind: kind.parse(row.kind),
      title: row.title,
      document: row.document,
      rowCount,
    }
  }
}
