/** From the rows of a sheet to the lines of a file: headers in one language, typed cells, the row's id last (docs/SPEC.md FILE-14). Pure. */
import type { Column } from '../schema/column.ts'
import { type Language, plainCell } from '../schema/format.ts'
import { clockText, isDay, isInstant } from '../schema/moment.ts'
import type { Scalar } from '../sheet/cell.ts'
import { ID_HEADER } from './headerWords.ts'
import type { FileCell } from './table.ts'

/** In the place of the hashtag of the id column. */
export const ID_HASHTAG = '#meta+id'

/** `exportedAt` (ISO 8601) stands behind the id's header: imported again, the file shows what the sheet has changed since. */
export const headerLine = (columns: readonly Column[], language: Language, exportedAt?: string): string[] => [
  ...columns.map(c => c.label[language]),
  exportedAt === undefined ? ID_HEADER[language] : `${ID_HEADER[language]} @${exportedAt}`,
]

/** HXL: the hashtags under the headers. */
export const hashtagLine = (columns: readonly Column[]): string[] => [...columns.map(c => c.hxl ?? ''), ID_HASHTAG]

/** One row as a line: reading it back gives the same cells. */
export function rowLine(
  row: { readonly id: string; readonly cells: Readonly<Record<string, Scalar>> },
  columns: readonly Column[],
  language: Language,
  zone: string,
): FileCell[] {
  return [...columns.map(column => fileCell(column, row.cells[column.id] ?? null, language, zone)), row.id]
}

/** Before March 1900 spreadsheets count days wrongly; such a date is written as text. */
const FIRST_DATE = '1900-03-01'
const CLOCK = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(:\d{2})?$/

function fileCell(column: Column, value: Scalar, language: Language, zone: string): FileCell {
  if (value === null) return null
  const { type } = column.kind
  if (type === 'number' && typeof value === 'number') return value
  if (type === 'date' && typeof value === 'string' && isDay(value) && value >= FIRST_DATE) return { day: value }
  if (type === 'dateTime' && typeof value === 'string' && isInstant(value)) {
    // A clock with a fraction or an offset says more than a spreadsheet's date can.
    const match = CLOCK.exec(clockText(value, zone))
    if (match !== null && value >= FIRST_DATE) return { clock: `${match[1]}T${match[2]}${match[3] ?? ':00'}` }
  }
  return plainCell(column, value, language, zone)
}
