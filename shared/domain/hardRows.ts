/** What makes a row hard to verify, so that nobody nods it through with a hundred others (docs/SPEC.md VERIFY-5). Pure. */
import type { Column } from '../schema/column.ts'
import type { Scalar } from '../sheet/cell.ts'
import type { CellReader } from './verification.ts'

/** `noQuantity`: says no number and not that it is open-ended · `duplicate`: may be the same as another · `outlier`: far more than others ask of this. */
export const HARD = ['noQuantity', 'duplicate', 'outlier'] as const
export type Hard = (typeof HARD)[number]

/** Quantities of one item and unit. */
export interface Usual {
  readonly median: number
  readonly count: number
}

/** Item and unit → what is usual. */
export type UsualQuantities = ReadonlyMap<string, Usual>

/** Below so many rows of an item nobody can say what is usual. */
const FEW = 5
/** So many times the median is unusual: real lists spread over one power of ten, slips of a zero or of a unit go beyond. */
const FAR = 20

/** Kinds of a row that are no number of things. */
const NOT_COUNTED: ReadonlySet<Scalar> = new Set(['service', 'transport'])

const keyOf = (item: Scalar, unit: Scalar): string | undefined =>
  typeof item === 'string' && item.trim() !== ''
    ? `${item.normalize('NFKC').toLowerCase().replace(/\s+/g, '')}\n${String(unit ?? '').trim()}`
    : undefined

/** What is usual, from every row of the sheets: each row as item, unit and quantity. */
export function usualQuantities(
  rows: Iterable<{ readonly item: Scalar; readonly unit: Scalar; readonly quantity: Scalar }>,
): UsualQuantities {
  const found = new Map<string, number[]>()
  for (const { item, unit, quantity } of rows) {
    const key = keyOf(item, unit)
    if (key === undefined || typeof quantity !== 'number' || quantity <= 0) continue
    const list = found.get(key)
    if (list === undefined) found.set(key, [quantity])
    else list.push(quantity)
  }
  return new Map(
    [...found]
      .filter(([, list]) => list.length >= FEW)
      .map(([key, list]) => {
        list.sort((a, b) => a - b)
        return [key, { median: list[list.length >> 1] ?? 0, count: list.length }]
      }),
  )
}

/** Why this row is hard; empty when it is not. `duplicates`: how many others it may be the same as. */
export function hardness(
  columns: readonly Column[],
  value: CellReader,
  { usual, duplicates }: { readonly usual: UsualQuantities; readonly duplicates: number },
): readonly Hard[] {
  const has = (id: string): boolean => columns.some(column => column.id === id)
  const quantity = value('quantity')
  const reasons: Hard[] = []
  const counted = has('quantity') && value('openEnded') !== true && !NOT_COUNTED.has(value('kind'))
  if (counted && typeof quantity !== 'number') reasons.push('noQuantity')
  if (duplicates > 0) reasons.push('duplicate')
  const median = usual.get(keyOf(value('item'), value('unit')) ?? '')?.median
  if (typeof quantity === 'number' && median !== undefined && quantity > median * FAR) reasons.push('outlier')
  return reasons
}
