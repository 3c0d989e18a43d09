/**
 * The sheet of a past moment (docs/SPEC.md TIME-14): a copy of the sheet of now, over which the values of then are laid. It is a sheet document of its
 * own, so the same grid shows it; moving to another moment changes exactly the cells that differ between the two.
 */
import * as Y from 'yjs'
import { type CellEdit, cellKey, ROW_EXISTS, ROW_GONE, type Scalar } from '../../shared/sheet/cell.ts'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'

/** What the cells changed since a moment held then: row id → column → value, as the server tells it. */
export type PastCells = Readonly<Record<string, Readonly<Record<string, Scalar>>>>

interface Laid {
  readonly row: string
  readonly column: string
  /** What the cell holds now. */
  readonly now: Scalar
}

export class PastSheet {
  readonly sheet: SheetDocument
  readonly #laid = new Map<string, Laid>()

  /** Copies the sheet as it is now; everything in it has to be on the server's disk, or it would be shown in a past that never had it. */
  constructor(now: SheetDocument) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(now.doc))
    this.sheet = new SheetDocument(doc)
  }

  /** Shows the moment of these values. */
  show(past: PastCells): void {
    const edits: CellEdit[] = []
    const kept = new Set<string>()
    for (const edit of valuesThen(past)) {
      const { row, column, value } = edit
      if (!this.sheet.has(row)) continue
      const key = cellKey(row, column)
      kept.add(key)
      const before = this.sheet.value(row, column)
      if (!this.#laid.has(key)) this.#laid.set(key, { row, column, now: before })
      if (before !== value) edits.push(edit)
    }
    for (const [key, { row, column, now }] of this.#laid) {
      if (kept.has(key)) continue
      this.#laid.delete(key)
      if (this.sheet.value(row, column) !== now) edits.push({ row, column, value: now })
    }
    if (edits.length > 0) this.sheet.edit(edits)
  }

  /** Whether a cell, or the row it is in, is another now. */
  differs(row: string, column: string): boolean {
    return this.#isOther(row, column) || this.#isOther(row, ROW_GONE)
  }

  /** How many cells and rows are others now. */
  get differing(): number {
    let count = 0
    for (const { row, column } of this.#laid.values()) if (this.#isOther(row, column)) count++
    return count
  }

  destroy(): void {
    this.sheet.destroy()
    this.sheet.doc.destroy()
  }

  #isOther(row: string, column: string): boolean {
    const laid = this.#laid.get(cellKey(row, column))
    return laid !== undefined && laid.now !== this.sheet.value(row, column)
  }
}

/** A row made later is a deleted one here, whatever it holds. */
function* valuesThen(past: PastCells): Iterable<CellEdit> {
  for (const [row, cells] of Object.entries(past)) {
    if (ROW_EXISTS in cells && cells[ROW_EXISTS] !== true) {
      yield { row, column: ROW_GONE, value: true }
      continue
    }
    for (const [column, value] of Object.entries(cells)) if (column !== ROW_EXISTS) yield { row, column, value }
  }
}
