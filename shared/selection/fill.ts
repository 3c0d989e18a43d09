/**
 * Filling cells from others (docs/SPEC.md CELL-13, CELL-14). Filling copies, always: N95 never becomes N96. Only days and plain numbers can be
 * continued as a series, when the person asks for it. Pure.
 */
import { Temporal } from 'temporal-polyfill'
import type { ColumnKind } from '../schema/column.ts'
import type { Scalar } from '../sheet/cell.ts'

/** `count` values after the given ones, repeating them in turn; `backward` for those before. */
export const copies = (values: readonly Scalar[], count: number, way: 'forward' | 'backward' = 'forward'): Scalar[] =>
  continued(values.length, count, way).map(place => values[modulo(place, values.length)] ?? null)

/**
 * The same number of values as a series: numbers and days by their constant difference, by one where there is only one. Undefined where the
 * values are no series: another kind of column, an empty cell, differences that differ.
 */
export function series(
  kind: ColumnKind,
  values: readonly Scalar[],
  count: number,
  way: 'forward' | 'backward' = 'forward',
): Scalar[] | undefined {
  const numbers = values.map(value => ordinal(kind, value))
  const [first] = numbers
  if (first === undefined) return undefined
  const step = values.length === 1 ? 1 : tidy((numbers[1] ?? first) - first)
  const isSeries = numbers.every((number, i) => number !== undefined && tidy(number - first) === tidy(step * i))
  if (!isSeries || step === 0) return undefined
  return continued(values.length, count, way).map(place => fromOrdinal(kind, tidy(first + step * place)))
}

/** The places of the new values, counted from the first given one, in the order they stand in on the sheet. */
const continued = (given: number, count: number, way: 'forward' | 'backward'): number[] =>
  Array.from({ length: count }, (_, i) => (way === 'forward' ? given + i : i - count))

const modulo = (place: number, length: number): number => ((place % length) + length) % length

/** 0.1 + 0.2 must not show as 0.30000000000000004. */
const tidy = (value: number): number => Math.round(value * 1e9) / 1e9

const EPOCH = Temporal.PlainDate.from('1970-01-01')

/** A number, or a day as the number of days since 1970. */
function ordinal(kind: ColumnKind, value: Scalar): number | undefined {
  if (kind.type === 'number') return typeof value === 'number' ? value : undefined
  if (kind.type !== 'date' || typeof value !== 'string') return undefined
  try {
    return EPOCH.until(Temporal.PlainDate.from(value)).days
  } catch {
    return undefined
  }
}

const fromOrdinal = (kind: ColumnKind, value: number): Scalar =>
  kind.type === 'date' ? EPOCH.add({ days: value }).toString() : value
