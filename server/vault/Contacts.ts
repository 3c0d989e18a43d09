/**
 * The vault: people's details, encrypted, and which row they belong to (docs/SPEC.md VAULT-4 … VAULT-7). The tables are the truth; what everybody may
 * see of a contact – the mask – is shown on the sheet's desk.
 */
import type { Kysely } from 'kysely'
import type { ContactEntry } from '../../shared/desk/deskDocument.ts'
import { maskName, maskPhone, plainIdNumber, plainPhone } from '../../shared/domain/personalData.ts'
import { DETAIL_FIELDS, type DetailsChange, type PersonalDetails } from '../../shared/protocol/contacts.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Making } from '../services/making.ts'
import type { KeptFor, Vault } from '../services/Vault.ts'
import type { Database } from '../storage/schema.ts'
import type { Desk } from '../sync/Desk.ts'
import { log } from './ContactLog.ts'
import type { Contact, RowPlace } from './contact.ts'
import type { Sealer } from './sealing.ts'
import { required, type Secret } from './secret.ts'

export interface ContactsParts {
  readonly db: Kysely<Database>
  readonly secret: Secret
  readonly desk: Pick<Desk, 'show'>
}

/** Bound to one statement; SQLite takes 32,766. */
const AT_ONCE = 5_000

export class Contacts implements Vault {
  readonly #db: Kysely<Database>
  readonly #secret: Secret
  readonly #desk: ContactsParts['desk']

  constructor({ db, secret, desk }: ContactsParts) {
    this.#db = db
    this.#secret = secret
    this.#desk = desk
  }

  /** The sealer. Throws HubError `vault-locked`. */
  get #sealer(): Sealer {
    return required(this.#secret)
  }

