/** A sheet session without a server: a real sheet document, real undo, and a colleague whose edits, presence and refusals a test speaks for. */
import * as Y from 'yjs'
import type { AddedRows, HeldEdit, Peer, SaveState, SheetSession, UndoResult } from '../../client/sync/session.ts'
import { type CellEdit, ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import { orderBetween, ordersBetween } from '../../shared/sheet/order.ts'
import { type Generation, SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { type UndoPlan, UndoStack, type UndoStep, type WishKind } from '../../shared/sheet/UndoStack.ts'

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
  /** Keys of the cells that are said to be unsaved. */
  readonly unsaved = new Set<string>()
  destroyed = false
  #sheet: SheetDocument
  #undo = new UndoStack((row, column) => this.#sheet.value(row, column))
  #state: SaveState = { kind: 'saved', at: undefined }
  #peers: readonly Peer[] = []
  #held: readonly HeldEdit[] = []
  #listeners = new Set<() => void>()
  #replaced = new Set<() => void>()
  #conflicts = new Set<() => void>()
  #written = new Set<(edits: readonly CellEdit[]) => void>()
  #rows = 0

  constructor(rows: Rows, mode: 'editing' | 'reading' = 'editing') {
    this.#sheet = sheetOf(rows)
    this.readOnly = mode === 'reading'
  }

  get sheet(): SheetDocument {
    return this.#sheet
  }
  isUnsaved(row: string, column: string): boolean {
    return this.unsaved.has(`${row}:${column}`)
  }
  get canUndo(): boolean {
    return this.#undo.nextUndo !== undefined
  }
  get canRedo(): boolean {
    return this.#undo.nextRedo !== undefined
  }
  nextUndo = (): UndoStep | undefined => this.#undo.nextUndo
  nextRedo = (): UndoStep | undefined => this.#undo.nextRedo
  planUndo = (): UndoPlan | undefined => this.#undo.planUndo()
  planRedo = (): UndoPlan | undefined => this.#undo.planRedo()
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

  onConflicts(listener: () => void): () => void {
    this.#conflicts.add(listener)
    return () => this.#conflicts.delete(listener)
  }

  onWritten(listener: (edits: readonly CellEdit[]) => void): () => void {
    this.#written.add(listener)
    return () => this.#written.delete(listener)
  }

  change(edits: readonly CellEdit[], added?: AddedRows, kind?: WishKind): readonly string[] {
    this.wishes.push(edits)
    const sheet = this.#sheet
    const rows = sheet.rows()
    const at = added?.after === undefined ? rows.length - 1 : rows.indexOf(added.after)
    const key = (id: string | undefined): string | null => (id === undefined ? null : sheet.order(id))
    const wanted = added?.rows ?? []
    const orders = wanted.length === 0 ? [] : ordersBetween(key(rows[at]), key(rows[at + 1]), wanted.length)
    const made = wanted.map((cells, i) => ({ row: `new${++this.#rows}`, cells, order: orders[i] ?? null }))
    this.#undo.push(
      [
        ...edits.map(({ row, column, value }) => ({ row, column, before: sheet.value(row, column), after: value })),
        ...made.map(({ row }) => ({ row, column: ROW_GONE, before: true, after: null })),
      ],
      kind,
    )
    this.#write([
      ...edits,
      ...made.flatMap(({ row, cells, order }) => [
        { row, column: ROW_EXISTS, value: true },
        { row, column: ROW_ORDER, value: order },
        ...Object.entries(cells).map(([column, value]) => ({ row, column, value })),
      ]),
    ])
    this.tell()
    return made.map(({ row }) => row)
  }
  edit(edits: readonly CellEdit[], kind?: WishKind): void {
    this.change(edits, undefined, kind)
  }
  addRow(cells: Readonly<Record<string, Scalar>>, after?: string): string {
    return this.change([], { rows: [cells], ...(after === undefined ? {} : { after }) })[0] ?? ''
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
  noteDone(step: UndoStep): void {
    this.#undo.push(step.cells, step.kind)
    this.tell()
  }
  hold(edits: readonly CellEdit[], code: HeldEdit['code']): void {
    this.#held = [...this.#held, ...edits.map((edit, i) => ({ ...edit, code, id: `held${this.#held.length + i}` }))]
    this.tell()
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
  /** The server says that conflicts have come up or are settled. */
  conflictsChanged(): void {
    for (const listener of this.#conflicts) listener()
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

  #write(edits: readonly CellEdit[]): void {
    this.#sheet.edit(edits)
    for (const listener of this.#written) listener(edits)
  }

  #carryOut(plan: UndoPlan | undefined): UndoResult | undefined {
    if (plan === undefined) return undefined
    this.#write(plan.edits)
    this.tell()
    return { step: plan.step, written: plan.edits.length, left: plan.left }
  }
}
