/** What a column of the grid is given: the words, the zone and the language its cells, editors and filters work with. */
import type { ColDef, ICellEditorParams } from 'ag-grid-community'
import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { RowRef } from './RowRef.ts'

export type GridColumn = ColDef<RowRef, Scalar>

/** What the columns need to know besides the schema. */
export interface ColumnSetting {
  readonly language: Language
  /** IANA zone of the operation. */
  readonly zone: string
  readonly readOnly: boolean
  /** Reads a cell as it is now. */
  readonly value: (row: string, column: string) => Scalar
  readonly words: EditorWords
}

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