  async keep(details: PersonalDetails, kept: KeptFor, { newId, now }: Making): Promise<string> {
    const id = newId()
    const filled = withoutEmpty(details)
    if (Object.keys(filled).length === 0) throw new HubError('bad-request', 'there is nothing to keep')
    await this.#db.transaction().execute(async trx => {
      const made = await trx
        .insertInto('contact')
        .values({
          id,
          operation_id: kept.operation,
          organization_id: kept.organization,
          member_id: kept.member ?? null,
          created_at: now,
          ...this.#closed(id, kept.operation, filled, now),
        })
        // The same request again: it is kept already.
        .onConflict(on => on.column('id').doNothing())
        .executeTakeFirst()
      if (kept.member !== undefined && Number(made.numInsertedOrUpdatedRows) > 0)
        await log(trx, { operation: kept.operation, contact: id, member: kept.member, what: 'keep', at: now })
    })
    return id
  }

  async tie(contact: string, sheet: string, row: string): Promise<void> {
    const { changed_at } = await this.find(contact)
    await this.#db
      .insertInto('contact_tie')
      .values({ contact_id: contact, sheet_id: sheet, row_id: row, at: changed_at })
      .onConflict(on => on.columns(['sheet_id', 'row_id']).doUpdateSet({ contact_id: contact, at: changed_at }))
      .execute()
    await this.#desk.show(sheet, 'contact', [row])
  }

  async masked(contacts: readonly string[]): Promise<ReadonlyMap<string, ContactEntry>> {
    const found = new Map<string, ContactEntry>()
    for (let from = 0; from < contacts.length; from += AT_ONCE) {
      const rows = await this.#db
        .selectFrom('contact')
        .select(['id', 'organization_id', 'masked'])
        .where('id', 'in', contacts.slice(from, from + AT_ONCE))
        .execute()
      for (const row of rows) found.set(row.id, entryOf(row))
    }
    return found
  }

  async sameAs(contact: string): Promise<readonly string[]> {
    const { operation_id, phone_hash, id_hash } = await this.find(contact)
    const rows = await this.#db
      .selectFrom('contact')
      .select('id')
      .where('operation_id', '=', operation_id)
      .where('id', '!=', contact)
      .where(or => or.or([or('phone_hash', '=', phone_hash ?? ''), or('id_hash', '=', id_hash ?? '')]))
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    return rows.map(({ id }) => id)
  }

  /** Row → a name that all rows of one person have in common – by keyed hash, never to be shown – of these rows, of the whole sheet without a list. */
  async peopleOf(sheet: string, rows?: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const ties = this.#db
      .selectFrom('contact_tie')
      .innerJoin('contact', 'contact.id', 'contact_tie.contact_id')
      .select(['row_id', 'phone_hash', 'id_hash'])
      .where('sheet_id', '=', sheet)
    const found = await (rows === undefined ? ties : ties.where('row_id', 'in', rows)).execute()
    return new Map(
      found.flatMap(({ row_id, phone_hash, id_hash }) => {
        const person = phone_hash ?? id_hash
        return person === null ? [] : [[row_id, person] as const]
      }),
    )
  }

  /** That name for a contact which has no row yet; undefined where neither phone nor id number is known. */
  async personOf(contact: string): Promise<string | undefined> {
    const { phone_hash, id_hash } = await this.find(contact)
    return phone_hash ?? id_hash ?? undefined
  }

  async erase(contact: string): Promise<void> {
    const rows = await this.rowsOf(contact)
    await this.#db.transaction().execute(async trx => {
      await trx.deleteFrom('contact_tie').where('contact_id', '=', contact).execute()
      await trx.deleteFrom('contact').where('id', '=', contact).execute()
    })
    await this.#show(rows)
  }

  /** Corrects details as this member. Throws HubError `not-found`, `conflict` when somebody else did meanwhile, `bad-request` when nothing would be left. */
  async correct(
    contact: string,
    change: DetailsChange,
    by: { readonly member: string; readonly now: number },
  ): Promise<void> {
    const before = await this.find(contact)
    const details = withoutEmpty({ ...this.read(before), ...change })
    if (Object.keys(details).length === 0) throw new HubError('bad-request', 'nothing would be left: erase the contact')
    await this.#db.transaction().execute(async trx => {
      const changed = await trx
        .updateTable('contact')
        .set(this.#closed(contact, before.operation_id, details, by.now))
        .where('id', '=', contact)
        .where('sealed', '=', before.sealed)
        .executeTakeFirst()
      if (Number(changed.numUpdatedRows) === 0) throw new HubError('conflict')
      await log(trx, { operation: before.operation_id, contact, member: by.member, what: 'correct', at: by.now })
    })
    await this.#show(await this.rowsOf(contact))
  }

  /** Throws HubError `not-found`. */
  async find(contact: string): Promise<Contact> {
    const row = await this.#db.selectFrom('contact').selectAll().where('id', '=', contact).executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    return row
  }

  /** The contact of a row; undefined where there is none. */
  ofRow({ sheet, row }: RowPlace): Promise<Contact | undefined> {
    return this.#db
      .selectFrom('contact_tie')
      .innerJoin('contact', 'contact.id', 'contact_tie.contact_id')
      .selectAll('contact')
      .where('sheet_id', '=', sheet)
      .where('row_id', '=', row)
      .executeTakeFirst()
  }

  /** Every row of the sheet that has a contact, or those of these rows. */
  async ofSheet(sheet: string, rows?: readonly string[]): Promise<ReadonlyMap<string, Contact>> {
    const ties = this.#db
      .selectFrom('contact_tie')
      .innerJoin('contact', 'contact.id', 'contact_tie.contact_id')
      .selectAll('contact')
      .select('row_id')
      .where('sheet_id', '=', sheet)
    const found = await (rows === undefined ? ties : ties.where('row_id', 'in', rows)).execute()
    return new Map(found.map(({ row_id, ...contact }) => [row_id, contact]))
  }

  /** The rows a contact belongs to. */
  async rowsOf(contact: string): Promise<readonly RowPlace[]> {
    return this.#db
      .selectFrom('contact_tie')
      .select(['sheet_id as sheet', 'row_id as row'])
      .where('contact_id', '=', contact)
      .execute()
  }

  /** What is kept, as it was given: for who may know it, and never for a log. Throws HubError `vault-locked`. */
  read({ id, wrapped_key: wrappedKey, sealed }: Contact): PersonalDetails {
    return JSON.parse(this.#sealer.open(id, { wrappedKey, sealed })) as PersonalDetails
  }

  /** What the desk of a sheet says of its contacts. */
  async project(sheet: string, rows?: readonly string[]): Promise<ReadonlyMap<string, ContactEntry>> {
    const found = await this.ofSheet(sheet, rows)
    return new Map([...found].map(([row, contact]) => [row, entryOf(contact)]))
  }

  async #show(rows: readonly RowPlace[]): Promise<void> {
    for (const { sheet, row } of rows) await this.#desk.show(sheet, 'contact', [row])
  }

  #closed(id: string, operation: string, details: PersonalDetails, now: number) {
    const { wrappedKey, sealed } = this.#sealer.close(id, JSON.stringify(details))
    const { phone, idNumber } = details
    const hash = (kind: 'phone' | 'idNumber', plain: string) =>
      plain === '' ? null : this.#sealer.hash(operation, kind, plain)
    return {
      changed_at: now,
      wrapped_key: wrappedKey,
      sealed,
      phone_hash: hash('phone', plainPhone(phone ?? '')),
      id_hash: hash('idNumber', plainIdNumber(idNumber ?? '')),
      masked: JSON.stringify(maskOf(details)),
    }
  }
}

type Mask = Pick<ContactEntry, 'phone' | 'name' | 'more'>

/** What everybody may see. */
const maskOf = (details: PersonalDetails): Mask => ({
  phone: details.phone === undefined ? null : maskPhone(details.phone),
  name: details.name === undefined ? null : maskName(details.name),
  more: DETAIL_FIELDS.filter(field => field !== 'phone' && field !== 'name' && details[field] !== undefined),
})

/** The entry of a stored contact. */
export function entryOf(contact: Pick<Contact, 'id' | 'organization_id' | 'masked'>): ContactEntry {
  return { id: contact.id, organization: contact.organization_id, ...(JSON.parse(contact.masked) as Mask) }
}

function withoutEmpty(details: DetailsChange): PersonalDetails {
  const filled: PersonalDetails = {}
  for (const field of DETAIL_FIELDS) {
    const value = details[field]?.trim()
    if (value !== undefined && value !== '') filled[field] = value
  }
  return filled
}
