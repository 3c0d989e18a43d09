/** What other services may ask of the vault. server/vault answers; nobody else reads its tables. */
import type { ContactEntry } from '../../shared/desk/deskDocument.ts'
import type { PersonalDetails } from '../../shared/protocol/contacts.ts'
import type { Making } from './making.ts'

/** Whose details, and who took them down. */
export interface KeptFor {
  readonly operation: string
  /** Organization whose members may see them as their own. */
  readonly organization: string
  /** Member who took them down; undefined when they came by a form. */
  readonly member: string | undefined
}

export interface Vault {
  /** Encrypts and keeps a person's details. Resolves to the contact's id. Throws HubError `bad-request` when there is nothing to keep. */
  keep(details: PersonalDetails, kept: KeptFor, making: Making): Promise<string>
  /** Ties the contact to a row and shows it, masked, on the sheet's desk. A row has one contact; an earlier one is untied and stays in the log. */
  tie(contact: string, sheet: string, row: string): Promise<void>
  /** The masked form of contacts, by id; those that are gone are left out. */
  masked(contacts: readonly string[]): Promise<ReadonlyMap<string, ContactEntry>>
  /** Other contacts of the operation with the same phone or id number, by keyed hash, newest first. */
  sameAs(contact: string): Promise<readonly string[]>
  /** Takes a contact out of the vault with its key: nothing can read it any more. */
  erase(contact: string): Promise<void>
}
