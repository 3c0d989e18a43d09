/**
 * Erasing a person (docs/SPEC.md VAULT-13, VAULT-15): the record and its key first, then what of them strayed out of the vault by mistake, then the
 * places on disk where any of it still lay.
 */
import type { z } from 'zod'
import type { erased } from '../../shared/protocol/contacts.ts'
import type { Store } from '../storage/Store.ts'
import { log } from './ContactLog.ts'
import type { Contacts } from './Contacts.ts'
import { Needles } from './needles.ts'
import { type Closing, cleanDocuments } from './strayDocuments.ts'
import { cleanTexts, dropRefused } from './strayTexts.ts'

export interface ErasureParts {
  readonly store: Store
  readonly contacts: Contacts
  readonly rooms: Closing
}

export class Erasure {
  readonly #parts: ErasureParts
  /** One after the other: each ends rooms and writes the database anew. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(parts: ErasureParts) {
    this.#parts = parts
  }

  /**
   * Erases a contact in the name of this member. Throws HubError `not-found`, `vault-locked`; `not-saved` when the person is erased and only what lay on
   * the disk could not be written over yet, because somebody else reads the database.
   */
  async erase(
    id: string,
    { member, now }: { readonly member: string; readonly now: number },
  ): Promise<z.infer<typeof erased>> {
    const { store, contacts } = this.#parts
    const contact = await contacts.find(id)
    const needles = new Needles(contacts.read(contact))
    const [place] = await contacts.rowsOf(id)
    await contacts.erase(id)
    await log(store.db, { operation: contact.operation_id, contact: id, place, member, what: 'erase', at: now })
    const work = this.#last.then(() => this.#clean(contact.operation_id, needles))
    this.#last = work.catch(() => undefined)
    return work
  }

  async #clean(operation: string, needles: Needles): Promise<z.infer<typeof erased>> {
    const { store, rooms } = this.#parts
    const sheets = await store.db
      .selectFrom('sheet')
      .select(['id', 'document'])
      .where('operation_id', '=', operation)
      .execute()
    let counts = { cleared: 0, renewed: 0 }
    if (needles.texts.length > 0) {
      const ids = sheets.map(({ id }) => id)
      // The documents first: what is still being written into them is in the history before that is gone through.
      const renewed = await cleanDocuments(store, rooms, sheets, needles)
      counts = { renewed, cleared: (await cleanTexts(store, ids, needles)) + (await dropRefused(store, ids, needles)) }
    }
    await store.wipe()
    return counts
  }
}
