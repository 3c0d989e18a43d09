/**
 * The first start (docs/SPEC.md AUTH-7): a link that makes the first operation, organization and admin, once.
 */
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import type { HubState, setUp } from '../../shared/protocol/http.ts'
import type { Passwords } from '../auth/passwords.ts'
import { hashSecret, newSecret } from '../auth/secrets.ts'
import type { Database } from '../storage/schema.ts'
import { insertMember } from './members.ts'
import { insertOperation } from './operations.ts'
import type { Organizations } from './organizations.ts'
import type { NewSession, Sessions } from './sessions.ts'

const LINK_LASTS_MS = 7 * 24 * 3_600_000

export interface SetupParts {
  readonly db: Kysely<Database>
  readonly passwords: Passwords
  readonly organizations: Organizations
  readonly sessions: Sessions
  readonly now: () => number
  readonly newId: () => string
  readonly version: string
}

export class Setup {
  readonly #parts: SetupParts

  constructor(parts: SetupParts) {
    this.#parts = parts
  }

  /** What anyone may know before signing in. */
  async state(): Promise<HubState> {
    const { db, now, version } = this.#parts
    const person = await db.selectFrom('member').select('id').where('kind', '=', 'person').limit(1).executeTakeFirst()
    const demo = await db
      .selectFrom('sign_in_link')
      .select('member_id')
      .where('purpose', '=', 'demo')
      .where('expires_at', '>', now())
      .limit(1)
      .executeTakeFirst()
    return { setUpNeeded: person === undefined, demo: demo !== undefined, version }
  }

  /** A fresh link's secret while nobody has an account yet, else `undefined`. Links offered before stop working. */
  async offerLink(): Promise<string | undefined> {
    const { db, now } = this.#parts
    if (!(await this.state()).setUpNeeded) return undefined
    const secret = newSecret()
    await db.deleteFrom('sign_in_link').where('purpose', '=', 'setup').execute()
    await db
      .insertInto('sign_in_link')
      .values({
        token_hash: hashSecret(secret),
        purpose: 'setup',
        member_id: null,
        created_at: now(),
        expires_at: now() + LINK_LASTS_MS,
        used_at: null,
      })
      .execute()
    return secret
  }

  /**
   * Uses the link up and makes operation, organization and admin; signs the admin in. Of two calls at once exactly one wins.
   * Throws HubError `link-used`, and then nothing has been made; `bad-request`, and then the link still works.
   */
  async setUp(wish: z.infer<typeof setUp>): Promise<NewSession> {
    const { db, now, newId, organizations, passwords, sessions } = this.#parts
    const making = { newId, now: now() }
    const token = hashSecret(wish.token)
    await this.#requireLink(token)
    const passwordHash = await passwords.hash(wish.admin.password)
    if ((await this.#use(token)) === 0) throw new HubError('link-used')
    try {
      const operation = await insertOperation(db, wish.operation, making)
      const organization = await organizations.named(wish.organization, making)
      const roles = new Map([[operation.id, ['admin' as const]]])
      const { name, login } = wish.admin
      const admin = await insertMember(
        db,
        { kind: 'person', name, login, passwordHash, organization: organization.id, roles },
        making,
      )
      return await sessions.begin(admin)
    } catch (error) {
      // Refused or failed: the person may try again with the same link.
      await db.updateTable('sign_in_link').set({ used_at: null }).where('token_hash', '=', token).execute()
      throw error
    }
  }

  async #requireLink(token: string): Promise<void> {
    const link = await this.#parts.db
      .selectFrom('sign_in_link')
      .select('used_at')
      .where('token_hash', '=', token)
      .where('purpose', '=', 'setup')
      .where('used_at', 'is', null)
      .where('expires_at', '>', this.#parts.now())
      .executeTakeFirst()
    if (link === undefined || !(await this.state()).setUpNeeded) throw new HubError('link-used')
  }

  async #use(token: string): Promise<number> {
    const used = await this.#parts.db
      .updateTable('sign_in_link')
      .set({ used_at: this.#parts.now() })
      .where('token_hash', '=', token)
      .where('used_at', 'is', null)
      .executeTakeFirst()
    return Number(used.numUpdatedRows)
  }
}
