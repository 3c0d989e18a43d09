/** What people do with the contact of a row: fill it in, correct it, look at one detail at a time (docs/SPEC.md VAULT-6, VAULT-8, VAULT-9). */
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { Action, Thing } from '../../shared/domain/roles.ts'
import type {
  ContactLogItem,
  contactLogQuery,
  DetailsChange,
  RowContact,
  revealWish,
} from '../../shared/protocol/contacts.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { Making } from '../services/making.ts'
import type { Page } from '../services/pages.ts'
import { requireRow } from '../services/rowOf.ts'
import { isClosed } from '../storage/closed.ts'
import type { Database } from '../storage/schema.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { log, logPage, requireCalm } from './ContactLog.ts'
import { type Contacts, entryOf } from './Contacts.ts'
import type { Contact, RowPlace } from './contact.ts'
import { organizationOf, type Standing } from './standing.ts'

export interface RevealsParts {
  readonly db: Kysely<Database>
  readonly contacts: Contacts
  readonly standing: Standing
  readonly rooms: SheetRooms
  /** What a sheet is to a policy. */
  readonly sheets: { thingOf(sheet: string): Promise<Thing> }
}

export class Reveals {
  readonly #parts: RevealsParts

  constructor(parts: RevealsParts) {
    this.#parts = parts
  }

  /** The contact as a policy is asked about it. Throws HubError `not-found`. */
  async thingOf(contact: string, identity: Identity): Promise<Thing> {
    const { contacts, standing } = this.#parts
    return standing.thingOf(await contacts.find(contact), await contacts.rowsOf(contact), identity)
  }

  /** What the caller may know and do about a row's contact. Throws HubError `not-found` for a row the sheet does not know. */
  async ofRow(place: RowPlace, identity: Identity): Promise<RowContact> {
    const { db, contacts, rooms, sheets } = this.#parts
    await requireRow(rooms, place.sheet, place.row)
    const contact = await contacts.ofRow(place)
    const thing = await sheets.thingOf(place.sheet)
    const ended = await isClosed(db, thing.operation ?? '')
    const mayKeep = !ended && may(identity, 'contact.keep', thing)
    return { contact: contact === undefined ? null : await this.#shown(contact, identity), mayKeep }
  }

  /**
   * Fills in a row's details, or corrects those it has: only who may look at them may change them. Throws HubError `not-found` for an unknown row,
   * `no-right`, and what `keep` and `correct` throw.
   */
  async write(
    place: RowPlace,
    change: DetailsChange,
    { identity, ...making }: Making & { readonly identity: Identity },
  ): Promise<RowContact> {
    const { db, contacts, rooms, sheets } = this.#parts
    await requireRow(rooms, place.sheet, place.row)
    const contact = await contacts.ofRow(place)
    const member = identity.member.id
    if (contact === undefined) {
      const given = Object.fromEntries(Object.entries(change).map(([field, value]) => [field, value ?? undefined]))
      const organization = await organizationOf(db, member)
      const { operation = '' } = await sheets.thingOf(place.sheet)
      await contacts.tie(
        await contacts.keep(given, { operation, organization, member }, making),
        place.sheet,
        place.row,
      )
    } else {
      await this.#require(contact, 'contact.reveal', identity)
      await contacts.correct(contact.id, change, { member, now: making.now })
    }
    return this.ofRow(place, identity)
  }

  /** One detail, once who asks for it and why is in the log. Throws HubError `not-found` where it is not kept, and `rate-limited`. */
  async reveal(id: string, wish: z.infer<typeof revealWish>, identity: Identity, now: number): Promise<string> {
    const { db, contacts } = this.#parts
    const contact = await contacts.find(id)
    const value = contacts.read(contact)[wish.field]
    if (value === undefined) throw new HubError('not-found', wish.field)
    const [place] = await contacts.rowsOf(id)
    await db.transaction().execute(async trx => {
      await requireCalm(trx, identity.member.id, now)
      const { field, purpose, reason } = wish
      const operation = contact.operation_id
      await log(trx, {
        operation,
        contact: id,
        place,
        member: identity.member.id,
        what: 'reveal',
        field,
        purpose,
        reason,
        at: now,
      })
    })
    return value
  }

  /** Who has had to do with details of the operation, newest first. */
  log(operation: string, query: z.infer<typeof contactLogQuery>): Promise<Page<ContactLogItem>> {
    return logPage(this.#parts.db, operation, query)
  }

  /** The same of one contact. */
  async logOf(contact: string, query: z.infer<typeof contactLogQuery>): Promise<Page<ContactLogItem>> {
    const { operation_id } = await this.#parts.contacts.find(contact)
    return logPage(this.#parts.db, operation_id, { ...query, contact })
  }

  async #shown(contact: Contact, identity: Identity): Promise<RowContact['contact']> {
    const { db, contacts, standing } = this.#parts
    const thing = await standing.thingOf(contact, await contacts.rowsOf(contact.id), identity)
    const organization = await db
      .selectFrom('organization')
      .select(['id', 'name'])
      .where('id', '=', contact.organization_id)
      .executeTakeFirst()
    const { id, phone, name, more } = entryOf(contact)
    const mayReveal = may(identity, 'contact.reveal', thing)
    return {
      id,
      phone,
      name,
      more: [...more],
      organization: organization ?? { id: contact.organization_id, name: contact.organization_id },
      changedAt: new Date(contact.changed_at).toISOString(),
      mayReveal,
      mayCorrect: mayReveal && !(await isClosed(db, contact.operation_id)) && may(identity, 'contact.keep', thing),
      mayErase: may(identity, 'contact.erase', thing),
      same: mayReveal ? (await contacts.sameAs(id)).length : 0,
    }
  }

  async #require(contact: Contact, action: Action, identity: Identity): Promise<void> {
    const thing = await this.#parts.standing.thingOf(contact, await this.#parts.contacts.rowsOf(contact.id), identity)
    if (!may(identity, action, thing)) throw new HubError('no-right')
  }
}
