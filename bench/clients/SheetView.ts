/** A sheet as the bench's own clients see it, whatever lies underneath. */
import type * as Y from 'yjs'
import { type CellEdit, cellKey, type Scalar } from '../../shared/sheet/cell.ts'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { columnOf, nestedRows, readNested, shortKey } from '../content/nested.ts'
import type { Layout } from '../targets.ts'

/** A row as the grid wants it: plain, with its id. */
export type GridRow = Record<string, Scalar>

export interface SheetView {
  /** Every row as a plain object. */
  gridRows(): GridRow[]
  value(row: string, column: string): Scalar
  edit(edit: CellEdit): void
  /** Called with the key (`row:column`) of each cell right after it shows another value. */
  onCell(listener: (key: string) => void): void
}

/** The view of a Yjs document in one of the two layouts. */
export const viewOf = (layout: Layout, doc: Y.Doc): SheetView =>
  layout === 'gongji' ? viewSheetDocument(new SheetDocument(doc)) : viewNested(doc)

function viewSheetDocument(sheet: SheetDocument): SheetView {
  return {
    gridRows: () => sheet.rows().map(id => ({ id, ...sheet.cells(id) })),
    value: (row, column) => sheet.value(row, column),
    edit: edit => sheet.edit([edit]),
    onCell: listener =>
      sheet.onChange(change => {
        for (const [row, columns] of change.updated) for (const column of columns) listener(cellKey(row, column))
      }),
  }
}

function viewNested(doc: Y.Doc): SheetView {
  const rows = nestedRows(doc)
  return {
    gridRows: () => readNested(doc),
    value: (row, column) => rows.get(row)?.get(shortKey(column)) ?? null,
    edit: ({ row, column, value }) => rows.get(row)?.set(shortKey(column), value),
    onCell: listener =>
      rows.observeDeep(events => {
        for (const event of events) {
          const row = event.target._item?.parentSub
          if (typeof row === 'string') for (const key of event.keys.keys()) listener(cellKey(row, columnOf(key)))
        }
      }),
  }
}
