/** The organizations and members of an operation, and what who manages them may do: roles, suspension, leaving (docs/SPEC.md JOIN-9 … JOIN-14). */
import type { Kysely } from 'kysely'
import type { Role } from '../../shared/domain/roles.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { OperationMember, OperationPeople, OrganizationChange, RolesChange } from '../../shared/protocol/people.ts'
import { rolesOf } from '../auth/Authenticator.ts'
import { covers, requireMayGive } from '../auth/giving.ts'
import { type Identity, may } from '../auth/identity.ts'
import { HUB_ORGANIZATION } from '../auth/localOperator.ts'
import type { Database } from '../storage/schema.ts'
import { endSessions } from './accounts.ts'
import { endRecoveries, joined, keepingAdmins, membershipsOf, writeRoles } from './memberships.ts'
import { type Organizations, requireFreeName } from './organizations.ts'

export interface OperationPeopleParts {
  readonly db: Kysely<Database>
  readonly organizations: Organizations
  /** Ends a member's live connections: they are nobody now. */
  readonly disconnect: (member: string) => void
  /** A member's live connections come back with the rights they have now. */
  readonly rejoin: (member: string) => void
}

interface Target {
  readonly id: string
  readonly roles: ReadonlyMap<string, readonly Role[]>
}

export class OperationsPeople {
  readonly #parts: OperationPeopleParts

  constructor(parts: OperationPeopleParts) {
    this.#parts = parts
  }

  /** Who takes part, by organization. Who may not see members is told their names, roles and whether they are suspended, nothing else. */
  async list(identity: Identity, operation: string): Promise<OperationPeople> {
    const { db } = this.#parts
    const sees = (id: string): boolean => may(identity, 'member.read', { operation: id })
    const members = await db
      .selectFrom('member')
      .select(['id', 'name', 'login', 'color', 'organization_id', 'disabled_at'])
      .where('kind', '=', 'person')
      .orderBy('name')
      .orderBy('id')
      .execute()
    const memberships = await db.selectFrom('membership').selectAll().execute()
    const rolesIn = new Map<string, Map<string, Role[]>>()
    for (const row of memberships)
      rolesIn.set(
        row.member_id,
        (rolesIn.get(row.member_id) ?? new Map<string, Role[]>()).set(row.operation_id, rolesOf(row.roles)),
      )
    const organizations = await db
      .selectFrom('organization')
      .select(['id', 'name', 'about'])
      .where('id', '!=', HUB_ORGANIZATION.id)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    const present = (row: (typeof members)[number]): OperationMember[] => {
      const held = rolesIn.get(row.id)
      const roles = held?.get(operation)
      if (held === undefined || roles === undefined) return []
      const elsewhere = [...held].filter(([id]) => id !== operation && sees(id))
      return [
        {
          id: row.id,
          name: row.name,
          color: row.color,
          roles,
          suspended: row.disabled_at !== null,
          within: covers(identity, held),
          ...(sees(operation)
            ? { login: row.login, elsewhere: elsewhere.map(([id, there]) => ({ operation: id, roles: there })) }
            : {}),
        },
      ]
    }
    return {
      organizations: organizations.flatMap(organization => {
        const all = members.filter(({ organization_id }) => organization_id === organization.id)
        const here = all.flatMap(present)
        const nobodyAnywhere = all.every(({ id }) => !rolesIn.has(id))
        return here.length > 0 || nobodyAnywhere ? [{ ...organization, members: here }] : []
      }),
    }
  }

