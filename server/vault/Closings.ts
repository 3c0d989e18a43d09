/** Ending an operation and letting it go on (docs/SPEC.md VAULT-16, VAULT-17); what is erased when its clock has run out is Retention's. */
import type { Kysely } from 'kysely'
import type { Closing, ClosingWish } from '../../shared/protocol/closing.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Database } from '../storage/schema.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'

export const DAY = 86_400_000

export interface ClosingsParts {
  readonly db: Kysely<Database>
  readonly rooms: Pick<SheetRooms, 'renew'>
}

export class Closings {
  readonly #parts: ClosingsParts

  constructor(parts: ClosingsParts) {
    this.#parts = parts
  }

  /** Throws HubError `not-found`. */
  async state(operation: string): Promise<Closing> {
    const { db } = this.#parts
    const row = await db
      .selectFrom('operation')
      .select(['closed_at', 'retention_days', 'erased_at'])
      .where('id', '=', operation)
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    const { count } = await db
      .selectFrom('contact')
      .select(it => it.fn.countAll<number>().as('count'))
      .where('operation_id', '=', operation)
      .executeTakeFirstOrThrow()
    const runs = row.closed_at !== null && row.erased_at === null
    return {
      closedAt: instantOf(row.closed_at),
      retentionDays: row.retention_days,
      eraseAt: instantOf(runs ? Number(row.closed_at) + row.retention_days * DAY : null),
      erasedAt: instantOf(row.erased_at),
      contacts: Number(count),
    }
  }

  /** Open sheets and notes go by it before this resolves. Throws HubError `not-found`. */
  async set(operation: string, wish: ClosingWish, now: number): Promise<Closing> {
    const { db } = this.#parts
    if (wish.closed)
      await db
        .updateTable('operation')
        .set(it => ({ closed_at: it.fn.coalesce('closed_at', it.val(now)), retention_days: wish.retentionDays }))
        .where('id', '=', operation)
        .execute()
    else
      await db
        .updateTable('operation')
        // What was erased stays erased; what is kept from now on has a clock of its own.
        .set({ closed_at: null, erased_at: null })
        .where('id', '=', operation)
        .execute()
    const sheets = await db.selectFrom('sheet').select('id').where('operation_id', '=', operation).execute()
    for (const { id } of sheets) await this.#parts.rooms.renew(id)
    return this.state(operation)
  }
}

const instantOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
