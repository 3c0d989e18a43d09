/** Sheets as files with what belongs to their rows in the vault, for a reason that is kept (docs/SPEC.md VAULT-14). */
import type { Kysely } from 'kysely'
import type { Thing } from '../../shared/domain/roles.ts'
import { DETAIL_FIELDS, type DetailField } from '../../shared/protocol/contacts.ts'
import type { Bilingual, Column } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Beside, ExportedFile, Exports, ExportWish } from '../services/exports.ts'
import type { Database } from '../storage/schema.ts'
import { log } from './ContactLog.ts'
import type { Contacts } from './Contacts.ts'
import type { Contact } from './contact.ts'

export interface ContactExportsParts {
  readonly db: Kysely<Database>
  readonly contacts: Contacts
  readonly sheets: { thingOf(sheet: string): Promise<Thing> }
  readonly exports: Pick<Exports, 'exportSheet'>
  readonly now: () => number
}

const LABELS: Record<DetailField, Bilingual> = {
  name: { zh: '姓名', en: 'Name' },
  phone: { zh: '电话', en: 'Phone' },
  wechat: { zh: '微信', en: 'WeChat' },
  address: { zh: '详细地址', en: 'Exact address' },
  idNumber: { zh: '身份证号', en: 'ID number' },
  health: { zh: '健康等敏感情况', en: 'Health and the like' },
}
/** Nothing a column of a sheet is called. */
const columnOf = (field: DetailField, label: Bilingual): Column => ({
  id: `_contact_${field}`,
  label,
  kind: { type: 'text' },
})

export class ContactExports {
  readonly #parts: ContactExportsParts

  constructor(parts: ContactExportsParts) {
    this.#parts = parts
  }

  /** The sheet with everything of its rows in the clear. Who took it out, why and how many people is kept first. Throws HubError `vault-locked` too. */
  async open({
    reason,
    member,
    ...wish
  }: ExportWish & { readonly reason: string; readonly member: string }): Promise<ExportedFile> {
    const { contacts, db, sheets, now } = this.#parts
    const found = await contacts.ofSheet(wish.sheet)
    const details = new Map([...found.values()].map(contact => [contact.id, contacts.read(contact)]))
    const { operation = '' } = await sheets.thingOf(wish.sheet)
    const place = { sheet: wish.sheet }
    await log(db, { operation, place, member, what: 'export', reason, count: details.size, at: now() })
    const columns = DETAIL_FIELDS.map(field => columnOf(field, LABELS[field]))
    return this.#export(wish, columns, found, ({ id }) => details.get(id) ?? {})
  }

  #export(
    wish: ExportWish,
    columns: readonly Column[],
    found: ReadonlyMap<string, Contact>,
    shown: (contact: Contact) => Partial<Record<DetailField, string | null | undefined>>,
  ): Promise<ExportedFile> {
    const cells: Beside['cells'] = new Map(
      [...found].map(([row, contact]) => {
        const values: Record<string, Scalar> = {}
        for (const [field, value] of Object.entries(shown(contact))) values[`_contact_${field}`] = value ?? null
        return [row, values]
      }),
    )
    return this.#parts.exports.exportSheet({ ...wish, beside: { columns, cells } })
  }
}
