/** Who holds which roles where, and what has to stay true when that changes: an operation keeps its last admin (docs/SPEC.md JOIN-12). */
import type { Kysely } from 'kysely'
import type { Role } from '../../shared/domain/roles.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import { rolesOf } from '../auth/Authenticator.ts'
import type { Database } from '../storage/schema.ts'

type Roles = ReadonlyMap<string, readonly Role[]>

/** Operation id → the roles a member holds there. */
export async function membershipsOf(db: Kysely<Database>, member: string): Promise<Roles> {
  const rows = await db
    .selectFrom('membership')
    .select(['operation_id', 'roles'])
    .where('member_id', '=', member)
    .execute()
  return new Map(rows.map(row => [row.operation_id, rolesOf(row.roles)]))
}

/** Roles of both, each once. */
export const joined = (some: readonly Role[], more: readonly Role[]): Role[] => [...new Set([...some, ...more])]

/**
 * Sets what a member holds in an operation; nothing: they are no longer part of it. Their links for a new password end with it: one made for who they
 * were opens no door to who they are now. Part of the caller's transaction.
 */
export async function writeRoles(
  trx: Kysely<Database>,
  member: string,
  operation: string,
  roles: readonly Role[],
): Promise<void> {
  await trx.deleteFrom('membership').where('member_id', '=', member).where('operation_id', '=', operation).execute()
  if (roles.length > 0)
    await trx
      .insertInto('membership')
      .values({ member_id: member, operation_id: operation, roles: JSON.stringify(roles) })
      .execute()
  await endRecoveries(trx, member)
}

/** Links for a new password that were not used yet stop working. */
export async function endRecoveries(trx: Kysely<Database>, member: string): Promise<void> {
  await trx.deleteFrom('sign_in_link').where('purpose', '=', 'recover').where('member_id', '=', member).execute()
}

/**
 * Runs a change after which each of these operations must still have a person who is admin, if it had one. Changes of an operation go one after the
 * other. Throws HubError `conflict` for the last admin; nothing has changed then.
 */
export async function keepingAdmins<T>(
  db: Kysely<Database>,
  operations: readonly string[],
  change: (trx: Kysely<Database>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async trx => {
    // In one order, so that two changes never wait for each other; SQLite has one writer at a time anyway.
    const sorted = [...operations].sort()
    for (const id of sorted)
      await trx
        .updateTable('operation')
        .set(it => ({ name: it.ref('name') }))
        .where('id', '=', id)
        .execute()
    const before = await Promise.all(sorted.map(id => hasAdmin(trx, id)))
    const result = await change(trx)
    for (const [place, id] of sorted.entries())
      if (before[place] === true && !(await hasAdmin(trx, id)))
        throw new HubError('conflict', 'An operation cannot be without its last admin; make somebody else one first.')
    return result
  })
}

async function hasAdmin(trx: Kysely<Database>, operation: string): Promise<boolean> {
  const rows = await trx
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select('membership.roles')
    .where('membership.operation_id', '=', operation)
    .where('member.kind', '=', 'person')
    .where('member.disabled_at', 'is', null)
    .execute()
  return rows.some(({ roles }) => rolesOf(roles).includes('admin'))
}
