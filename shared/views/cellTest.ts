/** Whether a cell meets a condition (docs/SPEC.md VIEW-2). */
import type { Column } from '../schema/column.ts'
import { type Language, plainCell } from '../schema/format.ts'
import { readInstant } from '../schema/moment.ts'
import type { Scalar } from '../sheet/cell.ts'
import type { Condition } from './content.ts'

/** What the meaning of a condition depends on besides the cell. */
export interface TestSetting {
  readonly language: Language
  /** IANA zone of the operation. */
  readonly zone: string
  /** `YYYY-MM-DD` in that zone. */
  readonly today: string
}

export type CellTest = (value: Scalar) => boolean

/** An empty cell: nothing, or a text without a letter. */
export const isBlank = (value: Scalar): boolean => value === null || value === ''

/** Texts are compared as people read them: full width or half, either case. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase().trim()

/** The test of a column's cells that a condition asks for. */
export function cellTest(column: Column, condition: Condition, setting: TestSetting): CellTest {
  switch (condition.is) {
    case 'anyOf': {
      const values: ReadonlySet<Scalar> = new Set(condition.values)
      return value => values.has(isBlank(value) ? null : value)
    }
    case 'contains':
    case 'lacks':
    case 'equals':
    case 'begins':
      return textTest(column, condition.is, folded(condition.text), setting)
    case 'range': {
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = condition
      return value => typeof value === 'number' && value >= min && value <= max
    }
    case 'days':
      return dayTest(column, condition.from, condition.to, setting.zone)
    case 'daysFromToday': {
      const day = (count: number | undefined) => (count === undefined ? undefined : plusDays(setting.today, count))
      return dayTest(column, day(condition.from), day(condition.to), setting.zone)
    }
    case 'blank':
      return isBlank
    case 'filled':
      return value => !isBlank(value)
  }
}

function textTest(
  column: Column,
  is: 'contains' | 'lacks' | 'equals' | 'begins',
  wanted: string,
  { language, zone }: TestSetting,
): CellTest {
  const read = (value: Scalar): string => folded(plainCell(column, value, language, zone))
  switch (is) {
    case 'contains':
      return value => read(value).includes(wanted)
    case 'lacks':
      return value => !read(value).includes(wanted)
    case 'equals':
      return value => read(value) === wanted
    case 'begins':
      return value => read(value).startsWith(wanted)
  }
}

/** Days of a date column are compared as texts; a moment lies within the days when it lies between their midnights in the zone. */
function dayTest(column: Column, from: string | undefined, to: string | undefined, zone: string): CellTest {
  if (column.kind.type === 'dateTime') {
    const start = from === undefined ? Number.NEGATIVE_INFINITY : midnight(from, zone)
    const end = to === undefined ? Number.POSITIVE_INFINITY : midnight(plusDays(to, 1), zone)
    return value => {
      const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
      return at >= start && at < end
    }
  }
  return value =>
    typeof value === 'string' &&
    value !== '' &&
    (from === undefined || value >= from) &&
    (to === undefined || value <= to)
}

const midnight = (day: string, zone: string): number => Date.parse(readInstant(`${day} 00:00`, { zone }) ?? '')

/** The day so many days after this one. */
export function plusDays(day: string, count: number): string {
  const at = Date.parse(`${day}T00:00:00Z`) + count * 86_400_000
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : day
}

/** The day it is now in a zone. */
export const dayOf = (now: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(now)
