/**
 * From a text to a cell's value by the column's kind: the one reading that the grid, the form and every import share
 * (docs/SPEC.md SCHEMA-4 … SCHEMA-9). Pure.
 */
import { MAX_TEXT, type Scalar } from '../sheet/cell.ts'
import type { Choice, Column, ColumnKind, Parsed, RefusalReason } from './column.ts'
import { RETIRED } from './format.ts'
import { isDay, isInstant, type ParseContext, readDay, readInstant } from './moment.ts'
import { readNumber } from './number.ts'

export type { ParseContext } from './moment.ts'

/** Used where nobody says otherwise. */
export const DEFAULT_CONTEXT: ParseContext = { zone: 'Asia/Shanghai' }

/**
 * Reads a text as a value of this column; an empty one is `null`. A text column takes the text as it is, to the last space.
 * `ok: false` carries the text unchanged, so that the caller can keep it.
 */
export function parseCell(column: Column, text: string, context: ParseContext = DEFAULT_CONTEXT): Parsed {
  const { kind } = column
  if (isFreeText(kind)) return readText(text)
  const normal = text.normalize('NFKC').trim()
  if (normal === '') return { ok: true, value: null }
  switch (kind.type) {
    case 'number':
      return checked(column, readNumber(normal), text, 'not-a-number')
    case 'boolean':
      return checked(column, YES_NO.get(normal.toLowerCase()), text, 'not-yes-or-no')
    case 'choice':
      return checked(column, readChoice(kind.choices, normal), text, 'not-a-choice')
    case 'date':
      return checked(column, readDay(normal, context), text, 'not-a-date')
    case 'dateTime':
      return checked(column, readInstant(normal, context), text, 'not-a-date')
    case 'link':
      return checked(column, isLink(normal) ? normal : undefined, text, 'not-a-link')
  }
}

/** Why this value may not stand in this column; `undefined` when it may. An empty cell offends only where something is required. */
export function validate(column: Column, value: Scalar): RefusalReason | undefined {
  if (value === null || (typeof value === 'string' && value.trim() === ''))
    return column.required === true ? 'required' : undefined
  if (typeof value === 'string' && value.length > MAX_TEXT) return 'too-long'
  const { kind } = column
  if (isFreeText(kind)) return undefined
  switch (kind.type) {
    case 'number':
      return typeof value === 'number' ? outOfRange(kind, value) : 'not-a-number'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'not-yes-or-no'
    case 'choice':
      return kind.choices.some(choice => choice.value === value) ? undefined : 'not-a-choice'
    case 'date':
      return typeof value === 'string' && isDay(value) ? undefined : 'not-a-date'
    case 'dateTime':
      return typeof value === 'string' && isInstant(value) ? undefined : 'not-a-date'
    case 'link':
      return typeof value === 'string' && isLink(value) ? undefined : 'not-a-link'
  }
}

/** Kinds that take any text: what they offer beside it is the editor's business. */
type FreeText = Extract<ColumnKind, { type: 'text' | 'longText' | 'organization' } | { type: 'place' }>

/** Whether a column of this kind takes any text as it is. */
export const isFreeText = (kind: ColumnKind): kind is FreeText => FREE_TEXT.has(kind.type)

const FREE_TEXT: ReadonlySet<ColumnKind['type']> = new Set(['text', 'longText', 'organization', 'place'])

/** An http or https address; nothing else may become something to click on. */
function isLink(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol)
  } catch {
    return false
  }
}

/** What an editor's text becomes: parsed and validated, so that emptying a required cell is refused too. */
export function typedValue(column: Column, text: string, context: ParseContext = DEFAULT_CONTEXT): Parsed {
  const parsed = parseCell(column, text, context)
  if (!parsed.ok) return parsed
  const reason = validate(column, parsed.value)
  return reason === undefined ? parsed : { ok: false, text, reason }
}

/** Two spellings compare equal after this: NFKC, lower case, no spaces, no punctuation that people vary. */
export const normalizeWord = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cc}\p{Cf}_\-/\\:：·.,，、。()（）【】[\]*?？]+/gu, '')

function readText(text: string): Parsed {
  if (text.length > MAX_TEXT) return { ok: false, text, reason: 'too-long' }
  return { ok: true, value: text === '' ? null : text }
}

function checked(column: Column, value: Scalar | undefined, text: string, otherwise: RefusalReason): Parsed {
  const reason = value === undefined ? otherwise : validate(column, value)
  return value === undefined || reason !== undefined
    ? { ok: false, text, reason: reason ?? otherwise }
    : { ok: true, value }
}

function outOfRange(kind: { min?: number; max?: number; integer?: boolean }, value: number): RefusalReason | undefined {
  if (!Number.isFinite(value)) return 'not-a-number'
  if (kind.min !== undefined && value < kind.min) return 'too-small'
  if (kind.max !== undefined && value > kind.max) return 'too-large'
  return kind.integer === true && !Number.isInteger(value) ? 'not-whole' : undefined
}

const YES = ['是', '有', '对', '可', '可以', '需要', '✓', '✔', '√', '☑', '✅', 'yes', 'y', 'true', 't', '1']
const NO = ['否', '无', '没有', '不', '不可', '不需要', '×', '✗', '✘', '☐', '❌', 'no', 'n', 'false', 'f', '0']
const YES_NO: ReadonlyMap<string, boolean> = new Map([
  ...YES.map(word => [word, true] as const),
  ...NO.map(word => [word, false] as const),
])

/** By value, then by label, then by synonym, so that a synonym never hides another choice's own name. */
function readChoice(choices: readonly Choice[], text: string): string | undefined {
  const exact = choices.find(choice => choice.value === text)
  if (exact !== undefined) return exact.value
  const word = normalizeWord(text)
  const among = (spellings: (choice: Choice) => readonly string[]) =>
    choices.find(choice => spellings(choice).some(spelling => normalizeWord(spelling) === word))
  const found =
    among(choice => [choice.value]) ??
    among(choice => [choice.label.zh, choice.label.en]) ??
    among(choice => choice.synonyms ?? []) ??
    among(({ label, retired }) => (retired === true ? [label.zh + RETIRED.zh, label.en + RETIRED.en] : []))
  return found?.value
}
