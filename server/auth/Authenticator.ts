/**
 * From a request to an identity (docs/SPEC.md AUTH-1, AUTH-4): bearer token or session cookie, looked up by its hash on every request, so that
 * a revoked token, a disabled member or a role taken away counts from the next request on.
 */
import type { IncomingMessage } from 'node:http'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { ACTIONS, type Action, ROLES, type Role } from '../../shared/domain/roles.ts'
import type { Database } from '../storage/schema.ts'
import { sessionSecret } from './cookie.ts'
import type { Identity } from './identity.ts'
import { LOCAL_OPERATOR } from './localOperator.ts'
import { hashSecret, sameSecret, TOKEN_MARK } from './secrets.ts'

const storedRoles = z.array(z.enum(ROLES))
const storedScopes = z.array(z.enum(ACTIONS))

/** The roles column of a membership. */
export const rolesOf = (json: string): Role[] => storedRoles.parse(JSON.parse(json))

export interface AuthenticatorParts {
  readonly db: Kysely<Database>
  readonly now: () => number
  /** The token of the owner file: whoever can read that file runs this machine. */
  readonly controlToken: string
}

export class Authenticator {
  readonly #db: Kysely<Database>
  readonly #now: () => number
  readonly #controlToken: string

  constructor({ db, now, controlToken }: AuthenticatorParts) {
    this.#db = db
    this.#now = now
    this.#controlToken = controlToken
  }

  /** Who sent this; `undefined` for nobody known. An Authorization header counts alone, whatever cookie comes with it. */
  async authenticate(request: IncomingMessage): Promise<Identity | undefined> {
    const { authorization, cookie } = request.headers
    if (authorization !== undefined) return this.#byToken(/^Bearer +(\S+)$/i.exec(authorization)?.[1])
    const secret = sessionSecret(cookie)
    return secret === undefined ? undefined : this.bySession(secret)
  }

  async #byToken(token: string | undefined): Promise<Identity | undefined> {
    if (token === undefined) return undefined
    if (sameSecret(token, this.#controlToken)) return this.#localOperator()
    if (!token.startsWith(TOKEN_MARK)) return undefined
    const found = await this.#db
      .selectFrom('api_token')
      .innerJoin('member', 'member.id', 'api_token.member_id')
      .select(['member.id', 'member.name', 'member.color', 'api_token.id as session', 'api_token.scopes'])
      .where('api_token.token_hash', '=', hashSecret(token))
      .where('api_token.revoked_at', 'is', null)
      .where('member.disabled_at', 'is', null)
      .where(or => or.or([or('api_token.expires_at', 'is', null), or('api_token.expires_at', '>', this.#now())]))
      .executeTakeFirst()
    if (found === undefined) return undefined
    const scopes = found.scopes === null ? undefined : new Set<Action>(storedScopes.parse(JSON.parse(found.scopes)))
    return { ...(await this.#known(found)), means: 'token', scopes }
  }

  /** The member behind a session's secret. */
  async bySession(secret: string): Promise<Identity | undefined> {
    const found = await this.#db
      .selectFrom('session')
      .innerJoin('member', 'member.id', 'session.member_id')
      .select(['member.id', 'member.name', 'member.color', 'session.id as session'])
      .where('session.token_hash', '=', hashSecret(secret))
      .where('session.expires_at', '>', this.#now())
      .where('member.disabled_at', 'is', null)
      .executeTakeFirst()
    return found === undefined ? undefined : { ...(await this.#known(found)), means: 'cookie', scopes: undefined }
  }

  async #known(found: { id: string; name: string; color: string; session: string }) {
    const rows = await this.#db
      .selectFrom('membership')
      .select(['operation_id', 'roles'])
      .where('member_id', '=', found.id)
      .execute()
    const roles = new Map(rows.map(row => [row.operation_id, new Set(rolesOf(row.roles))]))
    const { id, name, color, session } = found
    return { member: { id, name, color }, session, actor: { id, roles } }
  }

  /** Admin everywhere, in operations made a moment ago too; and of the hub while it has none yet, which is what the empty id stands for. */
  async #localOperator(): Promise<Identity> {
    const operations = await this.#db.selectFrom('operation').select('id').execute()
    const roles = new Map(['', ...operations.map(({ id }) => id)].map(id => [id, new Set<Role>(['admin'])]))
    const { id, name, color } = LOCAL_OPERATOR
    return { member: { id, name, color }, session: id, means: 'token', actor: { id, roles }, scopes: undefined }
  }
}
