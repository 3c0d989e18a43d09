/** Signing in with an account of an OpenID Connect provider: whose account it is, and who it becomes the first time (docs/SPEC.md JOIN-20, JOIN-21). */
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { HUB_ORGANIZATION } from '../auth/localOperator.ts'
import type { OutsideAccount, OutsideProvider } from '../auth/OutsideProvider.ts'
import type { Database } from '../storage/schema.ts'
import type { Making } from './making.ts'
import { addMember, normalLogin } from './members.ts'
import type { NewSession, Sessions } from './sessions.ts'
import type { Setup } from './setup.ts'

export interface OutsideSignInParts {
  readonly db: Kysely<Database>
  readonly sessions: Sessions
  readonly setup: Setup
  /** Undefined where none is configured. */
  readonly provider: OutsideProvider | undefined
}

export class OutsideSignIn {
  readonly #parts: OutsideSignInParts

  constructor(parts: OutsideSignInParts) {
    this.#parts = parts
  }

  /** What its button says; undefined without a provider. */
  get name(): string | undefined {
    return this.#parts.provider?.name
  }

  /** Where to send the browser, and the ticket it keeps. Throws HubError `not-found` without a provider, `outside-sign-in` when it does not answer. */
  start(): Promise<{ address: string; ticket: string }> {
    return this.#provider().start()
  }

  /** Signs in who came back. Throws what the provider throws, and `no-right` for a suspended member. */
  async finish(query: string, ticket: string | undefined, making: Making): Promise<NewSession> {
    const { db, sessions, setup } = this.#parts
    const account = await this.#provider().finish(query, ticket)
    // The first person is the admin of the setup link, never whoever comes by first.
    if ((await setup.state()).setUpNeeded) throw new HubError('outside-sign-in', 'Use the setup link first.')
    const member = await db.transaction().execute(async trx => {
      const known = await knownMember(trx, account)
      return known ?? (await newMember(trx, account, making))
    })
    const row = await db.selectFrom('member').select('disabled_at').where('id', '=', member).executeTakeFirstOrThrow()
    if (row.disabled_at !== null) throw new HubError('no-right', 'This account is suspended.')
    return sessions.begin(member)
  }

  #provider(): OutsideProvider {
    const { provider } = this.#parts
    if (provider === undefined) throw new HubError('not-found')
    return provider
  }
}

async function knownMember(trx: Kysely<Database>, { issuer, subject }: OutsideAccount): Promise<string | undefined> {
  const row = await trx
    .selectFrom('outside_account')
    .select('member_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.member_id
}

/** The member whose login is the account's verified e-mail, unless another account of the provider is theirs; else somebody new, who waits to be let in. */
async function newMember(trx: Kysely<Database>, account: OutsideAccount, making: Making): Promise<string> {
  const { issuer, subject, name, email } = account
  const same =
    email === undefined
      ? undefined
      : await trx
          .selectFrom('member')
          .select('id')
          .where('login', '=', normalLogin(email))
          .where('kind', '=', 'person')
          .where('id', 'not in', select =>
            select.selectFrom('outside_account').select('member_id').where('issuer', '=', issuer),
          )
          .executeTakeFirst()
  const member = same?.id ?? (await waitingMember(trx, name, making))
  await trx
    .insertInto('outside_account')
    .values({ issuer, subject, member_id: member, linked_at: making.now })
    .execute()
  return member
}

async function waitingMember(trx: Kysely<Database>, name: string, making: Making): Promise<string> {
  const draft = { kind: 'person', name, login: null, passwordHash: null, roles: new Map() } as const
  const id = await addMember(trx, { ...draft, organization: HUB_ORGANIZATION.id }, making)
  await trx
    .insertInto('joining')
    .values({
      id: making.newId(),
      member_id: id,
      operation_id: null,
      organization_id: null,
      roles: '[]',
      invitation_id: null,
      asked_at: making.now,
      decided_at: null,
      decided_by: null,
      accepted: null,
    })
    .execute()
  return id
}
