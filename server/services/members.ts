/**
 * Members: signed-in accounts of people, and the service members behind API tokens.
 */
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import type { Role } from '../../shared/domain/roles.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Me, Member, newMember } from '../../shared/protocol/http.ts'
import { rolesOf } from '../auth/Authenticator.ts'
import { requireMayGive } from '../auth/giving.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { Passwords } from '../auth/passwords.ts'
import type { Database, MemberTable } from '../storage/schema.ts'
import { isUniqueViolation } from '../storage/storageFailure.ts'
import type { Making } from './making.ts'
import type { Operations } from './operations.ts'
import type { Organizations } from './organizations.ts'

/** Cursor colours that stay apart from each other and legible under white text. */
const COLORS = [
  '#1677ff',
  '#d4380d',
  '#389e0d',
  '#722ed1',
  '#c41d7f',
  '#08979c',
  '#d48806',
  '#531dab',
  '#a8071a',
  '#006d75',
  '#614700',
  '#10239e',
]

/** A member to be made, its secrets hashed already. */
export interface MemberDraft {
  readonly kind: Member['kind']
  readonly name: string
  readonly login: string | null
  readonly passwordHash: string | null
  readonly organization: string
  /** Operation id → roles. */
  readonly roles: ReadonlyMap<string, readonly Role[]>
}

export interface MembersParts {
  readonly db: Kysely<Database>
  readonly passwords: Passwords
  readonly operations: Operations
  readonly organizations: Organizations
}

export class Members {
  readonly #parts: MembersParts

  constructor(parts: MembersParts) {
    this.#parts = parts
  }

  /** Members of the operations whose members the caller may see, with their roles there only. */
  async list(identity: Identity): Promise<Member[]> {
    const members = await this.#read(undefined)
    return members
      .map(member => ({ ...member, memberships: member.memberships.filter(it => may(identity, 'member.read', it)) }))
      .filter(member => member.memberships.length > 0)
  }

  /** The caller and the operations it may read. */
  async me(identity: Identity): Promise<Me> {
    const [member] = await this.#read(identity.member.id)
    if (member === undefined) throw new HubError('not-signed-in')
    const operations = await this.#parts.operations.list(identity)
    const waiting = await this.#waiting(member.id, operations.length > 0)
    return { member, operations, ...(waiting.length === 0 ? {} : { waiting }) }
  }

  /** Where somebody waits to be let in; who is in nowhere is told where they were not let in, too. */
  async #waiting(member: string, isIn: boolean): Promise<NonNullable<Me['waiting']>> {
    const rows = await this.#parts.db
      .selectFrom('joining')
      .leftJoin('operation', 'operation.id', 'joining.operation_id')
      .select(['operation.name', 'joining.accepted'])
      .where('joining.member_id', '=', member)
      .orderBy('joining.asked_at')
      .execute()
    return rows
      .filter(({ accepted }) => accepted === null || (accepted === 0 && !isIn))
      .map(({ name, accepted }) => ({ operation: name, declined: accepted === 0 }))
  }

  /** Makes a person's account. Throws HubError `conflict` when the login is taken, `not-found`, and `no-right` for rights the caller lacks. */
  async create(identity: Identity, wish: z.infer<typeof newMember>, making: Making): Promise<Member> {
    requireMayGive(identity, { operation: wish.operation, roles: wish.roles, scopes: undefined })
    const { id: organization } = await this.#parts.organizations.find(wish.organization)
    const id = await insertMember(
      this.#parts.db,
      {
        kind: 'person',
        name: wish.name,
        login: wish.login,
        passwordHash: await this.#parts.passwords.hash(wish.password),
        organization,
        roles: new Map([[wish.operation, wish.roles]]),
      },
      making,
    )
    const [member] = await this.#read(id)
    if (member === undefined) throw new HubError('internal')
    return member
  }

  async #read(id: string | undefined): Promise<Member[]> {
    const all = this.#parts.db
      .selectFrom('member')
      .innerJoin('organization', 'organization.id', 'member.organization_id')
      .selectAll('member')
      .select('organization.name as organization_name')
      .orderBy('member.created_at')
      .orderBy('member.id')
    const rows = await (id === undefined ? all : all.where('member.id', '=', id)).execute()
    const memberships = await this.#parts.db
      .selectFrom('membership')
      .selectAll()
      .where(
        'member_id',
        'in',
        rows.length === 1 ? rows.map(row => row.id) : select => select.selectFrom('member').select('member.id'),
      )
      .execute()
    return rows.map(row => ({
      ...present(row),
      memberships: memberships
        .filter(it => it.member_id === row.id)
        .map(it => ({ operation: it.operation_id, roles: rolesOf(it.roles) })),
    }))
  }
}

function present(row: Selectable<MemberTable> & { organization_name: string }): Omit<Member, 'memberships'> {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    login: row.login,
    color: row.color,
    organization: { id: row.organization_id, name: row.organization_name },
    disabled: row.disabled_at !== null,
  }
}

/** Logins are compared without case and in one Unicode form. */
export const normalLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase()

/** Throws HubError `conflict` when another member signs in with it. */
export async function requireFreeLogin(db: Kysely<Database>, login: string, member?: string): Promise<void> {
  const taken = await db.selectFrom('member').select('id').where('login', '=', login).executeTakeFirst()
  if (taken !== undefined && taken.id !== member) throw new HubError('conflict', `The login ${login} is taken.`)
}

/** Inserts the member with its roles, all or nothing; returns its id. Throws HubError `conflict` when the login is taken. */
export async function insertMember(db: Kysely<Database>, draft: MemberDraft, making: Making): Promise<string> {
  return db.transaction().execute(trx => addMember(trx, draft, making))
}

/** The same as part of the caller's transaction. A member that this same request has made before is left as it is. */
export async function addMember(trx: Kysely<Database>, draft: MemberDraft, { newId, now }: Making): Promise<string> {
  const id = newId()
  const login = draft.login === null ? null : normalLogin(draft.login)
  if (login !== null) {
    await requireFreeLogin(trx, login, id)
    const there = await trx.selectFrom('member').select('id').where('id', '=', id).executeTakeFirst()
    if (there !== undefined) return id
  }
  const { count } = await trx
    .selectFrom('member')
    .select(it => it.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('member')
    .values({
      id,
      kind: draft.kind,
      name: draft.name,
      login,
      password_hash: draft.passwordHash,
      organization_id: draft.organization,
      color: COLORS[Number(count) % COLORS.length] ?? '#1677ff',
      created_at: now,
      disabled_at: null,
    })
    .execute()
    .catch((error: unknown) => {
      // Somebody else took the login between the look and the insert.
      throw isUniqueViolation(error)
        ? new HubError('conflict', `The login ${login} is taken.`, { cause: error })
        : error
    })
  for (const [operation, roles] of draft.roles) {
    await trx
      .insertInto('membership')
      .values({ member_id: id, operation_id: operation, roles: JSON.stringify(roles) })
      .execute()
  }
  return id
}