  /** Throws HubError `not-found` for one that takes no part in the operation, `conflict` when another has that name. */
  async changeOrganization(
    identity: Identity,
    operation: string,
    id: string,
    { name, about }: OrganizationChange,
  ): Promise<void> {
    const { organizations } = await this.list(identity, operation)
    if (!organizations.some(organization => organization.id === id)) throw new HubError('not-found')
    await this.#parts.db.transaction().execute(async trx => {
      await requireFreeName(trx, name, id)
      await trx.updateTable('organization').set({ name, about }).where('id', '=', id).execute()
    })
  }

  /**
   * Sets what a member holds in the operation; somebody of another operation the caller sees comes in that way, and no roles end their part in it.
   * Throws HubError `not-found`, `no-right` for rights the caller lacks, given or taken, `conflict` for the last admin.
   */
  async setRoles(
    identity: Identity,
    operation: string,
    id: string,
    { roles, organization }: RolesChange,
  ): Promise<void> {
    const { db, organizations, rejoin } = this.#parts
    const target = await this.#target(
      id,
      held => held.has(operation) || [...held.keys()].some(at => may(identity, 'member.read', { operation: at })),
    )
    for (const changed of [roles, target.roles.get(operation) ?? []])
      requireMayGive(identity, { operation, roles: changed, scopes: undefined })
    const home = organization === undefined ? undefined : (await organizations.find(organization)).id
    if (home !== undefined) requireCovers(identity, target)
    await keepingAdmins(db, [operation], async trx => {
      await writeRoles(trx, id, operation, roles)
      if (home !== undefined)
        await trx.updateTable('member').set({ organization_id: home }).where('id', '=', id).execute()
    })
    rejoin(id)
  }

  /**
   * Suspends an account everywhere, or takes it back. Its sessions, sockets, links and the API tokens it made end at once; what it wrote stays.
   * Throws HubError `not-found`, `no-right` for somebody with rights the caller lacks, `conflict` for oneself and for the last admin.
   */
  async suspend(identity: Identity, operation: string, id: string, suspended: boolean, now: number): Promise<void> {
    const { db, disconnect } = this.#parts
    const target = await this.#target(id, held => held.has(operation))
    requireCovers(identity, target)
    if (id === identity.member.id) throw new HubError('conflict', 'Nobody suspends their own account.')
    const programs = await keepingAdmins(db, [...target.roles.keys()], async trx => {
      await trx
        .updateTable('member')
        .set({ disabled_at: suspended ? now : null })
        .where('id', '=', id)
        .execute()
      if (!suspended) return []
      await endSessions(trx, id)
      await endRecoveries(trx, id)
      return trx
        .updateTable('api_token')
        .set({ revoked_at: now })
        .where('created_by', '=', id)
        .where('revoked_at', 'is', null)
        .returning('member_id')
        .execute()
    })
    if (suspended) for (const gone of [id, ...programs.map(({ member_id }) => member_id)]) disconnect(gone)
  }

  /** Ends every session of a member. Throws HubError `not-found`, `no-right` for somebody with rights the caller lacks. */
  async signOut(identity: Identity, operation: string, id: string): Promise<void> {
    const target = await this.#target(id, held => held.has(operation))
    requireCovers(identity, target)
    await this.#parts.db.transaction().execute(trx => endSessions(trx, id))
    this.#parts.disconnect(id)
  }

  /**
   * A member leaves the operation. `to` takes over: their roles there, and the invitations and API tokens they made for it. Throws HubError `not-found`
   * when either is no member of it, `no-right` for rights the caller lacks, `conflict` for the last admin.
   */
  async leave(identity: Identity, operation: string, id: string, to: string | undefined): Promise<void> {
    const { db, rejoin } = this.#parts
    const roles = (await this.#target(id, held => held.has(operation))).roles.get(operation) ?? []
    requireMayGive(identity, { operation, roles, scopes: undefined })
    if (to !== undefined && (to === id || !(await this.#active(operation, to)))) throw new HubError('not-found')
    await keepingAdmins(db, [operation], async trx => {
      await writeRoles(trx, id, operation, [])
      if (to === undefined) return
      const held = (await membershipsOf(trx, to)).get(operation) ?? []
      await writeRoles(trx, to, operation, joined(held, roles))
      await trx
        .updateTable('invitation')
        .set({ created_by: to })
        .where('created_by', '=', id)
        .where('operation_id', '=', operation)
        .execute()
      await trx
        .updateTable('api_token')
        .set({ created_by: to })
        .where('created_by', '=', id)
        .where('member_id', 'in', select =>
          select.selectFrom('membership').select('member_id').where('operation_id', '=', operation),
        )
        .execute()
    })
    rejoin(id)
    if (to !== undefined) rejoin(to)
  }

  /** The caller leaves the operation. Throws HubError `not-found` for a program or who is no part of it, `conflict` for the last admin. */
  async depart({ member: { id } }: Identity, operation: string): Promise<void> {
    await this.#target(id, held => held.has(operation))
    await keepingAdmins(this.#parts.db, [operation], trx => writeRoles(trx, id, operation, []))
    this.#parts.rejoin(id)
  }

  async #active(operation: string, id: string): Promise<boolean> {
    const row = await this.#parts.db
      .selectFrom('membership')
      .innerJoin('member', 'member.id', 'membership.member_id')
      .select('member.id')
      .where('membership.operation_id', '=', operation)
      .where('member.id', '=', id)
      .where('member.kind', '=', 'person')
      .where('member.disabled_at', 'is', null)
      .executeTakeFirst()
    return row !== undefined
  }

  /** A person the caller may know of here. Throws HubError `not-found`. */
  async #target(id: string, known: (roles: Target['roles']) => boolean): Promise<Target> {
    const { db } = this.#parts
    const row = await db
      .selectFrom('member')
      .select('id')
      .where('id', '=', id)
      .where('kind', '=', 'person')
      .executeTakeFirst()
    const roles = await membershipsOf(db, id)
    if (row === undefined || !known(roles)) throw new HubError('not-found')
    return { id, roles }
  }
}

function requireCovers(identity: Identity, { roles }: Target): void {
  if (!covers(identity, roles))
    throw new HubError('no-right', 'This member holds rights, here or in another operation, that you do not.')
}
