/**
 * From a cell's value to the text people read. Whatever `formatCell` or `plainCell` write, `parseCell` reads back to the same value
 * (docs/SPEC.md SCHEMA-10), for every value `validate` accepts.
 */
import type { Scalar } from '../sheet/cell.ts'
import type { Bilingual, Column } from './column.ts'
import { clockText, isInstant } from './moment.ts'

export type Language = keyof Bilingual

const YES: Bilingual = { zh: '是', en: 'Yes' }
const NO: Bilingual = { zh: '否', en: 'No' }

/** For the screen: numbers that count things grouped by thousands. A value of another type than the column's is shown as it is. */
export function formatCell(column: Column, value: Scalar, language: Language, zone: string): string {
  if (typeof value === 'number' && column.kind.type === 'number') return grouped(value)
  if (isRetired(column, value)) return plainCell(column, value, language, zone) + RETIRED[language]
  return plainCell(column, value, language, zone)
}

/** Stands behind a choice that is on the list no more. */
export const RETIRED: Bilingual = { zh: '（已停用）', en: ' (retired)' }

const isRetired = ({ kind }: Column, value: Scalar): boolean =>
  kind.type === 'choice' && kind.choices.some(choice => choice.value === value && choice.retired === true)

/** For files and editors: the same without grouping. */
export function plainCell(column: Column, value: Scalar, language: Language, zone: string): string {
  if (value === null) return ''
  const { kind } = column
  if (typeof value === 'boolean') return (value ? YES : NO)[language]
  if (typeof value === 'string' && kind.type === 'choice')
    return kind.choices.find(choice => choice.value === value)?.label[language] ?? value
  if (typeof value === 'string' && kind.type === 'dateTime' && isInstant(value)) return clockText(value, zone)
  return String(value)
}

/** `1234567.25` → `1,234,567.25`; numbers in scientific notation are left alone. */
function grouped(value: number): string {
  const text = String(value)
  if (text.includes('e')) return text
  const [whole = '', fraction] = text.split('.')
  const groups = whole.replace(/\d(?=(?:\d{3})+$)/g, '$&,')
  return fraction === undefined ? groups : `${groups}.${fraction}`
}
