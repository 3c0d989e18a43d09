/**
 * Which line of a table holds the headers, and which column of the sheet each header means (docs/SPEC.md FILE-7 … FILE-9).
 * Headers are recognised by id, label, synonym or HXL hashtag, in both languages. Pure.
 */
import type { Bilingual, Column } from '../schema/column.ts'
import { normalizeWord } from '../schema/parse.ts'
import { columnLetter } from './table.ts'

/** The column of an exported file that carries the row's id; never a column of a sheet. */
export const ID_COLUMN = '_id'
export const ID_HEADER: Bilingual = { zh: '行号 ID', en: 'Row ID' }
const ID_TAG = '#meta+id'
const ID_SPELLINGS: ReadonlySet<string> = new Set(Object.values(ID_HEADER).map(normalizeWord))

/** What a column of the file is for: a column of the sheet, the row's id, contact details that stay out, or unknown (its texts go to the note). */
export type HeaderUse =
  | { readonly to: 'column'; readonly column: string /** `个` of the header `数量（个）`. */; readonly unit?: string }
  | { readonly to: 'id' }
  | { readonly to: 'contact' }
  | { readonly to: 'note' }

export interface MappedHeader {
  /** From 0. */
  readonly index: number
  /** The file's own words, or the column's letter where it has none. */
  readonly header: string
  readonly use: HeaderUse
}

export interface Mapping {
  /** Line of the headers, from 1; 0 in an empty table. */
  readonly headerLine: number
  /** First line of data, from 1: hashtags under the headers are no data. */
  readonly firstLine: number
  readonly headers: readonly MappedHeader[]
}

/** What a person chose otherwise: the line of the headers, and for some headers (by index) a column id, or null for the note. */
export interface MappingChoice {
  readonly headerLine?: number | undefined
  readonly mapping?: Readonly<Record<string, string | null>> | undefined
}

/** Lines looked at to find the headers: titles and instructions stand above them in people's sheets. */
const SEARCHED_LINES = 30

/** How the file's columns are read as columns of the sheet. The first header that means a column gets it; a second one goes to the note. */
export function mapHeaders(
  rows: readonly (readonly string[])[],
  columns: readonly Column[],
  choice: MappingChoice = {},
): Mapping {
  const words = wordsOf(columns)
  const headerLine = choice.headerLine ?? findHeaderLine(rows, columns, words)
  const texts = rows[headerLine - 1] ?? []
  const under = rows[headerLine] ?? []
  const tags = isHashtagRow(texts) ? texts : isHashtagRow(under) ? under : []
  const firstLine = tags === under && tags.length > 0 ? headerLine + 2 : headerLine + 1
  const width = rows.slice(headerLine - 1).reduce((most, row) => Math.max(most, row.length), 0)
  const taken = new Set(Object.values(choice.mapping ?? {}))
  const headers = Array.from({ length: width }, (_, index): MappedHeader => {
    const text = (texts[index] ?? '').trim()
    const header = text === '' ? columnLetter(index) : text.replace(/\s+/g, ' ')
    const found = useOf(text, tags[index] ?? '', columns, words)
    const chosen = choice.mapping?.[index]
    if (chosen !== undefined && chosen !== null)
      return { index, header, use: chosen === ID_COLUMN ? { to: 'id' } : { ...found, to: 'column', column: chosen } }
    if (chosen === null) return { index, header, use: found.to === 'contact' ? found : { to: 'note' } }
    const target = found.to === 'column' ? found.column : found.to === 'id' ? ID_COLUMN : undefined
    if (target === undefined) return { index, header, use: found }
    if (taken.has(target)) return { index, header, use: { to: 'note' } }
    taken.add(target)
    return { index, header, use: found }
  })
  return { headerLine, firstLine, headers }
}

