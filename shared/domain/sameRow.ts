/**
 * Whether two rows tell of the same thing (docs/SPEC.md IMP-5, DUP-3): what, whose, where, when. Scored from 0 to 1 with its reasons, so that a person
 * can judge; rows that share neither organization nor place nor contact nor words are never alike. Pure.
 */
import { normalizeWord } from '../schema/parse.ts'
import type { Scalar } from '../sheet/cell.ts'
import { type ItemName, itemRelation, readItemName } from './itemName.ts'
import { nearness, squaresOf } from './nearness.ts'
import {
  type OrganizationName,
  organizationRelation,
  organizationTails,
  readOrganizationName,
} from './organizationName.ts'
import { overlap, pairsOf, sketchOf } from './textOverlap.ts'

export type Cells = Readonly<Record<string, Scalar>>

/** Why two rows look alike. */
export type LikenessReason =
  | 'sameContact'
  | 'sameItem'
  | 'likeItem'
  | 'sameSpecification'
  | 'sameOrganization'
  | 'likeOrganization'
  | 'samePlace'
  | 'nearPlace'
  | 'sameDistrict'
  | 'sameText'
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
/**
 * The columns a person's word about two rows rests on: when one of them changes, they are asked again. Not the amount: it is corrected all the time,
 * and two reports of one need rarely give the same.
 */
const COMPARED = [
  'item',
  'specification',
  'kind',
  'organization',
  'province',
  'city',
  'district',
  'place',
  'latitude',
  'longitude',
  'reportedAt',
  'requirements',
] as const
const DAY_MS = 86_400_000
/** Reports further apart are of two shortages, not of one. */
const NEAR_DAYS = 14
/** Texts shorter than this say too little to be compared. */
const TELLING_TEXT = 12
/** The share of pairs of letters from which two texts are one told twice. */
const SAME_TEXT = 0.75

/** How alike two rows are. Symmetric; 1 for a row and itself where it says what, whose and where. */
export const likeness = (a: Cells, b: Cells): Likeness => likenessOf(factsOf(a), factsOf(b))

/** Rows that share none of these are not alike: what a long list is searched by. */
export const blockKeys = (cells: Cells): readonly string[] => factsOf(cells).keys

/** What is compared of a row, made ready once for many comparisons. */
export interface RowFacts {
  readonly keys: readonly string[]
  readonly item: ItemName
  readonly organization: OrganizationName
  readonly place: string
  readonly district: string
  readonly point: readonly [number, number] | undefined
  readonly specification: string
  /** Pairs of neighbouring letters of what is required, where it is long enough to tell. */
  readonly text: ReadonlySet<string>
  /** What must not contradict, in a fixed order. */
  readonly bounds: readonly string[]
  /** ms, NaN when nobody knows. */
  readonly reportedAt: number
  readonly quantity: Scalar
  /** The same for rows whose contact is one person; undefined when nobody knows. */
  readonly contact: string | undefined
  /** The same as long as nothing has changed that counts. */
  readonly compared: string
}

/** `contact`: a name all rows of one contact have in common, never a phone number. */
export function factsOf(cells: Cells, contact?: string): RowFacts {
  const raw = (column: string): string => {
    const value = cells[column]
    return typeof value === 'string' ? value : ''
  }
  const text = (column: string): string => normalizeWord(raw(column))
  const [province, city, ownDistrict] = [text('province'), text('city'), text('district')]
  const item = readItemName(raw('item'))
  const organization = readOrganizationName(raw('organization'), [province, city, ownDistrict])
  const district = ownDistrict === '' ? '' : `${city.replace(/市$/u, '')}${ownDistrict}`
  const place = text('place')
  const { reportedAt, quantity, latitude, longitude } = cells
  const point =
    typeof latitude === 'number' && typeof longitude === 'number' ? ([latitude, longitude] as const) : undefined
  const requirements = text('requirements')
  const told = requirements.length < TELLING_TEXT ? EMPTY : pairsOf(requirements)
  const anchors = [
    ...(contact === undefined ? [] : [`c:${contact}`]),
    ...organizationTails(organization).map(tail => `o:${tail}`),
    ...(place === '' ? [] : [`p:${place}`]),
    ...squaresOf(point).map(square => `g:${square}`),
    ...sketchOf(told).map(part => `t:${part}`),
  ]
  return {
    keys: [...new Set(item.families)].flatMap(family => anchors.map(anchor => `${anchor}:${family}`)),
    item,
    organization,
    place,
    district,
    point,
    specification: text('specification'),
    text: told,
    bounds: [province, city, ownDistrict, text('specification'), text('kind')],
    reportedAt: typeof reportedAt === 'string' ? Date.parse(reportedAt) : Number.NaN,
    quantity: quantity ?? null,
    contact,
    compared: JSON.stringify([...COMPARED.map(column => cells[column] ?? null), contact ?? null]),
  }
}

