/**
 * The clock of closed operations (docs/SPEC.md VAULT-18): when it has run out, everybody's details go at once – records and keys, then what lay of them on
 * the disk. What a restart interrupts is done again: an operation counts as erased when nothing is left to do.
 */
import type { Kysely } from 'kysely'
import { LOCAL_OPERATOR } from '../auth/localOperator.ts'
import type { Store } from '../storage/Store.ts'
import type { Database } from '../storage/schema.ts'
import type { Desk } from '../sync/Desk.ts'
import { DAY } from './Closings.ts'
import { log } from './ContactLog.ts'

/** How often it is looked whose clock has run out, ms: a clock counts days. */
const LOOK_EVERY = 3_600_000
/** Bound to one statement; SQLite takes 32,766. */
const AT_ONCE = 5_000

export interface RetentionParts {
  readonly store: Pick<Store, 'db' | 'wipe'>
  readonly desk: Pick<Desk, 'show'>
  readonly now: () => number
}

export class Retention {
  readonly #parts: RetentionParts
  #timer: NodeJS.Timeout | undefined
  /** One look after the other. */
  #looking: Promise<unknown> = Promise.resolve()

  constructor(parts: RetentionParts) {
    this.#parts = parts
  }

  /** Looks now and every hour until `stop`. `failed` is told of a look that did not work; the next one tries again. */
  start(failed: (error: unknown) => void): void {
    const look = (): void => {
      this.eraseDue().catch(failed)
    }
    this.#timer = setInterval(look, LOOK_EVERY)
    this.#timer.unref()
    look()
  }

  /** Resolves when a look under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  /** Erases the details of operations whose clock has run out. Resolves to of how many people. Throws what `wipe` throws: the records are gone then. */
  eraseDue(): Promise<number> {
    const look = this.#looking.then(() => this.#erase(this.#parts.now()))
    this.#looking = look.catch(() => undefined)
    return look
  }

  async #erase(now: number): Promise<number> {
    const { store, desk } = this.#parts
    const due = (await this.#running()).filter(it => it.closed_at + it.retention_days * DAY <= now)
    if (due.length === 0) return 0
    let people = 0
    for (const { id } of due) {
      const { count, rows } = await store.db.transaction().execute(trx => eraseContacts(trx, id, now))
      for (const [sheet, ids] of rows)
        for (let from = 0; from < ids.length; from += AT_ONCE)
          await desk.show(sheet, 'contact', ids.slice(from, from + AT_ONCE))
      people += count
    }
    await store.wipe()
    const ids = due.map(({ id }) => id)
    await store.db
      .updateTable('operation')
      .set({ erased_at: now })
      .where('id', 'in', ids)
      .where('closed_at', 'is not', null)
      .execute()
    return people
  }

  #running() {
    return this.#parts.store.db
      .selectFrom('operation')
      .select(['id', 'closed_at', 'retention_days'])
      .where('closed_at', 'is not', null)
      .where('erased_at', 'is', null)
      .$narrowType<{ closed_at: number }>()
      .execute()
  }
}

/** Records, keys, ties, and what outside services sent of people. Resolves to how many people, and the rows that had them, by sheet. */
async function eraseContacts(trx: Kysely<Database>, operation: string, now: number) {
  const contacts = trx.selectFrom('contact').select('id').where('operation_id', '=', operation)
  const ties = await trx
    .deleteFrom('contact_tie')
    .where('contact_id', 'in', contacts)
    .returning(['sheet_id', 'row_id'])
    .execute()
  const gone = await trx.deleteFrom('contact').where('operation_id', '=', operation).executeTakeFirst()
  const submissions = trx.selectFrom('submission').select('id').where('operation_id', '=', operation)
  await trx.deleteFrom('intake_payload').where('submission_id', 'in', submissions).execute()
  const count = Number(gone.numDeletedRows)
  if (count > 0) await log(trx, { operation, member: LOCAL_OPERATOR.id, what: 'expire', count, at: now })
  const rows = new Map<string, string[]>()
  for (const { sheet_id, row_id } of ties) rows.set(sheet_id, [...(rows.get(sheet_id) ?? []), row_id])
  return { count, rows }
}
