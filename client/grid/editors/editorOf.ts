import type { ICellEditorParams } from 'ag-grid-community'
import type { Column } from '../../../shared/schema/column.ts'
import type { Language } from '../../../shared/schema/format.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import type { ColumnSetting, GridColumn } from '../columns.ts'
import type { RowRef } from '../RowRef.ts'
import { ChoiceEditor } from './ChoiceEditor.ts'
import { DateEditor } from './DateEditor.ts'
import { TextEditor } from './TextEditor.ts'

/** What the editors and filters say, in the language on screen. */
export interface EditorWords {
  readonly blank: string
  readonly yes: string
  readonly no: string
  readonly all: string
  readonly choiceSearch: string
  readonly choiceNone: string
  readonly choiceKeys: string
  readonly dateHint: string
  readonly dateTimeHint: string
  readonly pickDate: string
  readonly newLineHint: string
}

/** What each editor is given besides the grid's own parameters. */
export interface EditorSetting {
  readonly schema: Column
  readonly language: Language
  readonly zone: string
  readonly words: EditorWords
}

export type EditorParams = ICellEditorParams<RowRef, Scalar> & EditorSetting

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