const EMPTY: ReadonlySet<string> = new Set()

/** `likeness` of rows made ready by `factsOf`. */
export function likenessOf(a: RowFacts, b: RowFacts): Likeness {
  const item = itemPart(a, b)
  if (item === undefined || contradict(a, b)) return NOTHING
  const anchors = [contactPart(a, b), organizationPart(a, b), placePart(a, b), textPart(a, b)]
  if (anchors.includes(null) || !anchors.some(part => part?.anchor === true)) return NOTHING
  const told = [item, ...anchors, dayPart(a, b), quantityPart(a, b)].filter(part => part !== undefined && part !== null)
  const weight = told.reduce((sum, part) => sum + part.weight, 0)
  const score = told.reduce((sum, part) => sum + part.weight * part.share, 0) / weight
  const reasons = told.flatMap(part => (part.reason === undefined ? [] : [part.reason]))
  if (same(a.specification, b.specification)) reasons.push('sameSpecification')
  return { score: Math.min(1, score), reasons }
}

const NOTHING: Likeness = { score: 0, reasons: [] }

interface Part {
  readonly weight: number
  /** 0 … 1 */
  readonly share: number
  readonly reason?: LikenessReason
  /** Whether it alone makes a pair worth a look, when the item agrees. */
  readonly anchor?: true
}

const same = (a: string, b: string): boolean => a !== '' && a === b

/** Two places, specifications or kinds that exclude each other: two organizations may have one name, two masks may not be one. */
const contradict = (a: RowFacts, b: RowFacts): boolean =>
  a.bounds.some((x, at) => {
    const y = b.bounds[at] ?? ''
    return x !== '' && y !== '' && !x.includes(y) && !y.includes(x)
  })

function itemPart(a: RowFacts, b: RowFacts): Part | undefined {
  switch (itemRelation(a.item, b.item)) {
    case 'same':
      return { weight: 0.45, share: 1, reason: 'sameItem' }
    case 'like':
      return { weight: 0.45, share: 0.6, reason: 'likeItem' }
    default:
      return undefined
  }
}

const contactPart = (a: RowFacts, b: RowFacts): Part | undefined =>
  a.contact !== undefined && a.contact === b.contact
    ? { weight: 0.4, share: 1, reason: 'sameContact', anchor: true }
    : undefined

/** null: two organizations, so two rows, unless one person speaks for both. */
function organizationPart(a: RowFacts, b: RowFacts): Part | undefined | null {
  if (a.organization.name === '' && b.organization.name === '') return undefined
  if (a.organization.name === '' || b.organization.name === '') return { weight: 0.1, share: 0 }
  switch (organizationRelation(a.organization, b.organization)) {
    case 'same':
      return { weight: 0.3, share: 1, reason: 'sameOrganization', anchor: true }
    case 'like':
      return { weight: 0.3, share: 0.7, reason: 'likeOrganization', anchor: true }
    default:
      return contactPart(a, b) === undefined ? null : { weight: 0.3, share: 0 }
  }
}

function placePart(a: RowFacts, b: RowFacts): Part | undefined {
  if (same(a.place, b.place)) return { weight: 0.15, share: 1, reason: 'samePlace', anchor: true }
  switch (nearness(a.point, b.point)) {
    case 'near':
      return { weight: 0.15, share: 1, reason: 'nearPlace', anchor: true }
    case 'far':
      return { weight: 0.3, share: 0 }
    default:
  }
  if (same(a.district, b.district)) return { weight: 0.15, share: 1, reason: 'sameDistrict' }
  return a.place === '' || b.place === '' ? undefined : { weight: 0.15, share: 0.3 }
}

const textPart = (a: RowFacts, b: RowFacts): Part | undefined =>
  overlap(a.text, b.text) >= SAME_TEXT ? { weight: 0.3, share: 1, reason: 'sameText', anchor: true } : undefined

function dayPart(a: RowFacts, b: RowFacts): Part | undefined {
  const days = Math.abs(a.reportedAt - b.reportedAt) / DAY_MS
  if (Number.isNaN(days)) return undefined
  if (days < 1) return { weight: 0.1, share: 1, reason: 'sameDay' }
  return days <= NEAR_DAYS ? { weight: 0.1, share: 1 - days / NEAR_DAYS, reason: 'nearDay' } : { weight: 0.6, share: 0 }
}

const quantityPart = ({ quantity: x }: RowFacts, { quantity: y }: RowFacts): Part | undefined =>
  typeof x === 'number' && x === y ? { weight: 0.05, share: 1, reason: 'sameQuantity' } : undefined
