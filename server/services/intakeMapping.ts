/** From what another service sends to what the inbox keeps (docs/SPEC.md INTAKE-15, INTAKE-16). Pure. */
import { createHash } from 'node:crypto'
import { signOf } from '../../shared/domain/intakeSigns.ts'
import { DETAIL_FIELDS, type PersonalDetails } from '../../shared/protocol/contacts.ts'
import type { FieldMapping } from '../../shared/protocol/intakeConnections.ts'
import type { Column } from '../../shared/schema/column.ts'
import { parseCell } from '../../shared/schema/parse.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'

/** Field → text, flat: `field_3.province`. */
export type Fields = Readonly<Record<string, string>>

/** Fields of one sending that are looked at, and characters of one. */
const MOST_FIELDS = 150
const MOST_CHARACTERS = 5_000
const DEPTH = 4
/** What services put beside the answers about the sender's machine; nobody needs it here. */
const ABOUT_THE_SENDER = /(?:^|[._])(?:ip|info_remote_ip|user_agent|openid|info_.*|x_field_weixin_.*)$/i
/** The longest text of each detail (shared/protocol/contacts.ts). */
const DETAIL_CHARACTERS = { name: 100, phone: 100, wechat: 100, address: 300, idNumber: 100, health: 1_000 } as const

/**
 * The answers of a sending, flat. Jinshuju's come as `entry`, others as the body itself; lists of texts are joined, what is nested is named with dots.
 */
export function fieldsOf(body: unknown): Fields {
  const fields: Record<string, string> = {}
  const put = (name: string, value: unknown, depth: number): void => {
    if (Object.keys(fields).length >= MOST_FIELDS || value === null || value === undefined) return
    if (typeof value === 'object' && depth < DEPTH) {
      if (Array.isArray(value) && value.every(each => typeof each !== 'object'))
        return put(name, value.map(String).join('、'), depth)
      for (const [key, inner] of Object.entries(value)) put(name === '' ? key : `${name}.${key}`, inner, depth + 1)
      return
    }
    if (name === '' || name.length > 200 || name in Object.prototype || ABOUT_THE_SENDER.test(name)) return
    fields[name] = String(value).slice(0, MOST_CHARACTERS)
  }
  put('', entryOf(body), 0)
  return fields
}

/** What makes a second sending the same: its serial number, else exactly the same content. */
export function serialOf(body: unknown): string {
  const entry = entryOf(body)
  for (const from of [entry, body])
    for (const name of ['serial_number', 'serialNumber', 'entry_id', 'id']) {
      const value = isRecord(from) ? from[name] : undefined
      if ((typeof value === 'string' && value !== '') || typeof value === 'number') return `#${value}`.slice(0, 200)
    }
  return `=${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const entryOf = (body: unknown): unknown => (isRecord(body) && isRecord(body.entry) ? body.entry : body)

export interface Mapped {
  readonly cells: Record<string, Scalar>
  readonly answers: Record<string, Scalar>
  readonly details: PersonalDetails | undefined
  readonly signs: readonly string[]
}

/** Reads the fields by the mapping. Nothing is refused: what does not fit its column is a sign, and is still in what was sent. */
export function mapFields(fields: Fields, mapping: FieldMapping, columns: readonly Column[], zone: string): Mapped {
  const cells: Record<string, Scalar> = {}
  const answers: Record<string, Scalar> = {}
  const details: Partial<Record<(typeof DETAIL_FIELDS)[number], string>> = {}
  const signs: string[] = []
  for (const [field, text] of Object.entries(fields)) {
    const target = Object.hasOwn(mapping, field) ? mapping[field] : undefined
    if (target === undefined) {
      signs.push(signOf('unmapped', field))
    } else if (target.to === 'answer') {
      answers[field] = text
    } else if (target.to === 'detail') {
      const value = [details[target.detail], text.trim()].filter(Boolean).join(' ')
      if (value !== '') details[target.detail] = value.slice(0, DETAIL_CHARACTERS[target.detail])
    } else if (target.to === 'column') {
      const column = columns.find(({ id }) => id === target.column)
      const parsed = column === undefined ? undefined : parseCell(column, text, { zone })
      const before = cells[target.column]
      // Several fields of one text column are one text; of any other kind the first stands.
      if (parsed?.ok !== true) signs.push(signOf('unread', field))
      else if (before === undefined) cells[target.column] = parsed.value
      else if (typeof before === 'string' && typeof parsed.value === 'string')
        cells[target.column] = `${before} ${parsed.value}`
    }
  }
  const known = DETAIL_FIELDS.some(field => details[field] !== undefined)
  return { cells, answers, details: known ? details : undefined, signs }
}
