/**
 * The sheet as this tab edits it (docs/SPEC.md SYNC-20 … SYNC-22): the document, and the edits of this device that are not known to be saved.
 */
import type * as Y from 'yjs'
import { type CellEdit, cellKey, ROW_EXISTS, type Scalar } from '../../shared/sheet/cell.ts'
import { ordersBetween } from '../../shared/sheet/order.ts'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { type EditKeeper, type PendingEdit, PendingEdits } from './PendingEdits.ts'

export class EditedSheet {
  readonly doc: Y.Doc
  readonly sheet: SheetDocument
  readonly pending: PendingEdits

  /** `keeper` is where unsaved edits outlive the tab; what an earlier tab left there is taken up. */
  constructor(doc: Y.Doc, keeper: EditKeeper) {
    this.doc = doc
    this.sheet = new SheetDocument(doc)
    this.pending = new PendingEdits(keeper)
  }

  /** Writes in one transaction; each edit is unsaved from this moment on. */
  write(edits: readonly CellEdit[]): void {
    if (edits.length === 0) return
    const { sheet, doc, pending } = this
    const generation = sheet.generation
    const wishes = [...this.#rowsBack(edits), ...edits]
    sheet.edit(wishes, this)
    const cells = sheet.newest?._map
    pending.addAll(
      wishes.flatMap(({ row, column, value }) => {
        const item = cells?.get(cellKey(row, column))
        return item === undefined ? [] : { row, column, value, generation, client: doc.clientID, clock: item.id.clock }
      }),
    )
  }

  /**
   * A row whose adding died with its generation, or may have, is added again before anything else is said about it:
   * the server refuses edits of rows it does not know.
   */
  #rowsBack(edits: readonly CellEdit[]): readonly CellEdit[] {
    const added = new Set(edits.filter(edit => edit.column === ROW_EXISTS).map(edit => edit.row))
    const rows = new Set(edits.map(edit => edit.row).filter(row => !added.has(row)))
    const { sheet, pending } = this
    return [...rows]
      .filter(
        row => !sheet.has(row) || (pending.get(row, ROW_EXISTS)?.generation ?? sheet.generation) < sheet.generation,
      )
      .map(row => ({ row, column: ROW_EXISTS, value: true }))
  }

  /** `count` order keys right below this row, or at the end. */
  ordersAfter(after: string | undefined, count: number): readonly string[] {
    const rows = this.sheet.rows()
    const at = after === undefined ? rows.length - 1 : rows.indexOf(after)
    const keyOf = (row: string | undefined): string | null => (row === undefined ? null : this.sheet.order(row))
    return ordersBetween(keyOf(rows[at]), keyOf(rows[at + 1]), count)
  }

  /** What the cell holds, or will hold again as soon as an edit that died with its generation is written anew: that is what undo takes back. */
  wished(row: string, column: string): Scalar {
    const { pending, sheet } = this
    const edit = pending.get(row, column)
    const lost =
      edit !== undefined && edit.generation < sheet.generation && sheet.newest?.has(cellKey(row, column)) === false
    return lost ? edit.value : sheet.value(row, column)
  }

  /** Writes edits that died with a generation into the newest one. Where the cell says the same by now there is nothing to write. */
  replayDead(): void {
    const { pending, sheet } = this
    if (sheet.generation === 0) return
    const ready = pending.toReplay().filter(edit => !this.#stillInPlace(edit))
    pending.dropAll(ready)
    this.write(ready.filter(edit => sheet.value(edit.row, edit.column) !== edit.value))
  }

  /** Here the edit still stands in a living generation: the fold that swallowed it has not arrived yet. */
  #stillInPlace({ row, column, generation, client, clock }: PendingEdit): boolean {
    const item = this.sheet.newest?._map.get(cellKey(row, column))
    return this.sheet.generation <= generation && item?.id.client === client && item.id.clock === clock
  }
}
