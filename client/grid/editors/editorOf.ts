import type { Column } from '../../../shared/schema/column.ts'
import type { ColumnSetting, EditorSetting, GridColumn } from '../columnSetting.ts'
import { AmountEditor, UNIT_COLUMN } from './AmountEditor.ts'
import { ChoiceEditor } from './ChoiceEditor.ts'
import { DateEditor } from './DateEditor.ts'
import { OrganizationEditor } from './OrganizationEditor.ts'
import { PlaceEditor } from './PlaceEditor.ts'
import { TextEditor } from './TextEditor.ts'

const UNDER = { cellEditorPopup: true, cellEditorPopupPosition: 'under' } as const

/** The editor of a column, by its kind. A yes-or-no cell has none: its box is ticked in place. */
export function editorOf(column: Column, setting: ColumnSetting): GridColumn {
  const { language, zone, words, columns, sheet, aids, value: cell } = setting
  const cellEditorParams: EditorSetting = { schema: column, language, zone, words, columns, sheet, aids, cell }
  switch (column.kind.type) {
    case 'boolean':
      return { cellEditor: 'agCheckboxCellEditor' }
    case 'choice':
      return { cellEditor: ChoiceEditor, ...UNDER, cellEditorParams }
    case 'place':
      return { cellEditor: PlaceEditor, ...UNDER, cellEditorParams }
    case 'organization':
      return { cellEditor: OrganizationEditor, ...UNDER, cellEditorParams }
    case 'date':
    case 'dateTime':
      return { cellEditor: DateEditor, cellEditorParams }
    case 'longText':
      return { cellEditor: TextEditor, cellEditorPopup: true, cellEditorPopupPosition: 'over', cellEditorParams }
    case 'number':
      return { cellEditor: hasUnit(column, columns) ? AmountEditor : TextEditor, cellEditorParams }
    default:
      return { cellEditor: TextEditor, cellEditorParams }
  }
}

/** Whether this is the sheet's quantity, with the column of its unit beside it. */
const hasUnit = ({ id }: Column, columns: readonly Column[]): boolean =>
  id === 'quantity' && columns.some(column => column.id === UNIT_COLUMN && column.kind.type === 'text')
