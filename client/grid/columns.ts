/**
 * The grid's columns, made from the sheet's schema: the one list of columns there is (PAGE-8). A cell's value is read from the sheet each
 * time it is needed; what is typed comes out of the editors parsed by `shared/schema`.
 */
import type { ValueGetterParams } from 'ag-grid-community'
import type { Column } from '../../shared/schema/column.ts'
import { deskColumn } from '../../shared/schema/deskColumns.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { validate } from '../../shared/schema/parse.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { ColumnSetting, GridColumn } from './columnSetting.ts'
import { editorOf } from './editors/editorOf.ts'
import { LinkCell } from './linkCell.ts'
import type { RowRef } from './RowRef.ts'
import { toneClasses } from './tones.ts'

const DEFAULT_WIDTH = 120
/** Roughly what a header takes in px: its text, the funnel, the arrow of the order, and air. */
const headerWidth = (label: string): number =>
  [...label].reduce((sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? 13.5 : 7.5), 52)
/** On the left unless the person decides otherwise: what a row is about. */
const PINNED_WHERE_WIDE = 'item'

/** For machines and maps rather than for reading; the columns menu shows them. */
const HIDDEN_AT_FIRST: ReadonlySet<string> = new Set([
  'provinceCode',
  'cityCode',
  'districtCode',
  'latitude',
  'longitude',
])

/** One grid column for each column, in the order given. */
export const gridColumns = (columns: readonly Column[], setting: ColumnSetting, pin: 'pin' | 'float'): GridColumn[] =>
  columns.map(column => gridColumn(column, setting, pin))

function gridColumn(column: Column, setting: ColumnSetting, pin: 'pin' | 'float'): GridColumn {
  const { language, zone } = setting
  const required = column.required === true
  const read = ({ data }: Pick<ValueGetterParams<RowRef, Scalar>, 'data'>): Scalar =>
    data === undefined ? null : setting.value(data.id, column.id)
  const told = deskColumn(column.id)
  const text = (value: Scalar | undefined): string => {
    const word = formatCell(column, value ?? null, language, zone)
    const sign = told?.sign?.(value ?? null) ?? ''
    return sign === '' ? word : `${sign} ${word}`
  }
  return {
    colId: column.id,
    headerName: column.label[language] + (required ? ' *' : ''),
    ...(column.help === undefined ? {} : { headerTooltip: column.help[language] }),
    width: Math.max(column.width ?? DEFAULT_WIDTH, headerWidth(column.label[language])),
    ...(pin === 'pin' && column.id === PINNED_WHERE_WIDE ? { initialPinned: 'left' } : {}),
    ...(HIDDEN_AT_FIRST.has(column.id) ? { initialHide: true } : {}),
    cellDataType: false,
    valueGetter: read,
    valueFormatter: ({ value }) => text(value),
    getQuickFilterText: ({ value }) => text(value),
    editable: told === undefined && !setting.readOnly,
    cellClass: `cell-${column.kind.type}`,
    cellClassRules: {
      'cell-missing': ({ value }) => required && (value === null || value === ''),
      ...foundRules(column, setting),
      ...misfitRule(column),
      ...toneRules(column),
    },
    ...(column.kind.type === 'boolean' ? { cellRenderer: 'agCheckboxCellRenderer' } : {}),
    ...(column.kind.type === 'link'
      ? { cellRenderer: LinkCell, cellRendererParams: { schema: column, words: setting.words } }
      : {}),
    ...(column.kind.type === 'text' || column.kind.type === 'longText'
      ? { tooltipValueGetter: ({ value }) => value }
      : {}),
    ...(told === undefined ? {} : { tooltipValueGetter: ({ value }) => text(value) }),
    ...editorOf(column, setting),
  }
}

const foundRules = ({ id }: Column, { foundMark }: ColumnSetting): NonNullable<GridColumn['cellClassRules']> =>
  foundMark === undefined
    ? {}
    : {
        'cell-found': ({ data }) => data !== undefined && foundMark(data.id, id) !== undefined,
        'cell-found-current': ({ data }) => data !== undefined && foundMark(data.id, id) === 'current',
      }

/** What stayed when an own column became of another kind, or came off its list, is marked and says so on hover. */
const misfitRule = (column: Column): NonNullable<GridColumn['cellClassRules']> =>
  column.own === true
    ? { 'cell-misfit': ({ value }) => value !== null && value !== undefined && validate(column, value) !== undefined }
    : {}

const toneRules = (column: Column): NonNullable<GridColumn['cellClassRules']> =>
  Object.fromEntries(
    [...toneClasses(column)].map(([name, choices]) => [
      name,
      ({ value }: { value?: unknown }) => typeof value === 'string' && choices.has(value),
    ]),
  )