/** The line with most recognised headers; where none is, the first with two texts, else the first with any. */
function findHeaderLine(rows: readonly (readonly string[])[], columns: readonly Column[], words: Words): number {
  const searched = rows.slice(0, SEARCHED_LINES)
  const recognised = searched.map(row => {
    if (isHashtagRow(row)) return 0
    const uses = row.map(text => useOf(text.trim(), '', columns, words))
    return new Set(uses.flatMap(use => (use.to === 'column' ? use.column : use.to === 'note' ? [] : use.to))).size
  })
  const most = Math.max(0, ...recognised)
  if (most > 0) return recognised.indexOf(most) + 1
  const filled = searched.map(row => row.filter(text => text.trim() !== '').length)
  const first = (least: number) => filled.findIndex(count => count >= least) + 1
  return first(2) || first(1)
}

const TAG = /^#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*$/i

/** HXL: more than half of a line's texts, and at least one, are hashtags. */
const isHashtagRow = (row: readonly string[]): boolean => {
  const texts = row.map(text => text.trim()).filter(text => text !== '')
  return texts.length > 0 && texts.filter(text => TAG.test(text)).length > texts.length / 2
}

/**
 * Names, numbers and accounts of persons. Looked at after the columns, so that 收货地址 is a place and 提交时间 a time.
 */
const CONTACT =
  /联系人|联系方式|联络|电话|手机|座机|微信|邮箱|邮件|姓名|收件人|收货人|收货方|经办人|负责人|填报人|填写人|提交人|对接人|身份证|证件号|银行|账号|账户|contact|phone|mobile|telephone|^tel$|email|wechat|^qq|idcard|idnumber|fullname|firstname|lastname/

function useOf(text: string, tag: string, columns: readonly Column[], words: Words): HeaderUse {
  if (text === ID_COLUMN || ID_SPELLINGS.has(normalizeWord(text)) || tagParts(tag) === tagParts(ID_TAG))
    return { to: 'id' }
  const whole = words.get(normalizeWord(text))
  if (whole !== undefined) return { to: 'column', column: whole.id }
  const [bare, bracket] = splitBracket(text)
  const column = words.get(normalizeWord(bare)) ?? byTag(TAG.test(text) ? text : tag, columns)
  if (column !== undefined) {
    const unit = column.id === 'quantity' && bracket !== '' && !NOT_A_UNIT.test(bracket) ? { unit: bracket } : {}
    return { to: 'column', column: column.id, ...unit }
  }
  return CONTACT.test(normalizeWord(text)) || /^#contact\b/i.test(tag.trim() || text)
    ? { to: 'contact' }
    : { to: 'note' }
}

type Words = ReadonlyMap<string, Column>

/** Every spelling of every column; the schema's tests make sure that none means two. */
const wordsOf = (columns: readonly Column[]): Words =>
  new Map(
    columns.flatMap(column =>
      [column.id, column.label.zh, column.label.en, ...(column.synonyms ?? [])].map(
        word => [normalizeWord(word), column] as const,
      ),
    ),
  )

/** The column of this hashtag: attributes in any order; a bare `#adm1` means the first column of that tag. */
function byTag(text: string, columns: readonly Column[]): Column | undefined {
  const parts = tagParts(text)
  if (parts === '') return undefined
  return (
    columns.find(c => tagParts(c.hxl ?? '') === parts) ??
    columns.find(c => !parts.includes('+') && tagParts(c.hxl ?? '').startsWith(`${parts}+`))
  )
}

const tagParts = (text: string): string => {
  const [tag = '', ...attributes] = text.toLowerCase().replace(/\s+/g, '').split('+')
  return [tag, ...attributes.sort()].join('+')
}

const NOT_A_UNIT = /必填|选填|可选|填写|required|optional|\d/i
/** `数量（个）*` → `数量`, `个`. */
function splitBracket(text: string): readonly [bare: string, bracket: string] {
  const match = /^(.*?)[（(【[]([^）)】\]]*)[）)】\]]\s*[*＊:：]?$/su.exec(text)
  return match === null ? [text.replace(/[*＊:：]+$/u, ''), ''] : [match[1] ?? '', (match[2] ?? '').trim()]
}
