/** A sheet session without a server: a real sheet document, real undo, and a colleague whose edits, presence and refusals a test speaks for. */
import * as Y from 'yjs'
import type { HeldEdit, Peer, SaveState, SheetSession, UndoResult } from '../../client/sync/session.ts'
import { type CellEdit, ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import { orderBetween } from '../../shared/sheet/order.ts'
import { type Generation, SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { type UndoPlan, UndoStack } from '../../shared/sheet/UndoStack.ts'

export type Rows = Readonly<Record<string, Readonly<Record<string, Scalar>>>>

export function sheetOf(rows: Rows): SheetDocument {
  const doc = new Y.Doc()
  doc.getMap<Generation>('gens').set('1', new Y.Map<Scalar>())
  const sheet = new SheetDocument(doc)
  let order: string | null = null
  const edits: CellEdit[] = []
  for (const [row, cells] of Object.entries(rows)) {
    order = orderBetween(order, null)
    edits.push({ row, column: ROW_EXISTS, value: true }, { row, column: ROW_ORDER, value: order })
    for (const [column, value] of Object.entries(cells)) edits.push({ row, column, value })
  }
  sheet.edit(edits)
  return sheet
}

export class FakeSession implements SheetSession {
  readonly readOnly: boolean
  /** Every wish the page made, in order. */
  readonly wishes: (readonly CellEdit[])[] = []
  readonly cells: ({ row: string; column: string } | undefined)[] = []
  destroyed = false
  #sheet: SheetDocument
  #undo = new UndoStack((row, column) => this.#sheet.value(row, column))
  #state: SaveState = { kind: 'saved', at: undefined }
  #peers: readonly Peer[] = []
  #held: readonly HeldEdit[] = []
  #listeners = new Set<() => void>()
  #replaced = new Set<() => void>()
  #rows = 0

  constructor(rows: Rows, mode: 'editing' | 'reading' = 'editing') {
    this.#sheet = sheetOf(rows)
    this.readOnly = mode === 'reading'
  }

  get sheet(): SheetDocument {
    return this.#sheet
  }
  get canUndo(): boolean {
    return this.#undo.canUndo
  }
  get canRedo(): boolean {
    return this.#undo.canRedo
  }
  saveState = (): SaveState => this.#state
  peers = (): readonly Peer[] => this.#peers
  held = (): readonly HeldEdit[] => this.#held

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  onReplaced(listener: () => void): () => void {
    this.#replaced.add(listener)
    return () => this.#replaced.delete(listener)
  }

  edit(edits: readonly CellEdit[]): void {
    this.wishes.push(edits)
    this.#undo.push(
      edits.map(({ row, column, value }) => ({ row, column, before: this.#sheet.value(row, column), after: value })),
    )
    this.#sheet.edit(edits)
    this.tell()
  }
  addRow(cells: Readonly<Record<string, Scalar>>, after?: string): string {
    const row = `new${++this.#rows}`
    const rows = this.#sheet.rows()
    const at = after === undefined ? rows.length - 1 : rows.indexOf(after)
    const key = (id: string | undefined): string | null => (id === undefined ? null : this.#sheet.order(id))
    this.#sheet.edit([
      { row, column: ROW_EXISTS, value: true },
      { row, column: ROW_ORDER, value: orderBetween(key(rows[at]), key(rows[at + 1])) },
      ...Object.entries(cells).map(([column, value]) => ({ row, column, value })),
    ])
    this.#undo.push([{ row, column: ROW_GONE, before: true, after: null }])
    this.tell()
    return row
  }
  deleteRows(rows: readonly string[]): void {
    this.edit(rows.map(row => ({ row, column: ROW_GONE, value: true })))
  }
  undo(): UndoResult | undefined {
    return this.#carryOut(this.#undo.undo())
  }
  redo(): UndoResult | undefined {
    return this.#carryOut(this.#undo.redo())
  }
  setCell(cell: { row: string; column: string } | undefined): void {
    this.cells.push(cell)
  }
  redoHeld(id: string): void {
    const edit = this.#held.find(held => held.id === id)
    this.dropHeld(id)
    if (edit !== undefined) this.edit([{ row: edit.row, column: edit.column, value: edit.value }])
  }
  dropHeld(id: string): void {
    this.#held = this.#held.filter(held => held.id !== id)
    this.tell()
  }
  destroy(): void {
    this.destroyed = true
  }

  // ─── what a test says ───

  /** A colleague's edits arrive. */
  arrive(edits: readonly CellEdit[]): void {
    this.#sheet.edit(edits)
  }
  replaceBy(rows: Rows): void {
    this.#sheet = sheetOf(rows)
    for (const listener of this.#replaced) listener()
  }
  nowIs(state: SaveState): void {
    this.#state = state
    this.tell()
  }
  nowHere(peers: readonly Peer[]): void {
    this.#peers = peers
    this.tell()
  }
  refuse(held: readonly HeldEdit[]): void {
    this.#held = held
    this.tell()
  }
  tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #carryOut(plan: UndoPlan | undefined): UndoResult | undefined {
    if (plan === undefined) return undefined
    this.#sheet.edit(plan.edits)
    this.tell()
    return { step: plan.step, written: plan.edits.length, left: plan.left }
  }
}
