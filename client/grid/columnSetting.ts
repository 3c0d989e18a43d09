/** What a column of the grid is given: the words, the zone and the language its cells and editors work with. */
import type { ColDef, ICellEditorParams } from 'ag-grid-community'
import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { EditorAids } from './editors/EditorAids.ts'
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
  /** How a cell is marked by the search, if it is. */
  readonly foundMark?: (row: string, column: string) => 'found' | 'current' | undefined
  readonly words: EditorWords
  /** All columns of the sheet, for editors that write more than their own cell. */
  readonly columns: readonly Column[]
  readonly sheet: () => SheetDocument
  readonly aids: EditorAids
}

/** What the editors say, in the language on screen. */
export interface EditorWords {
  readonly blank: string
  readonly choiceSearch: string
  readonly choiceNone: string
  readonly choiceKeys: string
  readonly dateHint: string
  readonly dateTimeHint: string
  readonly pickDate: string
  readonly newLineHint: string
  /** Takes the typed text as it is; `{{text}}` stands for it. */
  readonly useText: string
  readonly amountHint: string
  readonly openLink: string
}

/** What each editor is given besides the grid's own parameters. */
export interface EditorSetting {
  readonly schema: Column
  readonly language: Language
  readonly zone: string
  readonly words: EditorWords
  readonly columns: readonly Column[]
  readonly sheet: () => SheetDocument
  readonly aids: EditorAids
  /** Reads a cell of the sheet as it is now. */
  readonly cell: (row: string, column: string) => Scalar
}

export type EditorParams = ICellEditorParams<RowRef, Scalar> & EditorSetting
