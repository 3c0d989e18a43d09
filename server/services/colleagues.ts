/** The people of an operation, as far as each of them may know of the others: who may be named in a comment. */
import type { Kysely } from 'kysely'
import { type Action, can, type Thing } from '../../shared/domain/roles.ts'
import type { Colleague } from '../../shared/protocol/notes.ts'
import { rolesOf } from '../auth/Authenticator.ts'
import type { Database } from '../storage/schema.ts'

interface Found extends Colleague {
  readonly organizationId: string
}

/** Everybody with an account who may do this to a thing of an operation, by name. */
export async function peopleWho(db: Kysely<Database>, thing: Thing, action: Action): Promise<readonly Found[]> {
  const { operation = '' } = thing
  const rows = await db
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .innerJoin('organization', 'organization.id', 'member.organization_id')
    .select([
      'member.id',
      'member.name',
      'member.color',
      'membership.roles',
      'member.organization_id as organizationId',
    ])
    .select('organization.name as organization')
    .where('membership.operation_id', '=', operation)
    .where('member.disabled_at', 'is', null)
    .where('member.kind', '=', 'person')
    .orderBy('member.name')
    .orderBy('member.id')
    .execute()
  return rows
    .filter(({ id, roles }) => can({ id, roles: new Map([[operation, new Set(rolesOf(roles))]]) }, action, thing))
    .map(({ roles: _, ...person }) => person)
}

/** The same for the page, without what only services need. */
export const colleaguesOf = async (db: Kysely<Database>, thing: Thing): Promise<Colleague[]> =>
  (await peopleWho(db, thing, 'note.read')).map(({ id, name, color, organization }) => ({
    id,
    name,
    color,
    organization,
  }))
