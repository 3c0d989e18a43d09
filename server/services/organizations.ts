/**
 * Organizations belong to the hub, not to one operation: the same 基金会 helps in many.
 */
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Organization } from '../../shared/protocol/http.ts'
import { HUB_ORGANIZATION } from '../auth/localOperator.ts'
import type { Database } from '../storage/schema.ts'
import type { Making } from './making.ts'

export class Organizations {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  /** All of them, by age. */
  async list(): Promise<Organization[]> {
    return this.#db
      .selectFrom('organization')
      .select(['id', 'name'])
      .where('id', '!=', HUB_ORGANIZATION.id)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  }

  /** Throws HubError `conflict` when another one has that name: people and commands name organizations by it. */
  async create({ name }: { readonly name: string }, { newId, now }: Making): Promise<Organization> {
    const id = newId()
    await requireFreeName(this.#db, name, id)
    await this.#db
      .insertInto('organization')
      .values({ id, name, created_at: now })
      .onConflict(on => on.column('id').doNothing())
      .execute()
    return { id, name }
  }

  /** The organization of that name, made if there is none yet. */
  async named(name: string, making: Making): Promise<Organization> {
    const there = (await this.list()).find(it => it.name === name)
    return there ?? this.create({ name }, making)
  }

  /** The organization with this id or else this name. Throws HubError `not-found`. */
  async find(idOrName: string): Promise<Organization> {
    const found = (await this.list()).filter(it => it.id === idOrName || it.name === idOrName)
    const best = found.find(it => it.id === idOrName) ?? found[0]
    if (best === undefined) throw new HubError('not-found', `No organization has the id or name ${idOrName}.`)
    return best
  }
}

/** Throws HubError `conflict` when an organization other than this one has the name. */
export async function requireFreeName(db: Kysely<Database>, name: string, id: string): Promise<void> {
  const same = await db.selectFrom('organization').select('id').where('name', '=', name).executeTakeFirst()
  if (same !== undefined && same.id !== id)
    throw new HubError('conflict', `There is an organization named ${name} already.`)
}
