/** What came in, in words. */
import type { TFunction } from 'i18next'
import { readSign } from '../../shared/domain/intakeSigns.ts'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import type { DecisionOutcome, SubmissionItem } from '../../shared/protocol/intake.ts'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell, type Language } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'

/** How this person reads. */
export interface Reader {
  readonly t: TFunction
  readonly language: Language
  readonly zone: string
}

/** The columns of the sheet a submission is meant for; none when the sheet is not on this page. */
export const columnsFor = (sheets: readonly SheetInfo[], { sheet }: Pick<SubmissionItem, 'sheet'>): readonly Column[] =>
  sheets.find(({ id }) => id === sheet.id)?.columns ?? []

/** The name of a column, else of whatever else the field is. */
export const fieldName = (columns: readonly Column[], field: string, language: Language): string =>
  columns.find(({ id }) => id === field)?.label[language] ?? field

/** The few words one tells submissions apart by: what, how much. */
export function summaryOf(
  { cells }: Pick<SubmissionItem, 'cells'>,
  columns: readonly Column[],
  reader: Reader,
): string {
  const first = columns.find(({ required }) => required === true) ?? columns[0]
  const text = (column: Column | undefined): string =>
    column === undefined ? '' : valueText(column, cells[column.id] ?? null, reader)
  const byId = (id: string) => columns.find(column => column.id === id)
  const words = [text(first), `${text(byId('quantity'))}${text(byId('unit'))}`].filter(word => word !== '')
  return words.length === 0 ? reader.t('intake.untitled') : words.join(' · ')
}

/** A cell as it is read; what does not fit its column as it is. */
export const valueText = (column: Column, value: Scalar, { language, zone }: Reader): string =>
  value === null ? '' : formatCell(column, value, language, zone) || String(value)

/** Why one should look, in a sentence. */
export function signText(kept: string, columns: readonly Column[], { t, language }: Reader): string {
  const read = readSign(kept)
  if (read === undefined) return t('intake.sign.other')
  return t(`intake.sign.${read.sign}`, { field: fieldName(columns, read.field ?? '', language) })
}

/** Why nothing was done, in a sentence that names what. */
export function refusalText(
  outcome: Extract<DecisionOutcome, { done: false }>,
  what: string,
  columns: readonly Column[],
  { t, language }: Reader,
): string {
  return t(`intake.notDone.${outcome.why}`, {
    what,
    by: outcome.by ?? t('intake.notDone.rule'),
    state: outcome.state === undefined ? '' : t(`intake.state.${outcome.state}`),
    field: fieldName(columns, outcome.field ?? '', language),
  })
}
