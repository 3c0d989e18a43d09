/**
 * Whether two rows tell of the same thing (docs/SPEC.md IMP-5): what, whose, where, when. Scored from 0 to 1 with its reasons, so that a person
 * can judge; rows that share neither organization nor place are never alike. Pure.
 */
import { normalizeWord } from '../schema/parse.ts'
import type { Scalar } from '../sheet/cell.ts'

export type Cells = Readonly<Record<string, Scalar>>

/** Why two rows look alike. */
export type LikenessReason =
  | 'sameItem'
  | 'likeItem'
  | 'sameSpecification'
  | 'sameOrganization'
  | 'samePlace'
  | 'sameDistrict'
  | 'sameDay'
  | 'nearDay'
  | 'sameQuantity'

export interface Likeness {
  /** 0 … 1 */
  readonly score: number
  readonly reasons: readonly LikenessReason[]
}

/** From here on rows are offered as the same. */
export const ALIKE = 0.7
const DAY_MS = 86_400_000
/** Reports further apart are of two shortages, not of one. */
const NEAR_DAYS = 14
/** Legal forms that one table writes and the next leaves out. */
const FORM = /(?:股份有限公司|有限责任公司|有限公司|公司)$/u

/** How alike two rows are. Symmetric; 1 for a row and itself where it says what, whose and where. */
export const likeness = (a: Cells, b: Cells): Likeness => likenessOf(factsOf(a), factsOf(b))

/** Rows that share none of these are not alike: what a long list is searched by. */
export const blockKeys = (cells: Cells): readonly string[] => factsOf(cells).keys

/** What is compared of a row, made ready once for many comparisons. */
export interface RowFacts {
  readonly keys: readonly string[]
  readonly item: string
  /** Pairs of neighbouring characters of the item. */
  readonly pairs: ReadonlySet<string>
  readonly organization: string
  readonly place: string
  readonly district: string
  readonly specification: string
  /** What must not contradict, in a fixed order. */
  readonly bounds: readonly string[]
  /** ms, NaN when nobody knows. */
  readonly reportedAt: number
  readonly quantity: Scalar
}

export function factsOf(cells: Cells): RowFacts {
  const text = (column: string): string => {
    const value = cells[column]
    return typeof value === 'string' ? normalizeWord(value) : ''
  }
  const item = text('item')
  const organization = text('organization').replace(FORM, '')
  const place = text('place')
  const specification = text('specification')
  const ownDistrict = text('district')
  const city = text('city')
  const district = ownDistrict === '' ? '' : `${city.replace(/市$/u, '')}${ownDistrict}`
  const { reportedAt, quantity } = cells
  return {
    keys:
      item === ''
        ? []
        : [
            ...(organization === '' ? [] : [`o:${organization}`]),
            ...(place === '' ? [] : [`p:${place}`]),
            ...(district === '' ? [] : [`d:${district}:${item}`]),
          ],
    item,
    pairs: pairsOf(item),
    organization,
    place,
    district,
    specification,
    bounds: [text('province'), city, ownDistrict, specification, text('kind'), organization],
    reportedAt: typeof reportedAt === 'string' ? Date.parse(reportedAt) : Number.NaN,
    quantity: quantity ?? null,
  }
}

/** `likeness` of rows made ready by `factsOf`. */
export function likenessOf(a: RowFacts, b: RowFacts): Likeness {
  const nothing: Likeness = { score: 0, reasons: [] }
  const item = itemPart(a, b)
  if (item.share === 0 || contradict(a, b) || !a.keys.some(key => b.keys.includes(key))) return nothing
  const parts = [item, organizationPart(a, b), placePart(a, b), dayPart(a, b), quantityPart(a, b)]
  const told = parts.filter(part => part !== undefined)
  const weight = told.reduce((sum, part) => sum + part.weight, 0)
  const score = told.reduce((sum, part) => sum + part.weight * part.share, 0) / weight
  const reasons = told.flatMap(part => (part.reason === undefined ? [] : [part.reason]))
  if (same(a.specification, b.specification)) reasons.push('sameSpecification')
  return { score: Math.min(1, score), reasons }
}

interface Part {
  readonly weight: number
  /** 0 … 1 */
  readonly share: number
  readonly reason?: LikenessReason
}

const same = (a: string, b: string): boolean => a !== '' && a === b

/** Two places, specifications or kinds that exclude each other: two organizations may have one name, two masks may not be one. */
const contradict = (a: RowFacts, b: RowFacts): boolean =>
  a.bounds.some((x, at) => {
    const y = b.bounds[at] ?? ''
    return x !== '' && y !== '' && !x.includes(y) && !y.includes(x)
  })

function itemPart(a: RowFacts, b: RowFacts): Part {
  if (same(a.item, b.item)) return { weight: 0.45, share: 1, reason: 'sameItem' }
  const share = closeness(a.pairs, b.pairs)
  return share < 0.5 ? { weight: 0.45, share: 0 } : { weight: 0.45, share, reason: 'likeItem' }
}

/** Shared pairs of characters: 医用外科口罩 and 外科口罩 share most of theirs. */
function closeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let shared = 0
  for (const pair of a) if (b.has(pair)) shared++
  return (2 * shared) / (a.size + b.size)
}
const pairsOf = (word: string): ReadonlySet<string> => {
  const letters = [...word]
  return new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`))
}

function organizationPart({ organization: x }: RowFacts, { organization: y }: RowFacts): Part | undefined {
  if (x === '' || y === '') return x === y ? undefined : { weight: 0.1, share: 0 }
  return x === y ? { weight: 0.3, share: 1, reason: 'sameOrganization' } : { weight: 0.3, share: 0.5 }
}

function placePart(a: RowFacts, b: RowFacts): Part | undefined {
  if (same(a.place, b.place)) return { weight: 0.15, share: 1, reason: 'samePlace' }
  if (same(a.district, b.district)) return { weight: 0.15, share: 1, reason: 'sameDistrict' }
  return a.place === '' || b.place === '' ? undefined : { weight: 0.15, share: 0.3 }
}

function dayPart(a: RowFacts, b: RowFacts): Part | undefined {
  const days = Math.abs(a.reportedAt - b.reportedAt) / DAY_MS
  if (Number.isNaN(days)) return undefined
  if (days < 1) return { weight: 0.1, share: 1, reason: 'sameDay' }
  return days <= NEAR_DAYS ? { weight: 0.1, share: 1 - days / NEAR_DAYS, reason: 'nearDay' } : { weight: 0.6, share: 0 }
}

const quantityPart = ({ quantity: x }: RowFacts, { quantity: y }: RowFacts): Part | undefined =>
  typeof x === 'number' && x === y ? { weight: 0.05, share: 1, reason: 'sameQuantity' } : undefined
