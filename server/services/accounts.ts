/** One's own account, and the way back into it: password, sessions, one-time links for a new password (docs/SPEC.md JOIN-15 … JOIN-17). */
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { covers } from '../auth/giving.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { Passwords } from '../auth/passwords.ts'
import { presentIdentity } from '../auth/presentIdentity.ts'
import { hashSecret, newSecret } from '../auth/secrets.ts'
import type { Database } from '../storage/schema.ts'
import { endRecoveries, membershipsOf } from './memberships.ts'
import type { NewSession, Sessions } from './sessions.ts'

/** A link for a new password works for a day. */
const RECOVERY_LASTS_MS = 24 * 3_600_000

export interface AccountsParts {
  readonly db: Kysely<Database>
  readonly passwords: Passwords
  readonly sessions: Sessions
  readonly disconnect: (member: string, session?: string) => void
}

/** Every session of a member, and every browser known by theirs. Part of the caller's transaction. */
export async function endSessions(trx: Kysely<Database>, member: string): Promise<void> {
  await trx.deleteFrom('session').where('member_id', '=', member).execute()
  await trx.deleteFrom('known_device').where('member_id', '=', member).execute()
}

export class Accounts {
  readonly #parts: AccountsParts

  constructor(parts: AccountsParts) {
    this.#parts = parts
  }

  /** Ends all of the caller's sessions, this one too, and their sockets. */
  async signOutEverywhere({ member }: Identity): Promise<void> {
    await this.#parts.db.transaction().execute(trx => endSessions(trx, member.id))
    this.#parts.disconnect(member.id)
  }

  /**
   * A new password for the caller; their other sessions end, with them links for a new password. Throws HubError `wrong-credentials` for a wrong
   * current one, `rate-limited` after too many, `conflict` for an account without a password.
   */
  async changePassword(
    { member, session }: Identity,
    wish: { readonly current: string; readonly password: string },
    address: string,
  ): Promise<void> {
    const { db, passwords, sessions } = this.#parts
    const row = await db
      .selectFrom('member')
      .select(['login', 'password_hash'])
      .where('id', '=', member.id)
      .executeTakeFirst()
    if (!row?.login || row.password_hash === null)
      throw new HubError('conflict', 'This account is signed in to without a password.')
    await sessions.verify(row.login, wish.current, { address, device: undefined })
    const hash = await passwords.hash(wish.password)
    const others = await db.transaction().execute(async trx => {
      await trx.updateTable('member').set({ password_hash: hash }).where('id', '=', member.id).execute()
      await endRecoveries(trx, member.id)
      return trx
        .deleteFrom('session')
        .where('member_id', '=', member.id)
        .where('id', '!=', session)
        .returning('id')
        .execute()
    })
    for (const { id } of others) this.#parts.disconnect(member.id, id)
  }

  /**
   * A one-time link with which a member of the operation sets a new password; the old one works until it is used, links made before stop working.
   * Throws HubError `not-found`, `no-right` for somebody with rights the caller lacks, `conflict` for who is suspended or signs in without a password.
   */
  async offerRecovery(
    identity: Identity,
    operation: string,
    id: string,
    now: number,
  ): Promise<{ token: string; expiresAt: string }> {
    const { db } = this.#parts
    const row = await db
      .selectFrom('member')
      .select(['login', 'disabled_at'])
      .where('id', '=', id)
      .where('kind', '=', 'person')
      .executeTakeFirst()
    const roles = await membershipsOf(db, id)
    if (row === undefined || !roles.has(operation)) throw new HubError('not-found')
    if (!covers(identity, roles))
      throw new HubError('no-right', 'This member holds rights, here or in another operation, that you do not.')
    if (row.disabled_at !== null) throw new HubError('conflict', 'This member is suspended.')
    if (row.login === null) throw new HubError('conflict', 'This account is signed in to without a password.')
    const token = newSecret()
    const expires_at = now + RECOVERY_LASTS_MS
    await db.transaction().execute(async trx => {
      await endRecoveries(trx, id)
      await trx
        .insertInto('sign_in_link')
        .values({
          token_hash: hashSecret(token),
          purpose: 'recover',
          member_id: id,
          created_at: now,
          expires_at,
          used_at: null,
          created_by: identity.member.id,
        })
        .execute()
    })
    return { token, expiresAt: new Date(expires_at).toISOString() }
  }

  /** Whose password the link is for. Throws HubError `link-used`. */
  async recoveryFace(token: string, now: number): Promise<{ name: string; login: string }> {
    const { name, login } = await this.#recovering(token, now)
    return { name, login }
  }

  /** Sets the password, ends all sessions and signs in. Of two calls at once exactly one wins. Throws HubError `link-used`. */
  async recover(token: string, password: string, now: number): Promise<NewSession> {
    const { db, passwords, sessions, disconnect } = this.#parts
    const { id } = await this.#recovering(token, now)
    const hash = await passwords.hash(password)
    await db.transaction().execute(async trx => {
      const used = await trx.deleteFrom('sign_in_link').where('token_hash', '=', hashSecret(token)).executeTakeFirst()
      if (used.numDeletedRows === 0n) throw new HubError('link-used')
      await trx.updateTable('member').set({ password_hash: hash }).where('id', '=', id).execute()
      await endSessions(trx, id)
    })
    disconnect(id)
    return sessions.begin(id)
  }

  /** A link holds only while whoever gave it still could. */
  async #recovering(token: string, now: number): Promise<{ id: string; name: string; login: string }> {
    const { db } = this.#parts
    const row = await db
      .selectFrom('sign_in_link')
      .innerJoin('member', 'member.id', 'sign_in_link.member_id')
      .select(['member.id', 'member.name', 'member.login', 'sign_in_link.created_by'])
      .where('sign_in_link.token_hash', '=', hashSecret(token))
      .where('sign_in_link.purpose', '=', 'recover')
      .where('sign_in_link.expires_at', '>', now)
      .where('member.disabled_at', 'is', null)
      .executeTakeFirst()
    if (row === undefined || row.login === null || row.created_by === null) throw new HubError('link-used')
    const giver = await presentIdentity(db, row.created_by, now)
    const roles = await membershipsOf(db, row.id)
    const still =
      giver !== undefined &&
      covers(giver, roles) &&
      [...roles.keys()].some(operation => may(giver, 'member.recover', { operation }))
    if (!still) throw new HubError('link-used')
    return { id: row.id, name: row.name, login: row.login }
  }
}
