/** Links that let people join an operation (docs/SPEC.md JOIN-1 … JOIN-5). */
import type { Kysely, Selectable } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { CreatedInvitation, Invitation, InvitationFace, NewInvitation } from '../../shared/protocol/people.ts'
import { rolesOf } from '../auth/Authenticator.ts'
import { covers, requireMayGive } from '../auth/giving.ts'
import { type Identity, may } from '../auth/identity.ts'
import { presentIdentity } from '../auth/presentIdentity.ts'
import { hashSecret, newSecret } from '../auth/secrets.ts'
import { isClosed } from '../storage/closed.ts'
import type { InvitationTable } from '../storage/schema/people.ts'
import type { Database } from '../storage/schema.ts'
import type { Making } from './making.ts'
import type { Organizations } from './organizations.ts'

const DAY = 86_400_000

/** An invitation as it is in the database. */
export type StoredInvitation = Selectable<InvitationTable>

export class Invitations {
  readonly #db: Kysely<Database>
  readonly #organizations: Organizations

  constructor(db: Kysely<Database>, organizations: Organizations) {
    this.#db = db
    this.#organizations = organizations
  }

  /**
   * Throws HubError `no-right` for roles with a right the caller lacks, `not-found` for an unknown organization, `conflict` when this same request has
   * made it before: its link is shown once.
   */
  async create(
    identity: Identity,
    operation: string,
    wish: NewInvitation,
    { newId, now }: Making,
  ): Promise<CreatedInvitation> {
    requireMayGive(identity, { operation, roles: wish.roles, scopes: undefined })
    const organization = await this.#organizations.find(wish.organization)
    const token = newSecret()
    const row: StoredInvitation = {
      id: newId(),
      token_hash: hashSecret(token),
      operation_id: operation,
      organization_id: organization.id,
      roles: JSON.stringify(wish.roles),
      approve: wish.approve ? 1 : 0,
      used: 0,
      ceiling: wish.ceiling,
      expires_at: now + wish.days * DAY,
      created_by: identity.member.id,
      created_at: now,
      revoked_at: null,
    }
    const made = await this.#db
      .insertInto('invitation')
      .values(row)
      .onConflict(on => on.column('id').doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows === 0n)
      throw new HubError('conflict', 'This invitation was made before; its link is shown only once.')
    return { ...present(row, organization.name, identity.member.name, 'open'), token }
  }

  /** Those of the operation, newest first, without their secrets. */
  async list(operation: string, now: number): Promise<Invitation[]> {
    const rows = await this.#db
      .selectFrom('invitation')
      .innerJoin('organization', 'organization.id', 'invitation.organization_id')
      .leftJoin('member', 'member.id', 'invitation.created_by')
      .selectAll('invitation')
      .select(['organization.name as organization_name', 'member.name as maker_name'])
      .where('invitation.operation_id', '=', operation)
      .orderBy('invitation.created_at', 'desc')
      .orderBy('invitation.id')
      .execute()
    return Promise.all(
      rows.map(async row =>
        present(row, row.organization_name, row.maker_name ?? row.created_by, await this.#state(this.#db, row, now)),
      ),
    )
  }

  /** Ends an invitation; who came by it stays. Throws HubError `not-found` where the operation has none of that id. */
  async revoke(operation: string, id: string, now: number): Promise<void> {
    const row = await this.#db
      .selectFrom('invitation')
      .select('id')
      .where('id', '=', id)
      .where('operation_id', '=', operation)
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    await this.#db
      .updateTable('invitation')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .execute()
  }

  /** What its holder may know. Throws HubError `link-used` unless it is open. */
  async face(token: string, now: number): Promise<InvitationFace> {
    const row = await this.open(this.#db, token, now)
    const { name } = await this.#db
      .selectFrom('operation')
      .select('name')
      .where('id', '=', row.operation_id)
      .executeTakeFirstOrThrow()
    const organization = await this.#organizations.find(row.organization_id)
    return { operation: name, organization: organization.name, roles: rolesOf(row.roles), approve: row.approve === 1 }
  }

  /** The invitation behind a link. Throws HubError `link-used` when it was revoked, has expired, is used up, or its maker may not give it any more, `closed` when the operation has ended. */
  async open(db: Kysely<Database>, token: string, now: number): Promise<StoredInvitation> {
    const row = await db
      .selectFrom('invitation')
      .selectAll()
      .where('token_hash', '=', hashSecret(token))
      .executeTakeFirst()
    if (row === undefined || (await this.#state(db, row, now)) !== 'open') throw new HubError('link-used')
    if (await isClosed(db, row.operation_id)) throw new HubError('closed')
    return row
  }

  /** Counts one more person in; of many at once no more than the ceiling get through. Throws HubError `link-used`. Part of the caller's transaction. */
  async use(trx: Kysely<Database>, { id }: StoredInvitation, now: number): Promise<void> {
    const used = await trx
      .updateTable('invitation')
      .set(it => ({ used: it('used', '+', 1) }))
      .where('id', '=', id)
      .whereRef('used', '<', 'ceiling')
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    if (used.numUpdatedRows === 0n) throw new HubError('link-used')
  }

  async #state(db: Kysely<Database>, row: StoredInvitation, now: number): Promise<Invitation['state']> {
    if (row.revoked_at !== null) return 'revoked'
    if (row.expires_at <= now) return 'expired'
    if (row.used >= row.ceiling) return 'used-up'
    const maker = await presentIdentity(db, row.created_by, now)
    const operation = row.operation_id
    const still =
      maker !== undefined &&
      may(maker, 'invitation.create', { operation }) &&
      covers(maker, [[operation, rolesOf(row.roles)]])
    return still ? 'open' : 'revoked'
  }
}

function present(row: StoredInvitation, organization: string, by: string, state: Invitation['state']): Invitation {
  return {
    id: row.id,
    organization: { id: row.organization_id, name: organization },
    roles: rolesOf(row.roles),
    approve: row.approve === 1,
    used: row.used,
    ceiling: row.ceiling,
    expiresAt: new Date(row.expires_at).toISOString(),
    createdAt: new Date(row.created_at).toISOString(),
    by,
    state,
  }
}
