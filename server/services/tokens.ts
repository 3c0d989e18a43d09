/**
 * API tokens: each is a service member of its own, so that the history says which program wrote what (docs/SPEC.md AUTH-4).
 */
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import type { createdToken, newToken, tokenInfo } from '../../shared/protocol/http.ts'
import { requireMayGive } from '../auth/giving.ts'
import { type Identity, may } from '../auth/identity.ts'
import { hashSecret, newApiToken, tokenPrefix } from '../auth/secrets.ts'
import type { Database } from '../storage/schema.ts'
import type { Making } from './making.ts'
import { insertMember } from './members.ts'
import type { Operations } from './operations.ts'
import type { Organizations } from './organizations.ts'

export interface TokensParts {
  readonly db: Kysely<Database>
  readonly operations: Operations
  readonly organizations: Organizations
  /** Ends the live connections of a member whose token was revoked. */
  readonly disconnect: (member: string) => void
}

export class Tokens {
  readonly #parts: TokensParts

  constructor(parts: TokensParts) {
    this.#parts = parts
  }

  /**
   * Makes a token holding `role` in the operation named, or in all of today's. Throws HubError `not-found`, `bad-request` for a day gone by,
   * `no-right` when the caller lacks a right it would give, `conflict` when this same request has made its token before: it is shown once.
   */
  async create(
    identity: Identity,
    wish: z.infer<typeof newToken>,
    making: Making,
  ): Promise<z.infer<typeof createdToken>> {
    const { db, operations, organizations } = this.#parts
    const visible = await operations.list(identity)
    const targets = (
      wish.operation === undefined ? await operations.all() : visible.filter(it => it.id === wish.operation)
    ).map(it => it.id)
    if (wish.operation !== undefined && targets.length === 0)
      throw new HubError('not-found', `No operation has the id ${wish.operation}.`)
    for (const operation of targets) requireMayGive(identity, { operation, roles: [wish.role], scopes: wish.scopes })
    const organization = await organizations.find(wish.organization)
    const expiresAt = wish.expiresAt === undefined ? null : Date.parse(wish.expiresAt)
    if (expiresAt !== null && expiresAt <= making.now)
      throw new HubError('bad-request', 'expiresAt has gone by already.')
    const token = newApiToken()
    const id = making.newId()
    const made = await db.selectFrom('api_token').select('id').where('id', '=', id).executeTakeFirst()
    if (made !== undefined) throw new HubError('conflict', 'This token was made before; it is shown only once.')
    const name = wish.name ?? `${organization.name} · ${wish.role}`
    const roles = new Map(targets.map(operation => [operation, [wish.role]]))
    const member = await insertMember(
      db,
      { kind: 'service', name, login: null, passwordHash: null, organization: organization.id, roles },
      making,
    )
    await db
      .insertInto('api_token')
      .values({
        id,
        token_hash: hashSecret(token),
        prefix: tokenPrefix(token),
        member_id: member,
        name,
        scopes: wish.scopes === undefined ? null : JSON.stringify(wish.scopes),
        created_by: identity.member.id,
        created_at: making.now,
        expires_at: expiresAt,
        revoked_at: null,
      })
      .execute()
    return { id, token, prefix: tokenPrefix(token), member }
  }

  /** Tokens with a role in an operation whose tokens the caller may make. Never the secrets. */
  async list(identity: Identity): Promise<z.infer<typeof tokenInfo>[]> {
    const rows = await this.#parts.db.selectFrom('api_token').selectAll().orderBy('created_at').orderBy('id').execute()
    const homes = await this.#homes()
    return rows
      .filter(row => homes.get(row.member_id)?.some(operation => may(identity, 'token.create', { operation })))
      .map(row => ({
        id: row.id,
        prefix: row.prefix,
        name: row.name,
        member: row.member_id,
        createdAt: new Date(row.created_at).toISOString(),
        expiresAt: row.expires_at === null ? null : new Date(row.expires_at).toISOString(),
        revoked: row.revoked_at !== null,
      }))
  }

  /** Ends a token for good, and its live connections. Throws HubError `not-found` when the caller may not revoke it wherever it works. */
  async revoke(identity: Identity, id: string, now: number): Promise<void> {
    const { db, disconnect } = this.#parts
    const row = await db.selectFrom('api_token').select('member_id').where('id', '=', id).executeTakeFirst()
    const homes = row === undefined ? [] : ((await this.#homes()).get(row.member_id) ?? [])
    const allowed = homes.length > 0 && homes.every(operation => may(identity, 'token.revoke', { operation }))
    if (row === undefined || !allowed) throw new HubError('not-found')
    await db
      .updateTable('api_token')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .execute()
    disconnect(row.member_id)
  }

  /** Service member → the operations it holds roles in. */
  async #homes(): Promise<Map<string, string[]>> {
    const rows = await this.#parts.db
      .selectFrom('membership')
      .innerJoin('api_token', 'api_token.member_id', 'membership.member_id')
      .select(['membership.member_id', 'membership.operation_id'])
      .execute()
    const homes = new Map<string, string[]>()
    for (const row of rows) homes.set(row.member_id, [...(homes.get(row.member_id) ?? []), row.operation_id])
    return homes
  }
}
