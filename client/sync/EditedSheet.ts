/**
 * The sheet as this tab edits it (docs/SPEC.md SYNC-20 … SYNC-22): the document, and the edits of this device that are not known to be saved.
 */
import type * as Y from 'yjs'
import type { Replaying } from '../../shared/protocol/syncMessages.ts'
import { type CellEdit, cellKey, ROW_EXISTS, type Scalar } from '../../shared/sheet/cell.ts'
import { ordersBetween } from '../../shared/sheet/order.ts'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { type EditKeeper, type PendingEdit, PendingEdits } from './PendingEdits.ts'

const NOTHING: ReadonlyMap<string, Scalar> = new Map()

export class EditedSheet {
  readonly doc: Y.Doc
  readonly sheet: SheetDocument
  readonly pending: PendingEdits
  readonly #replaying: (edits: Replaying['edits']) => void

  /** `keeper` is where unsaved edits outlive the tab; what an earlier tab left there is taken up. `replaying` hears of edits about to be written again. */
  constructor(doc: Y.Doc, keeper: EditKeeper, replaying: (edits: Replaying['edits']) => void) {
    this.doc = doc
    this.#replaying = replaying
    this.sheet = new SheetDocument(doc)
    this.pending = new PendingEdits(keeper)
  }

  /** Writes in one transaction; each edit is unsaved from this moment on. `seen` says what cells held when they were wished, where that is not now. */
  write(edits: readonly CellEdit[], seen: ReadonlyMap<string, Scalar> = NOTHING): void {
    if (edits.length === 0) return
    const { sheet, doc, pending } = this
    const generation = sheet.generation
    const wishes = [...this.#rowsBack(edits), ...edits]
    const befores = wishes.map(({ row, column }) => {
      const key = cellKey(row, column)
      return seen.has(key) ? seen.get(key) : (pending.get(row, column)?.before ?? sheet.value(row, column))
    })
    sheet.edit(wishes, this)
    const cells = sheet.newest?._map
    pending.addAll(
      wishes.flatMap(({ row, column, value }, i) => {
        const item = cells?.get(cellKey(row, column))
        const before = befores[i] ?? null
        return item === undefined
          ? []
          : { row, column, value, generation, client: doc.clientID, clock: item.id.clock, before }
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
    const again = ready.filter(edit => sheet.value(edit.row, edit.column) !== edit.value)
    const seen = new Map(
      again.flatMap(edit => (edit.before === undefined ? [] : [[cellKey(edit.row, edit.column), edit.before]])),
    )
    // Said before the edits are sent: what their authors have not seen must not vanish without a mark (TIME-2).
    if (seen.size > 0) this.#replaying([...seen].map(([key, before]) => ({ key, before })))
    this.write(again, seen)
  }

  /** Here the edit still stands in a living generation: the fold that swallowed it has not arrived yet. */
  #stillInPlace({ row, column, generation, client, clock }: PendingEdit): boolean {
    const item = this.sheet.newest?._map.get(cellKey(row, column))
    return this.sheet.generation <= generation && item?.id.client === client && item.id.clock === clock
  }
}
