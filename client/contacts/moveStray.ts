/** Moves a number out of a cell into the vault (docs/SPEC.md VAULT-21): first it is kept, then the cell is written without it. */
import { maskPhone, type PersonalKind, withoutPersonal } from '../../shared/domain/personalData.ts'
import { type RowContact, rowContact } from '../../shared/protocol/contacts.ts'
import type { Api } from '../app/api.ts'
import type { SheetSession } from '../sync/session.ts'
import type { Stray, StrayWatch } from './StrayWatch.ts'

type Kept = NonNullable<RowContact['contact']>
type Found = Partial<Record<PersonalKind, string>>

/**
 * What came of it. Nothing was written unless `moved`.
 * - `several`: the cell holds several numbers of a kind; which is the row's is for a person to say
 * - `replaces`: another one is kept already – as this mask, empty where none is shown –, and would be given up
 * - `notYours`: kept by this organization, and the caller may not correct it · `mayNot`: the caller may not fill in this row
 */
export type MoveOutcome =
  | { readonly kind: 'moved'; readonly now: RowContact }
  | { readonly kind: 'several' | 'mayNot' }
  | { readonly kind: 'replaces'; readonly field: PersonalKind; readonly mask: string }
  | { readonly kind: 'notYours'; readonly organization: string }

export interface Mover {
  readonly api: Api
  readonly session: SheetSession
  readonly watch: StrayWatch
  /** Id of the sheet. */
  readonly sheet: string
}

/** Moves one. `replace`: the person has agreed to give up what is kept. Throws ApiError. */
export async function moveStray(stray: Stray, mover: Mover, replace = false): Promise<MoveOutcome> {
  const { api, session, watch, sheet } = mover
  const { row, column, text, finds } = stray
  const found = foundIn(stray)
  if (found === undefined) return { kind: 'several' }
  const path = `sheets/${encodeURIComponent(sheet)}/rows/${encodeURIComponent(row)}/contact`
  const { contact, mayKeep } = await api.get(path, rowContact)
  if (contact === null && !mayKeep) return { kind: 'mayNot' }
  if (contact !== null && !contact.mayCorrect) return { kind: 'notYours', organization: contact.organization.name }
  const given = contact === null || replace ? undefined : givenUp(contact, found)
  if (given !== undefined) return given
  const now = await api.post(path, found, rowContact)
  if (watch.isThere(stray)) {
    const rest = withoutPersonal(text, finds)
    session.edit([{ row, column, value: rest === '' ? null : rest }])
  }
  return { kind: 'moved', now }
}

/** What goes into the vault; undefined when the cell holds several of a kind. */
function foundIn({ finds }: Stray): Found | undefined {
  const found: Found = {}
  for (const { kind, plain } of finds) {
    if (found[kind] !== undefined && found[kind] !== plain) return undefined
    found[kind] = plain
  }
  return found
}

/** What keeping this would give up. Of an identity number nothing is shown, so it may be another one. */
function givenUp(contact: Kept, { phone, idNumber }: Found): MoveOutcome | undefined {
  if (phone !== undefined && contact.phone !== null && contact.phone !== maskPhone(phone))
    return { kind: 'replaces', field: 'phone', mask: contact.phone }
  if (idNumber !== undefined && contact.more.includes('idNumber'))
    return { kind: 'replaces', field: 'idNumber', mask: '' }
  return undefined
}
