/** What one header text means: a column by its own words, by an HXL hashtag or by its sound; the row's id; contact details (docs/SPEC.md IMP-1). Pure. */
import { namesContacts } from '../domain/contacts.ts'
import type { Bilingual, Column } from '../schema/column.ts'
import { EXPORTED_DESK_COLUMNS } from '../schema/deskColumns.ts'
import { normalizeWord } from '../schema/parse.ts'

/** The column of an exported file that carries the row's id; never a column of a sheet. */
export const ID_COLUMN = '_id'
export const ID_HEADER: Bilingual = { zh: '行号 ID', en: 'Row ID' }
const ID_TAG = '#meta+id'
const ID_SPELLINGS: ReadonlySet<string> = new Set(Object.values(ID_HEADER).map(normalizeWord))

/** How a Chinese text sounds: `xuqiushuliang` and `xqsl`. */
export interface Spelling {
  readonly full: string
  readonly initials: string
}
export type Spell = (text: string) => Spelling

/** What a column of the file is for: a column of the sheet, the row's id, contact details that stay out, what our own export took from the desk, or unknown (its texts go to the note). */
export type HeaderUse =
  | { readonly to: 'column'; readonly column: string /** `个` of the header `数量（个）`. */; readonly unit?: string }
  | { readonly to: 'id' }
  | { readonly to: 'contact' }
  | { readonly to: 'desk' }
  | { readonly to: 'note' }

/** By what a header was understood, surest first. `sound`: its pinyin in full · `initials`: the first letters of it. */
export type UnderstoodBy = 'words' | 'tag' | 'sound' | 'initials' | 'chosen' | 'nothing'

export interface Meaning {
  readonly use: HeaderUse
  readonly by: UnderstoodBy
}

const DESK_SPELLINGS: ReadonlySet<string> = new Set(
  EXPORTED_DESK_COLUMNS.flatMap(({ column }) => Object.values(column.label)).map(normalizeWord),
)

/** Whether a header of our own export is that of a column nobody types into. */
export const isDeskHeader = (text: string): boolean => DESK_SPELLINGS.has(normalizeWord(text))

const NOTHING: Meaning = { use: { to: 'note' }, by: 'nothing' }

/** Names, numbers and accounts of persons by sound: these words alone, since pinyin of more than a word is anything. */
const CONTACT_WORDS =
  '联系人 联系方式 联系电话 联系人电话 联系人姓名 电话 电话号码 手机 手机号 手机号码 微信 微信号 邮箱 姓名 收件人 收货人 负责人 填报人 填写人 提交人 经办人 对接人 身份证 身份证号'.split(
    ' ',
  )

/** The marks and words of one list of columns, made ready for many headers. */
export class HeaderWords {
  readonly #columns: readonly Column[]
  readonly #words: ReadonlyMap<string, Column>
  readonly #spell: Spell | undefined
  #sounds: Sounds | undefined

  constructor(columns: readonly Column[], spell: Spell | undefined) {
    this.#columns = columns
    this.#spell = spell
    this.#words = new Map(
      columns.flatMap(column => spellingsOf(column).map(word => [normalizeWord(word), column] as const)),
    )
  }

  /** By id, label, synonym or hashtag: what is written there. */
  byWords(text: string, tag: string): Meaning {
    const bareId = text.replace(/\s*@\S*$/, '')
    if (text === ID_COLUMN || ID_SPELLINGS.has(normalizeWord(bareId)) || tagParts(tag) === tagParts(ID_TAG))
      return { use: { to: 'id' }, by: 'words' }
    const whole = this.#words.get(normalizeWord(text))
    if (whole !== undefined) return { use: { to: 'column', column: whole.id }, by: 'words' }
    const [bare, bracket] = splitBracket(text)
    const worded = this.#words.get(normalizeWord(bare))
    const column = worded ?? byTag(TAG.test(text) ? text : tag, this.#columns)
    if (column === undefined) return NOTHING
    const unit = column.id === 'quantity' && bracket !== '' && !NOT_A_UNIT.test(bracket) ? { unit: bracket } : {}
    return { use: { to: 'column', column: column.id, ...unit }, by: worded === undefined ? 'tag' : 'words' }
  }

  /** Whether it asks for somebody's name, number or account. */
  isContact(text: string, tag: string): boolean {
    if (namesContacts(text) || /^#contact\b/i.test(tag.trim() || text)) return true
    const sounds = this.#sound()
    const word = normalizeWord(text)
    return sounds !== undefined && word.length > 1 && LATIN.test(word) && sounds.contact.has(word)
  }

  /** By how it sounds, where that means one column only. */
  bySound(text: string): Meaning {
    const sounds = this.#sound()
    const word = normalizeWord(splitBracket(text)[0])
    if (sounds === undefined || this.#spell === undefined || word.length < 2) return NOTHING
    const latin = LATIN.test(word)
    const full = sounds.full.get(latin ? word : this.#spell(word).full)
    if (full !== undefined) return full === 'several' ? NOTHING : { use: { to: 'column', column: full }, by: 'sound' }
    const initials = latin ? sounds.initials.get(word) : undefined
    return initials === undefined || initials === 'several'
      ? NOTHING
      : { use: { to: 'column', column: initials }, by: 'initials' }
  }

  #sound(): Sounds | undefined {
    if (this.#spell !== undefined) this.#sounds ??= soundsOf(this.#columns, this.#spell)
    return this.#sounds
  }
}

/** Sound → the one column that sounds so. */
interface Sounds {
  readonly full: ReadonlyMap<string, string>
  readonly initials: ReadonlyMap<string, string>
  readonly contact: ReadonlySet<string>
}

const LATIN = /^[a-z]+$/
const HAN = /\p{Script=Han}/u
const spellingsOf = (column: Column): readonly string[] => [
  column.id,
  column.label.zh,
  column.label.en,
  ...(column.synonyms ?? []),
]

function soundsOf(columns: readonly Column[], spell: Spell): Sounds {
  const full = new Map<string, string>()
  const initials = new Map<string, string>()
  const note = (into: Map<string, string>, sound: string, column: string): void => {
    const known = into.get(sound)
    into.set(sound, known === undefined || known === column ? column : 'several')
  }
  for (const column of columns)
    for (const word of spellingsOf(column).map(normalizeWord)) {
      if (!HAN.test(word) || [...word].length < 2) continue
      const sound = spell(word)
      note(full, sound.full, column.id)
      note(initials, sound.initials, column.id)
    }
  const contact = new Set(CONTACT_WORDS.map(spell).flatMap(sound => [sound.full, sound.initials]))
  return { full, initials, contact }
}

export const TAG = /^#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*$/i

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
