/**
 * Operations: one response to one disaster each.
 */
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Operation } from '../../shared/protocol/http.ts'
import { type Identity, may } from '../auth/identity.ts'
import { LOCAL_OPERATOR } from '../auth/localOperator.ts'
import type { Database } from '../storage/schema.ts'
import type { Making } from './making.ts'

export class Operations {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  /** Those the caller may read, by age. */
  async list(identity: Identity): Promise<Operation[]> {
    return (await this.all()).filter(({ id }) => may(identity, 'operation.read', { operation: id }))
  }

  async all(): Promise<Operation[]> {
    const rows = await this.#db
      .selectFrom('operation')
      .select(['id', 'name', 'time_zone', 'closed_at'])
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map(({ id, name, time_zone, closed_at }) => ({
      id,
      name,
      timeZone: time_zone,
      ...(closed_at === null ? {} : { closed: true }),
    }))
  }

  /** Whoever makes an operation is its admin. Throws HubError `bad-request` for an unknown time zone. */
  async create(
    identity: Identity,
    wish: { readonly name: string; readonly timeZone: string },
    making: Making,
  ): Promise<Operation> {
    const made = await insertOperation(this.#db, wish, making)
    if (identity.member.id !== LOCAL_OPERATOR.id) {
      await this.#db
        .insertInto('membership')
        .values({ member_id: identity.member.id, operation_id: made.id, roles: JSON.stringify(['admin']) })
        .onConflict(on => on.columns(['member_id', 'operation_id']).doNothing())
        .execute()
    }
    return made
  }
}

/** Inserts the operation, or finds the one this same request has made before. Throws HubError `bad-request` for an unknown time zone. */
export async function insertOperation(
  db: Kysely<Database>,
  { name, timeZone }: { readonly name: string; readonly timeZone: string },
  { newId, now }: Making,
): Promise<Operation> {
  if (!isTimeZone(timeZone)) throw new HubError('bad-request', `${timeZone} is not a time zone like Asia/Shanghai.`)
  const id = newId()
  await db
    .insertInto('operation')
    .values({ id, name, time_zone: timeZone, created_at: now })
    .onConflict(on => on.column('id').doNothing())
    .execute()
  return { id, name, timeZone }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // RangeError is the only thing it throws: the name is unknown.
    return false
  }
}
