/**
 * The undo of this tab (docs/SPEC.md UNDO-2, UNDO-6): by value, and told of every cell a colleague writes, so that a value of theirs is never
 * taken back, not even when it is the very one this person had written before.
 */
import { cellKey, ROW_GONE } from '../../shared/sheet/cell.ts'
import type { SheetChange } from '../../shared/sheet/SheetDocument.ts'
import { UndoStack } from '../../shared/sheet/UndoStack.ts'
import type { EditedSheet } from './EditedSheet.ts'

export class OwnUndo extends UndoStack {
  /** The Yjs client ids of this tab: one for each document it has had. */
  readonly #own = new Set<number>()

  /** From now on what others write into this document is noted. The steps stay: they are values, not structs. */
  follow(edited: EditedSheet): void {
    this.#own.add(edited.doc.clientID)
    edited.sheet.onChange(change => this.#note(edited, change))
  }

  #note(edited: EditedSheet, { updated, added, removed }: SheetChange): void {
    for (const [row, columns] of updated) for (const column of columns) this.#noteCell(edited, row, column)
    for (const row of added) this.#noteCell(edited, row, ROW_GONE)
    for (const row of removed) this.#noteCell(edited, row, ROW_GONE)
  }

  #noteCell({ sheet }: EditedSheet, row: string, column: string): void {
    if (!this.holds(row, column)) return
    const key = cellKey(row, column)
    // Without an item the value has been folded into the base: whose it was cannot be seen there, its value decides.
    const item = sheet.living.find(({ cells }) => cells.has(key))?.cells._map.get(key)
    if (item !== undefined && !this.#own.has(item.id.client)) this.noteForeign(row, column)
  }
}
