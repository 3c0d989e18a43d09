/**
 * What it means that a row is verified (docs/SPEC.md VERIFY-1 … VERIFY-4): which columns count, what was looked at, and whether that still stands. Pure;
 * the grid, the phone, the queue, exports and the server go by the same.
 */
import type { VerificationEntry } from '../desk/deskDocument.ts'
import type { Column } from '../schema/column.ts'
import type { Scalar } from '../sheet/cell.ts'

/** `stale`: it was verified and a cell that counts is another now. */
export const STANDINGS = ['unverified', 'stale', 'verified', 'rejected'] as const
export type StandingName = (typeof STANDINGS)[number]

export const METHODS = ['phone', 'visit', 'document', 'other'] as const satisfies readonly VerificationEntry['method'][]
export type Method = (typeof METHODS)[number]

/** A cell that is not what was checked. */
export interface ChangedCell {
  readonly column: string
  readonly was: Scalar
  readonly is: Scalar
}

export type Standing =
  | { readonly state: 'unverified' }
  | { readonly state: 'verified' | 'rejected'; readonly entry: VerificationEntry }
  | { readonly state: 'stale'; readonly entry: VerificationEntry; readonly changed: readonly ChangedCell[] }

/** Reads a cell of a row. */
export type CellReader = (column: string) => Scalar

/** Template columns that say what becomes of a row, or repeat another column for machines: a change there is no other claim. */
const NO_CLAIM: ReadonlySet<string> = new Set([
  'note',
  'status',
  'provinceCode',
  'cityCode',
  'districtCode',
  'latitude',
  'longitude',
  'reportedAt',
  'raisedAt',
  'inNeeds',
  'handedTo',
  'check',
  'arrivedAt',
  'lastVisit',
  'lastTalk',
  'nextStep',
])

const COUNTING = new WeakMap<readonly Column[], readonly Column[]>()

/** The columns whose cells are what a row claims: those of the template that say something of the world, and all own columns. */
export function countingColumns(columns: readonly Column[]): readonly Column[] {
  const known = COUNTING.get(columns)
  if (known !== undefined) return known
  const counting = columns.filter(({ id, own }) => own === true || !NO_CLAIM.has(id))
  COUNTING.set(columns, counting)
  return counting
}

const filled = (value: Scalar | undefined): Scalar => (value === undefined || value === '' ? null : value)

/** The cells of a row that count and hold something: what a verification keeps. */
export function cellsThatCount(counting: readonly Column[], value: CellReader): Record<string, Scalar> {
  const cells: Record<string, Scalar> = {}
  for (const { id } of counting) {
    const held = filled(value(id))
    if (held !== null) cells[id] = held
  }
  return cells
}

/** Where a row stands. `counting` as `countingColumns` gave them. */
export function standingOf(
  entry: VerificationEntry | undefined,
  counting: readonly Column[],
  value: CellReader,
): Standing {
  if (entry === undefined) return { state: 'unverified' }
  if (entry.state === 'rejected') return { state: 'rejected', entry }
  const changed = counting.flatMap(({ id: column }): ChangedCell[] => {
    const [was, is] = [filled(entry.cells[column]), filled(value(column))]
    return was === is ? [] : [{ column, was, is }]
  })
  return changed.length === 0 ? { state: 'verified', entry } : { state: 'stale', entry, changed }
}

/**
 * What a caller saw of a row, in few signs: `item:1x5k2p quantity:9b` – each column that counts and holds something, with a hash of its value – so that a
 * difference can be named without sending the cells.
 */
export const digestOf = (cells: Readonly<Record<string, Scalar>>): string =>
  Object.entries(cells)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([column, value]) => `${column}:${hashOf(JSON.stringify(value))}`)
    .join(' ')

/** The columns in which two digests differ. */
export function differing(seen: string, now: string): readonly string[] {
  const [a, b] = [partsOf(seen), partsOf(now)]
  return [...new Set([...a.keys(), ...b.keys()])].filter(column => a.get(column) !== b.get(column))
}

const partsOf = (digest: string): ReadonlyMap<string, string> =>
  new Map(
    digest
      .split(' ')
      .filter(part => part !== '')
      .map(part => {
        const cut = part.lastIndexOf(':')
        return [part.slice(0, cut), part.slice(cut + 1)]
      }),
  )

/** 53 bits (cyrb53): enough to tell what stood in one cell from what stands there now; it keeps nothing secret. */
function hashOf(text: string): string {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i)
    a = Math.imul(a ^ sign, 2654435761)
    b = Math.imul(b ^ sign, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}
