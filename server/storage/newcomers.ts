/** Whose edits wait for a nod (docs/SPEC.md GUARD-5): asked by the sync socket when somebody comes in, by commands before they write, by the page. */
import type { Kysely } from 'kysely'
import { can, type Role } from '../../shared/domain/roles.ts'
import type { Database } from './schema.ts'

const HOUR = 3_600_000

export interface NewcomerQuestion {
  readonly operation: string
  readonly member: string
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Whether this member's edits wait in this operation. */
export const waitsForNod = async (db: Kysely<Database>, question: NewcomerQuestion): Promise<boolean> =>
  (await newcomer(db, question)) === true

/**
 * Whether this member is a newcomer here; undefined while nobody's edits wait in this operation. Nobody without a role there is one: the machine's own
 * writes, an importer of long ago.
 */
export async function newcomer(
  db: Kysely<Database>,
  { operation, member, now }: NewcomerQuestion,
): Promise<boolean | undefined> {
  const guard = await db
    .selectFrom('guard')
    .select(['nod', 'hours', 'edits'])
    .where('operation_id', '=', operation)
    .executeTakeFirst()
  if (guard === undefined || guard.nod === 0) return undefined
  const membership = await db
    .selectFrom('membership')
    .select('roles')
    .where('member_id', '=', member)
    .where('operation_id', '=', operation)
    .executeTakeFirst()
  if (membership === undefined) return false
  const roles = new Set(JSON.parse(membership.roles) as Role[])
  if (can({ id: member, roles: new Map([[operation, roles]]) }, 'edit.nod', { operation })) return false
  const sheets = db.selectFrom('sheet').select('id').where('operation_id', '=', operation)
  const old = await db
    .selectFrom('cell_change')
    .select('id')
    .where('sheet_id', 'in', sheets)
    .where('member_id', '=', member)
    .where('at', '<=', now - guard.hours * HOUR)
    .limit(1)
    .executeTakeFirst()
  if (old !== undefined) return false
  const { count } = await db
    .selectFrom('suggestion')
    .select(it => it.fn.countAll<number>().as('count'))
    .where('sheet_id', 'in', sheets)
    .where('member_id', '=', member)
    .where('state', '=', 'accepted')
    .executeTakeFirstOrThrow()
  return Number(count) < guard.edits
}
