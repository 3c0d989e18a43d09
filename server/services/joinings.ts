/** People coming in by an invitation, at once or after somebody approved (docs/SPEC.md JOIN-3, JOIN-6 … JOIN-8). */
import type { Kysely } from 'kysely'
import type { Role } from '../../shared/domain/roles.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Decision, Join, Waiting } from '../../shared/protocol/people.ts'
import { rolesOf } from '../auth/Authenticator.ts'
import { covers, requireMayGive } from '../auth/giving.ts'
import type { Identity } from '../auth/identity.ts'
import { HUB_ORGANIZATION } from '../auth/localOperator.ts'
import type { Passwords } from '../auth/passwords.ts'
import type { Database } from '../storage/schema.ts'
import type { Invitations, StoredInvitation } from './invitations.ts'
import type { Making } from './making.ts'
import { addMember, normalLogin, requireFreeLogin } from './members.ts'
import { joined, membershipsOf, writeRoles } from './memberships.ts'
import type { Organizations } from './organizations.ts'
import type { NewSession, Sessions } from './sessions.ts'

export interface JoiningsParts {
  readonly db: Kysely<Database>
  readonly passwords: Passwords
  readonly invitations: Invitations
  readonly organizations: Organizations
  readonly sessions: Sessions
  /** A member's live connections come back with the rights they have now. */
  readonly rejoin: (member: string) => void
}

export class Joinings {
  readonly #parts: JoiningsParts

  constructor(parts: JoiningsParts) {
    this.#parts = parts
  }

  /**
   * Makes an account by an invitation and signs it in. Throws HubError `link-used`, and `conflict` when the login is taken: then nothing was used up.
   */
  async join({ token, name, login, password }: Join, making: Making): Promise<NewSession> {
    const { db, passwords, invitations, sessions } = this.#parts
    const invitation = await invitations.open(db, token, making.now)
    await requireFreeLogin(db, normalLogin(login))
    const passwordHash = await passwords.hash(password)
    const member = await db.transaction().execute(async trx => {
      await invitations.use(trx, invitation, making.now)
      const organization = invitation.organization_id
      const id = await addMember(
        trx,
        { kind: 'person', name, login, passwordHash, organization, roles: new Map() },
        making,
      )
      await this.#come(trx, invitation, id, making)
      return id
    })
    return sessions.begin(member)
  }

  /**
   * Lets somebody who has an account join too. Who holds the roles already uses nothing up. Throws HubError `link-used`, and `no-right` for a program:
   * invitations are for people.
   */
  async joinAs({ member: { id } }: Identity, token: string, making: Making): Promise<void> {
    const { db, invitations, rejoin } = this.#parts
    const kind = await db.selectFrom('member').select('kind').where('id', '=', id).executeTakeFirst()
    if (kind?.kind !== 'person') throw new HubError('no-right', 'Invitations are for people.')
    const invitation = await invitations.open(db, token, making.now)
    await db.transaction().execute(async trx => {
      const held = (await membershipsOf(trx, id)).get(invitation.operation_id) ?? []
      if (rolesOf(invitation.roles).every(role => held.includes(role))) return
      const asked = await trx
        .selectFrom('joining')
        .select('id')
        .where('member_id', '=', id)
        .where('invitation_id', '=', invitation.id)
        .where('accepted', 'is', null)
        .executeTakeFirst()
      if (asked !== undefined) return
      await invitations.use(trx, invitation, making.now)
      await this.#come(trx, invitation, id, making)
    })
    rejoin(id)
  }

