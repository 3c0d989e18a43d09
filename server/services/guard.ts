/** What protects an operation against vandals: bulk edits a coordinator has confirmed, and whether newcomers' edits wait for a nod. */
import type { Kysely } from 'kysely'
import type { BulkWeight, GuardSettings } from '../../shared/protocol/guard.ts'
import type { CellEdit } from '../../shared/sheet/cell.ts'
import { waitsForNod } from '../storage/newcomers.ts'
import type { Database } from '../storage/schema.ts'
import type { Author, SheetRooms } from '../sync/SheetRooms.ts'
import { checkEdits } from './checkEdits.ts'

/** Newcomers are members here for less than a day with fewer than twenty accepted edits, unless a coordinator says otherwise. */
const DEFAULTS: GuardSettings = { nod: false, hours: 24, edits: 20 }

export interface GuardParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
}

export class Guard {
  readonly #parts: GuardParts

  constructor(parts: GuardParts) {
    this.#parts = parts
  }

  async settings(operation: string): Promise<GuardSettings> {
    const row = await this.#parts.db
      .selectFrom('guard')
      .selectAll()
      .where('operation_id', '=', operation)
      .executeTakeFirst()
    return row === undefined ? DEFAULTS : { nod: row.nod === 1, hours: row.hours, edits: row.edits }
  }

  /** Sets them; open rooms go by them before this resolves. */
  async set(operation: string, { nod, hours, edits }: GuardSettings): Promise<GuardSettings> {
    const values = { nod: nod ? 1 : 0, hours, edits }
    await this.#parts.db
      .insertInto('guard')
      .values({ operation_id: operation, ...values })
      .onConflict(on => on.column('operation_id').doUpdateSet(values))
      .execute()
    await this.#renewAll(operation)
    return this.settings(operation)
  }

  /** What these edits would do, and whether the socket would refuse them. Throws HubError `not-found`. */
  weigh(sheet: string, member: string, edits: readonly CellEdit[]): Promise<BulkWeight> {
    return this.#parts.rooms.weigh(sheet, member, edits)
  }

  /** Writes what a coordinator has confirmed, in one transaction. Throws HubError `bad-request` naming an unknown row or column. */
  async bulk(sheet: string, edits: readonly CellEdit[], by: Author): Promise<{ written: number }> {
    await checkEdits(this.#parts.db, sheet, edits)
    const { written } = await this.#parts.rooms.writeCells(sheet, edits, by)
    return { written }
  }

  /** Whether this member's edits wait in this operation. */
  waits(operation: string, member: string, now: number): Promise<boolean> {
    return waitsForNod(this.#parts.db, { operation, member, now })
  }

  async #renewAll(operation: string): Promise<void> {
    const sheets = await this.#parts.db.selectFrom('sheet').select('id').where('operation_id', '=', operation).execute()
    for (const { id } of sheets) await this.#parts.rooms.renew(id)
  }
}
