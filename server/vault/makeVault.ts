/** Puts the parts of the vault together. */
import type { Thing } from '../../shared/domain/roles.ts'
import type { Exports } from '../services/exports.ts'
import type { Store } from '../storage/Store.ts'
import type { Desk } from '../sync/Desk.ts'
import type { SheetChanges } from '../sync/SheetChanges.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { Closings } from './Closings.ts'
import { ContactExports } from './ContactExports.ts'
import { Contacts } from './Contacts.ts'
import type { RowPlace } from './contact.ts'
import { Erasure } from './Erasure.ts'
import { Retention } from './Retention.ts'
import { Reveals } from './Reveals.ts'
import type { Secret } from './secret.ts'
import { Standing } from './standing.ts'
import type { Closing } from './strayDocuments.ts'

export interface VaultParts {
  readonly store: Store
  readonly secret: Secret
  readonly rooms: SheetRooms & { readonly desks: Desk } & Closing
  /** Whose contact a row has is a change of the row to those who follow the sheets. */
  readonly changes: SheetChanges
  /** What a sheet is to a policy. */
  readonly sheets: { thingOf(sheet: string): Promise<Thing> }
  readonly exports: Pick<Exports, 'exportSheet'>
  readonly now: () => number
}

export function makeVault({ store, secret, rooms, changes, sheets, exports, now }: VaultParts) {
  const { db } = store
  const { desks } = rooms
  const desk: Pick<Desk, 'show'> = {
    show: async (sheet, kind, rows = []) => {
      await desks.show(sheet, kind, rows)
      changes.changed(
        sheet,
        rows.map(row => ({ row })),
      )
    },
  }
  const contacts = new Contacts({ db, secret, desk })
  desks.register({ kind: 'contact', project: (sheet, rows) => contacts.project(sheet, rows) })
  const standing = new Standing({
    db,
    waits: place => waitsForCheck(rooms, place),
    // Nobody can promise to see to a row yet.
    claims: async () => false,
    confidential: async ({ sheet }) => (await sheets.thingOf(sheet)).confidential === true,
  })
  return {
    contacts,
    reveals: new Reveals({ db, contacts, standing, rooms, sheets }),
    erasure: new Erasure({ store, contacts, rooms }),
    closings: new Closings({ db, rooms }),
    retention: new Retention({ store, desk, now }),
    contactExports: new ContactExports({ db, contacts, sheets, exports, now }),
  }
}

/** Whether nobody has verified the row, or a cell is not what it was then. */
async function waitsForCheck(
  rooms: SheetRooms & { readonly desks: Pick<Desk, 'read'> },
  { sheet, row }: RowPlace,
): Promise<boolean> {
  const verification = await rooms.desks.read(sheet, desk => desk.get('verification', row))
  if (verification === undefined) return true
  if (verification.state === 'rejected') return false
  return rooms.read(sheet, document =>
    Object.entries(verification.cells).some(([column, value]) => document.value(row, column) !== value),
  )
}
