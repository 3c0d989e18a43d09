/**
 * Signs on a submission that a person should look at it before it is believed (docs/SPEC.md INTAKE-3 … INTAKE-5). Each is a code, or `code:field`
 * where it is about one answer; the sentences are in the page's texts. Pure.
 */
import type { Column } from '../schema/column.ts'
import type { Scalar } from '../sheet/cell.ts'
import { findPersonal } from './personalData.ts'
import { isSaneAmount } from './saneAmounts.ts'

export const SIGNS = [
  /** A field no person sees was filled in. */
  'honeypot',
  /** Sent sooner than a person can read the page. */
  'tooFast',
  /** Without the little sum that the page does. */
  'noProof',
  /** Many from one address within a minute. */
  'manyFromAddress',
  /** Many by one link within a minute. */
  'manyByLink',
  /** A web address in an answer. */
  'link',
  /** The same few characters over and over, or one answer given to several questions. */
  'repeated',
  /** More than one line can be about, or less than nothing. */
  'amount',
  /** Looks like a phone or id number where everybody can read it. */
  'personal',
  /** A row that may be about the same is in the sheet. */
  'alike',
  /** What came in the field does not fit the column it is meant for. */
  'unread',
  /** A field nobody has said what to do with. */
  'unmapped',
  /** Something the sheet requires is missing. */
  'missing',
] as const
export type Sign = (typeof SIGNS)[number]

/** A sign as it is kept. */
export const signOf = (sign: Sign, field?: string): string => (field === undefined ? sign : `${sign}:${field}`)

/** The code of a kept sign, and the field it is about; `undefined` for what a newer hub wrote. */
export function readSign(kept: string): { readonly sign: Sign; readonly field: string | undefined } | undefined {
  const cut = kept.indexOf(':')
  const code = cut < 0 ? kept : kept.slice(0, cut)
  const sign = SIGNS.find(known => known === code)
  return sign === undefined ? undefined : { sign, field: cut < 0 ? undefined : kept.slice(cut + 1) }
}

export interface Looked {
  readonly cells: Readonly<Record<string, Scalar>>
  readonly answers: Readonly<Record<string, Scalar | readonly Scalar[]>>
}

const LINK = /https?:\/\/|www\.|(?:^|[^a-z0-9@])[a-z0-9-]+\.(?:com|cn|net|top|xyz|vip|cc|shop)(?:$|[^a-z0-9])/i
/** A piece of up to twelve characters, eight times in a row. */
const OVER_AND_OVER = /(.{1,12}?)\1{7,}/su
/** Answers shorter than this are often the same: yes, no, a district. */
const TELLING = 12
/** What the answers themselves give away; each sign once. */
export function signsOf({ cells, answers }: Looked, columns: readonly Column[]): readonly string[] {
  const found = new Set<string>()
  const seen = new Set<string>()
  const linkColumns = new Set(columns.filter(({ kind }) => kind.type === 'link').map(({ id }) => id))
  for (const [field, text] of textsOf({ cells, answers })) {
    if (LINK.test(text) && !linkColumns.has(field)) found.add(signOf('link', field))
    if (findPersonal(text).length > 0) found.add(signOf('personal', field))
    const plain = text.trim()
    if (OVER_AND_OVER.test(plain)) found.add(signOf('repeated', field))
    if ([...plain].length >= TELLING && seen.has(plain)) found.add(signOf('repeated', field))
    seen.add(plain)
  }
  const item = typeof cells.item === 'string' ? cells.item : ''
  for (const { id, kind, required } of columns) {
    const value = cells[id] ?? null
    if (required === true && (value === null || value === '')) found.add(signOf('missing', id))
    if (kind.type !== 'number' || typeof value !== 'number') continue
    const outside = (kind.min !== undefined && value < kind.min) || (kind.max !== undefined && value > kind.max)
    if (outside || (id === 'quantity' && !isSaneAmount(item, value))) found.add(signOf('amount', id))
  }
  return [...found]
}

function* textsOf({ cells, answers }: Looked): Iterable<readonly [string, string]> {
  for (const [field, value] of Object.entries(cells)) if (typeof value === 'string') yield [field, value]
  for (const [field, value] of Object.entries(answers))
    for (const each of Array.isArray(value) ? value : [value]) if (typeof each === 'string') yield [field, each]
}
