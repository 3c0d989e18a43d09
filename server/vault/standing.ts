/**
 * How a contact stands to a caller (docs/SPEC.md VAULT-8): the one place that finds it out; what follows from it is in shared/domain/roles.ts.
 */
import type { Kysely } from 'kysely'
import type { Relation, Thing } from '../../shared/domain/roles.ts'
import type { Identity } from '../auth/identity.ts'
import type { Database } from '../storage/schema.ts'
import type { Contact, RowPlace } from './contact.ts'

export interface StandingParts {
  readonly db: Kysely<Database>
  /** Whether a row waits to be checked: nobody has verified it, or it has changed since. */
  readonly waits: (place: RowPlace) => Promise<boolean>
  /** Whether an organization has promised to see to a row. */
  readonly claims: (organization: string, place: RowPlace) => Promise<boolean>
  /** Whether a row is confidential. */
  readonly confidential: (place: RowPlace) => Promise<boolean>
}

export class Standing {
  readonly #parts: StandingParts

  constructor(parts: StandingParts) {
    this.#parts = parts
  }

  /** The contact as a policy is asked about it. `rows`: those it belongs to. */
  async thingOf(contact: Contact, rows: readonly RowPlace[], identity: Identity): Promise<Thing> {
    return {
      operation: contact.operation_id,
      relation: await this.#relation(contact, rows, identity),
      confidential: await some(rows, this.#parts.confidential),
    }
  }

  async #relation(contact: Contact, rows: readonly RowPlace[], identity: Identity): Promise<Relation> {
    const organization = await organizationOf(this.#parts.db, identity.member.id)
    if (organization === contact.organization_id) return 'own'
    if (await some(rows, place => this.#parts.claims(organization, place))) return 'claimed'
    // What no row has yet came by a form and waits in the inbox.
    return rows.length === 0 || (await some(rows, this.#parts.waits)) ? 'checking' : 'other'
  }
}

/** The organization of a member; every member has one. */
export async function organizationOf(db: Kysely<Database>, member: string): Promise<string> {
  const found = await db.selectFrom('member').select('organization_id').where('id', '=', member).executeTakeFirst()
  return found?.organization_id ?? ''
}

async function some<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await holds(item)) return true
  return false
}