  async #come(trx: Kysely<Database>, invitation: StoredInvitation, member: string, making: Making): Promise<void> {
    const waits = invitation.approve === 1
    await trx
      .insertInto('joining')
      .values({
        id: making.newId(),
        member_id: member,
        operation_id: invitation.operation_id,
        organization_id: invitation.organization_id,
        roles: invitation.roles,
        invitation_id: invitation.id,
        asked_at: making.now,
        decided_at: waits ? null : making.now,
        decided_by: null,
        accepted: waits ? null : 1,
      })
      .execute()
    if (!waits) await addRoles(trx, member, invitation.operation_id, rolesOf(invitation.roles))
  }

  /** Who waits to be let into this operation, longest first; with them who came with an account from elsewhere. */
  async waiting(identity: Identity, operation: string): Promise<Waiting[]> {
    const rows = await this.#parts.db
      .selectFrom('joining')
      .innerJoin('member', 'member.id', 'joining.member_id')
      .leftJoin('organization', 'organization.id', 'joining.organization_id')
      .select(['joining.id', 'joining.roles', 'joining.asked_at', 'joining.member_id', 'joining.organization_id'])
      .select(['member.name', 'member.login', 'organization.name as organization_name'])
      .where('joining.accepted', 'is', null)
      .where('member.disabled_at', 'is', null)
      .where(or => or.or([or('joining.operation_id', '=', operation), or('joining.operation_id', 'is', null)]))
      .orderBy('joining.asked_at')
      .orderBy('joining.id')
      .execute()
    return rows.map(row => ({
      id: row.id,
      member: { id: row.member_id, name: row.name, login: row.login },
      organization:
        row.organization_id === null ? null : { id: row.organization_id, name: row.organization_name ?? '' },
      roles: rolesOf(row.roles),
      askedAt: new Date(row.asked_at).toISOString(),
      mine: covers(identity, [[operation, rolesOf(row.roles)]]),
    }))
  }

  /**
   * Lets somebody in, or not. Throws HubError `not-found` when nobody waits here under that id, `conflict` when somebody else has just decided,
   * `no-right` for roles with a right the caller lacks, `bad-request` when roles or organization are needed and not given.
   */
  async decide(identity: Identity, operation: string, id: string, decision: Decision, now: number): Promise<void> {
    const { db, rejoin } = this.#parts
    const row = await db
      .selectFrom('joining')
      .selectAll()
      .where('id', '=', id)
      .where(or => or.or([or('operation_id', '=', operation), or('operation_id', 'is', null)]))
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    const roles = decision.roles ?? rolesOf(row.roles)
    const organization = await this.#organizationFor(decision, row)
    if (decision.accept) requireMayGive(identity, { operation, roles, scopes: undefined })
    await db.transaction().execute(async trx => {
      const decided = await trx
        .updateTable('joining')
        .set({
          accepted: decision.accept ? 1 : 0,
          decided_at: now,
          decided_by: identity.member.id,
          ...(decision.accept ? { roles: JSON.stringify(roles), operation_id: operation } : {}),
        })
        .where('id', '=', id)
        .where('accepted', 'is', null)
        .executeTakeFirst()
      if (decided.numUpdatedRows === 0n) throw new HubError('conflict', 'Somebody else has just decided about this.')
      if (!decision.accept) return
      if (roles.length === 0) throw new HubError('bad-request', 'Say which roles.')
      await addRoles(trx, row.member_id, operation, roles)
      // Whoever belongs to an organization already stays with it.
      await trx
        .updateTable('member')
        .set({ organization_id: organization })
        .where('id', '=', row.member_id)
        .where('organization_id', '=', HUB_ORGANIZATION.id)
        .execute()
    })
    rejoin(row.member_id)
  }

  async #organizationFor(
    { accept, organization }: Decision,
    row: { readonly organization_id: string | null },
  ): Promise<string> {
    if (!accept) return ''
    if (organization !== undefined) return (await this.#parts.organizations.find(organization)).id
    if (row.organization_id === null) throw new HubError('bad-request', 'Say which organization.')
    return row.organization_id
  }
}

async function addRoles(
  trx: Kysely<Database>,
  member: string,
  operation: string,
  roles: readonly Role[],
): Promise<void> {
  const held = (await membershipsOf(trx, member)).get(operation) ?? []
  await writeRoles(trx, member, operation, joined(held, roles))
}
