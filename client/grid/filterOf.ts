import type { Column } from '../../shared/schema/column.ts'
import { plainCell } from '../../shared/schema/format.ts'
import { ChoiceFilter, type ChoiceFilterOption } from './ChoiceFilter.tsx'
import type { ColumnSetting, GridColumn } from './columnSetting.ts'

/** Compares a cell's day with the day a person picked, which the grid gives as local midnight. */
function compareDays(picked: Date, cell: unknown): number {
  if (typeof cell !== 'string' || cell === '') return -1
  const [year = 0, month = 1, day = 1] = cell.slice(0, 10).split('-').map(Number)
  return new Date(year, month - 1, day).getTime() - picked.getTime()
}

function choiceOptions(column: Column, { language, words }: ColumnSetting): ChoiceFilterOption[] {
  const blank = { value: null, label: words.blank }
  if (column.kind.type === 'boolean')
    return [{ value: true, label: words.yes }, { value: false, label: words.no }, blank]
  if (column.kind.type !== 'choice') return []
  return [...column.kind.choices.map(({ value, label }) => ({ value, label: label[language] })), blank]
}

/** The filter of a column, by its kind. */
export function filterOf(
  column: Column,
  setting: ColumnSetting,
): Pick<GridColumn, 'filter' | 'filterParams' | 'filterValueGetter'> {
  switch (column.kind.type) {
    case 'number':
      return { filter: 'agNumberColumnFilter', filterParams: { buttons: ['reset'] } }
    case 'choice':
    case 'boolean':
      return { filter: ChoiceFilter, filterParams: { options: choiceOptions(column, setting), all: setting.words.all } }
    case 'date':
    case 'dateTime':
      return {
        filter: 'agDateColumnFilter',
        filterParams: { buttons: ['reset'], comparator: compareDays },
        // The day in the operation's zone, which is the day people mean.
        filterValueGetter: ({ data }) =>
          data === undefined
            ? null
            : plainCell(column, setting.value(data.id, column.id), setting.language, setting.zone),
      }
    default:
      return { filter: 'agTextColumnFilter', filterParams: { buttons: ['reset'], maxNumConditions: 3 } }
  }
}
