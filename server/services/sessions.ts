/**
 * Signing in and out (docs/SPEC.md AUTH-2, AUTH-5): by login and password, or by the link of a demo member.
 */
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Identity } from '../auth/identity.ts'
import { knownDevice, rememberDevice } from '../auth/knownDevices.ts'
import type { Passwords } from '../auth/passwords.ts'
import type { SignInBrake } from '../auth/SignInBrake.ts'
import { hashSecret, newSecret } from '../auth/secrets.ts'
import type { Database } from '../storage/schema.ts'
import { normalLogin } from './members.ts'

/** A session just begun: the cookie's secret, shown once, and how long it lasts. */
export interface NewSession {
  readonly secret: string
  readonly seconds: number
  readonly member: string
  /** The secret of the cookie by which this browser is known from now on; without one it is known already, or no password was asked. */
  readonly device?: string
}

/** Where a try to sign in comes from. */
export interface SignInFrom {
  readonly address: string
  /** The secret of the browser's device cookie. */
  readonly device: string | undefined
}

export interface SessionsParts {
  readonly db: Kysely<Database>
  readonly passwords: Passwords
  readonly brake: SignInBrake
  readonly now: () => number
  readonly newId: () => string
  readonly sessionSeconds: number
  readonly disconnect: (member: string, session: string) => void
}

export class Sessions {
  readonly #parts: SessionsParts

  constructor(parts: SessionsParts) {
    this.#parts = parts
  }

  /**
   * Checks login and password and begins a session; a browser not known yet is remembered. Throws what `verify` throws.
   */
  async signIn(login: string, password: string, from: SignInFrom): Promise<NewSession> {
    const { member, known } = await this.verify(login, password, from)
    const session = await this.begin(member)
    return known ? session : { ...session, device: await rememberDevice(this.#parts.db, member, this.#parts.now()) }
  }

  /**
   * Whose login and password these are, and whether they come from a browser of theirs. Throws HubError `wrong-credentials`, the same and after the
   * same work whether the login exists or not, and `rate-limited` naming the seconds to wait.
   */
  async verify(login: string, password: string, from: SignInFrom): Promise<{ member: string; known: boolean }> {
    const { db, brake, passwords } = this.#parts
    const name = normalLogin(login)
    const member = await db
      .selectFrom('member')
      .select(['id', 'password_hash'])
      .where('login', '=', name)
      .where('disabled_at', 'is', null)
      .executeTakeFirst()
    const device = await knownDevice(db, member?.id ?? '', from.device)
    const place = { address: from.address, device }
    const wait = brake.begin(name, place)
    if (wait > 0) throw new HubError('rate-limited', `Too many wrong tries; try again in ${Math.ceil(wait / 1000)} s.`)
    if (!(await passwords.matches(member?.password_hash ?? undefined, password)) || member === undefined)
      throw new HubError('wrong-credentials')
    brake.succeeded(name, place)
    return { member: member.id, known: device !== undefined }
  }

  /** Signs in with a demo link, any number of times until it expires. Throws HubError `link-used`. */
  async followLink(token: string): Promise<NewSession> {
    const link = await this.#parts.db
      .selectFrom('sign_in_link')
      .select('member_id')
      .where('token_hash', '=', hashSecret(token))
      .where('purpose', '=', 'demo')
      .where('expires_at', '>', this.#parts.now())
      .executeTakeFirst()
    if (!link?.member_id) throw new HubError('link-used')
    return this.begin(link.member_id)
  }

  /** A link that signs in as this member, for a demo. Returns the secret that belongs behind the `#`. */
  async offerLink(member: string, expiresAt: number): Promise<string> {
    const secret = newSecret()
    await this.#parts.db
      .insertInto('sign_in_link')
      .values({
        token_hash: hashSecret(secret),
        purpose: 'demo',
        member_id: member,
        created_at: this.#parts.now(),
        expires_at: expiresAt,
        used_at: null,
      })
      .execute()
    return secret
  }

  /** A new session of a member whose right to it was checked. Sessions long over are swept away on the way. */
  async begin(member: string): Promise<NewSession> {
    const { db, now, newId, sessionSeconds: seconds } = this.#parts
    const secret = newSecret()
    await db.deleteFrom('session').where('expires_at', '<=', now()).execute()
    await db
      .insertInto('session')
      .values({
        token_hash: hashSecret(secret),
        id: newId(),
        member_id: member,
        created_at: now(),
        expires_at: now() + seconds * 1000,
      })
      .execute()
    return { secret, seconds, member }
  }

  /** Ends this session and its live connections; the member's other devices stay signed in. */
  async signOut({ member, session }: Identity): Promise<void> {
    await this.#parts.db.deleteFrom('session').where('id', '=', session).execute()
    this.#parts.disconnect(member.id, session)
  }
}
