/** What the parts of the vault talk about. */
import type { Selectable } from 'kysely'
import type { ContactTable } from '../storage/schema/vault.ts'

/** A person's details as they are stored: closed. */
export type Contact = Selectable<ContactTable>

/** A row of a sheet. */
export interface RowPlace {
  readonly sheet: string
  readonly row: string
}
