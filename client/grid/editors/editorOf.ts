import type { Column } from '../../../shared/schema/column.ts'
import type { ColumnSetting, EditorSetting, GridColumn } from '../columnSetting.ts'
import { ChoiceEditor } from './ChoiceEditor.ts'
import { DateEditor } from './DateEditor.ts'
import { TextEditor } from './TextEditor.ts'

/** The editor of a column, by its kind. A yes-or-no cell has none: its box is ticked in place. */
export function editorOf(column: Column, { language, zone, words }: ColumnSetting): GridColumn {
  const cellEditorParams: EditorSetting = { schema: column, language, zone, words }
  switch (column.kind.type) {
    case 'boolean':
      return { cellEditor: 'agCheckboxCellEditor' }
    case 'choice':
      return { cellEditor: ChoiceEditor, cellEditorPopup: true, cellEditorPopupPosition: 'under', cellEditorParams }
    case 'date':
    case 'dateTime':
      return { cellEditor: DateEditor, cellEditorParams }
    case 'longText':
      return { cellEditor: TextEditor, cellEditorPopup: true, cellEditorPopupPosition: 'over', cellEditorParams }
    default:
      return { cellEditor: TextEditor, cellEditorParams }
  }
}
