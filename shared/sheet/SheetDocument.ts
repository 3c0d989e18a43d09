/**
 * The sheet as rows and cells over a Yjs document (docs/SPEC.md SHEET-1 … SHEET-9). The only place, with writeBase.ts, that knows the layout:
 *
 *   base : Y.Map  block id → JSON text (blocks.ts), written by the server only
 *   gens : Y.Map  "1", "2", … → Y.Map(cell key → scalar), written by members into the newest only
 *
 * A cell's value is that of the newest generation that has its key, else the base's. Nothing of the overlay is copied:
 * values are read from the Yjs maps, so they are right in the middle of a transaction too.
 */
import * as Y from 'yjs'
import { type Block, decodeBlock } from './blocks.ts'
import { type BaseRow, ChangeNotes, type Generation, type LivingGeneration } from './ChangeNotes.ts'
import {
  type CellEdit,
  cellKey,
  cellOfKey,
  RESERVED_COLUMNS,
  ROW_EXISTS,
  ROW_GONE,
  ROW_ORDER,
  type Scalar,
} from './cell.ts'
import { isOrderKey, ORDER_UNKNOWN, placeKey, placeOf } from './order.ts'
import { RowOrder } from './RowOrder.ts'

export type { Generation, LivingGeneration }

/** What one transaction changed, in rows and columns. `updated` holds no row that was added or removed, and of the reserved columns only `_order`. */
export interface SheetChange {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly updated: ReadonlyMap<string, ReadonlySet<string>>
  readonly reordered: boolean
}

/** Block ids by their place, so that rows come in the order of the sheet and need no sorting. */
const inOrder = (blocks: Iterable<string>): readonly string[] => [...blocks].sort()

const indexColumns = (block: Block): ReadonlyMap<string, number> =>
  new Map(block.columns.map((column, i) => [column, i + 1]))

export class SheetDocument {
  readonly doc: Y.Doc
  readonly base: Y.Map<string>
  readonly generations: Y.Map<Generation>
  readonly #blocks = new Map<string, readonly BaseRow[]>()
  readonly #baseRows = new Map<string, BaseRow>()
  /** Rows that members added and no block holds yet. */
  readonly #addedRows = new Set<string>()
  /** Rows of which a generation may hold a cell: few, beside those of the base. */
  readonly #overlaid = new Set<string>()
  /** Every column an edit has named. Few, unlike the cells of the overlay. */
  readonly #columnIds = new Set<string>()
  /** Rows an edit has added, deleted or moved, at least since the last fold. */
  readonly #marked = new Set<string>()
  readonly #order: RowOrder
  readonly #listeners = new Set<(change: SheetChange) => void>()
  /** Living generations, newest first. */
  #living: readonly LivingGeneration[] = []
  readonly #onBase = (event: Y.YMapEvent<string>): void => this.#takeBase(event)
  readonly #onGenerations = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => this.#takeGenerations(events)
  readonly #onDone = (): void => this.#tell()
  #pending = new ChangeNotes()

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.base = doc.getMap<string>('base')
    this.generations = doc.getMap<Generation>('gens')
    this.#order = new RowOrder(row => this.#orderOf(row))
    for (const block of inOrder(this.base.keys())) this.#readBlock(block)
    this.#readGenerations()
    for (const row of this.#marked) this.#noteAddedRow(row)
    this.#order.rebuild(this.#liveRows())
    this.base.observe(this.#onBase)
    this.generations.observeDeep(this.#onGenerations)
    doc.on('afterTransaction', this.#onDone)
  }

  /** The newest generation's number; 0 while the document is not loaded. */
  get generation(): number {
    return this.#living[0]?.number ?? 0
  }

  /** The map members write into; undefined while the document is not loaded. */
  get newest(): Generation | undefined {
    return this.#living[0]?.cells
  }

  /** Every living generation, newest first: one, or more until a fold has taken the older ones in. */
  get living(): readonly LivingGeneration[] {
    return this.#living
  }

  /** How many keys the overlay holds. */
  get overlaySize(): number {
    return this.#living.reduce((sum, generation) => sum + generation.cells.size, 0)
  }

  /** Whether a row of this id is there, deleted ones included. */
  has(row: string): boolean {
    return this.#baseRows.has(row) || this.value(row, ROW_EXISTS) === true
  }

  isDeleted(row: string): boolean {
    return this.value(row, ROW_GONE) === true
  }

  /** The value of a cell as it is now, `null` when it is empty or its row is not there. */
  value(row: string, column: string): Scalar {
    const key = cellKey(row, column)
    for (const { cells } of this.#living) {
      const value = cells.get(key)
      if (value !== undefined) return value
    }
    return this.#baseValue(row, column)
  }

  /** What the base alone holds, without any generation. */
  baseValue(row: string, column: string): Scalar {
    return this.#baseValue(row, column)
  }

  /** The block holding this row; undefined for a row only the overlay knows. */
  blockOf(row: string): string | undefined {
    return this.#baseRows.get(row)?.block
  }

  /** The ids of a block's rows, in its order. */
  blockRows(block: string): readonly string[] {
    return this.#blocks.get(block)?.map(base => base.values[0]) ?? []
  }

  /** Every column this row may hold something in, reserved ones included. */
  columnsOf(row: string): ReadonlySet<string> {
    return new Set([...(this.#baseRows.get(row)?.columns.keys() ?? []), ...this.#columnIds, ...RESERVED_COLUMNS])
  }

  /** All cells of a row that hold something, reserved columns left out. */
  cells(row: string): Record<string, Scalar> {
    const cells: Record<string, Scalar> = {}
    const base = this.#baseRows.get(row)
    if (base !== undefined) {
      let index = 0
      for (const column of base.columns.keys()) {
        const value = base.values[++index]
        if (value !== undefined && value !== null && !(base.marked && RESERVED_COLUMNS.has(column)))
          cells[column] = value
      }
    }
    if (this.#overlaid.has(row)) this.#layOver(cells, row)
    return cells
  }

  /** The row's order key: its own, else the one its place in the base implies. */
  order(row: string): string {
    const own = this.value(row, ROW_ORDER)
    if (isOrderKey(own)) return own
    return this.#baseRows.get(row)?.impliedOrder ?? ORDER_UNKNOWN
  }

  /** The ids of the rows that are not deleted, in order. The same array until rows or their order change. */
  rows(): readonly string[] {
    return this.#order.rows
  }

  /** All row ids of the sheet, deleted ones included, in no order. */
  *allRows(): Iterable<string> {
    yield* this.#baseRows.keys()
    yield* this.#addedRows
  }

  get rowCount(): number {
    return this.#order.rows.length
  }

  /** Writes cells into the newest generation, in one transaction. Throws when the document is not loaded yet. */
  edit(edits: readonly CellEdit[], origin?: unknown): void {
    const cells = this.newest
    if (cells === undefined) throw new Error('the sheet is not loaded yet')
    this.doc.transact(() => {
      for (const { row, column, value } of edits) {
        cells.set(cellKey(row, column), value)
        this.#note(row, column)
      }
    }, origin)
  }

  /**
   * Called after each transaction that touched the sheet, never inside one. A fold that changed nothing visible is told as a change naming nothing:
   * whoever waits for a generation hears of it. Returns how to stop.
   */
  onChange(listener: (change: SheetChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Stops watching the document; the document itself stays. */
  destroy(): void {
    this.base.unobserve(this.#onBase)
    this.generations.unobserveDeep(this.#onGenerations)
    this.doc.off('afterTransaction', this.#onDone)
    this.#listeners.clear()
  }

  #baseValue(row: string, column: string): Scalar {
    const base = this.#baseRows.get(row)
    if (base === undefined) return null
    const index = base.columns.get(column)
    return index === undefined ? null : ((base.values[index] as Scalar | undefined) ?? null)
  }

  /** Puts what the generations hold of this row over its base cells. */
  #layOver(cells: Record<string, Scalar>, row: string): void {
    for (const column of this.#columnIds) {
      const key = cellKey(row, column)
      const value = this.#living.find(generation => generation.cells.has(key))?.cells.get(key)
      if (value === undefined) continue
      if (value === null) delete cells[column]
      else cells[column] = value
    }
  }

  #readGenerations(): void {
    this.#living = [...this.generations.entries()]
      .map(([key, cells]) => ({ number: Number(key), cells }))
      .filter(g => Number.isInteger(g.number) && g.cells instanceof Y.Map)
      .sort((a, b) => b.number - a.number)
    this.#overlaid.clear()
    for (const { cells } of this.#living) for (const key of cells.keys()) this.#noteKey(key)
  }

  #noteKey(key: string): void {
    const { row, column } = cellOfKey(key)
    this.#note(row, column)
  }

  #note(row: string, column: string): void {
    this.#overlaid.add(row)
    if (RESERVED_COLUMNS.has(column)) this.#marked.add(row)
    else this.#columnIds.add(column)
  }

  #noteAddedRow(row: string): void {
    if (!this.#baseRows.has(row) && this.value(row, ROW_EXISTS) === true) this.#addedRows.add(row)
    else this.#addedRows.delete(row)
  }

  /** Rows nobody has added, deleted or moved need no look at their reserved cells; those are nearly all rows of a large sheet. */
  *#liveRows(): Iterable<string> {
    for (const [row, base] of this.#baseRows) if (this.#isLive(row, base)) yield row
    for (const row of this.#addedRows) if (!this.isDeleted(row)) yield row
  }

  #isLive(row: string, base: BaseRow): boolean {
    return (!base.marked && !this.#marked.has(row)) || !this.isDeleted(row)
  }

  #orderOf(row: string): string {
    const base = this.#baseRows.get(row)
    return base === undefined || base.marked || this.#marked.has(row) ? this.order(row) : base.impliedOrder
  }

  /** Reads a block anew. */
  #readBlock(id: string): void {
    for (const base of this.#blocks.get(id) ?? [])
      if (this.#baseRows.get(base.values[0]) === base) this.#baseRows.delete(base.values[0])
    const text = this.base.get(id)
    if (text === undefined) {
      this.#blocks.delete(id)
      return
    }
    const block = decodeBlock(text)
    const columns = indexColumns(block)
    const first = placeOf(id) ?? 0
    const marked = block.columns.some(column => RESERVED_COLUMNS.has(column))
    const rows = block.rows.map((values, i) => ({
      block: id,
      marked,
      values,
      columns,
      impliedOrder: placeKey(first + i),
    }))
    for (const base of rows) {
      this.#baseRows.set(base.values[0], base)
      this.#addedRows.delete(base.values[0])
    }
    this.#blocks.set(id, rows)
  }

  #takeBase(event: Y.YMapEvent<string>): void {
    for (const id of inOrder(event.keysChanged)) {
      if (!this.#blocks.has(id)) {
        this.#takeNewBlock(id)
        continue
      }
      const before = new Map(this.#blocks.get(id)?.map(base => [base.values[0], base]))
      this.#readBlock(id)
      for (const row of new Set([...before.keys(), ...this.blockRows(id)]))
        this.#pending.noteBase(row, before.get(row), this.#baseRows.get(row))
    }
  }

  #takeNewBlock(id: string): void {
    const known = this.#baseRows.size
    this.#readBlock(id)
    const rows = this.#blocks.get(id) ?? []
    // Rows that another block held as well are compared when that block's turn comes; until then they are no news.
    const allFresh = this.#baseRows.size === known + rows.length
    for (const base of rows)
      if (allFresh) this.#pending.noteFresh(base)
      else this.#pending.noteBase(base.values[0], undefined, base)
  }

  #takeGenerations(events: Y.YEvent<Y.AbstractType<unknown>>[]): void {
    for (const event of events) {
      if (event.target === this.generations) {
        for (const [key, { oldValue }] of event.changes.keys)
          if (oldValue instanceof Y.Map) this.#pending.noteFolded(Number(key), oldValue)
          else for (const cell of this.generations.get(key)?.keys() ?? []) this.#pending.noteCell(cell)
      } else if (event instanceof Y.YMapEvent)
        for (const key of event.keysChanged) {
          this.#noteKey(key)
          this.#pending.noteCell(key)
        }
    }
    if (events.some(event => event.target === this.generations)) this.#readGenerations()
  }

  /** Turns the notes of a transaction into one change and tells it. */
  #tell(): void {
    if (this.#pending.empty) return
    const notes = this.#pending
    this.#pending = new ChangeNotes()
    const { cells, fresh } = notes.changed(this)
    const added: string[] = []
    const removed: string[] = []
    const moved: string[] = []
    const updated = new Map<string, ReadonlySet<string>>()
    for (const [row, columns] of cells) {
      for (const column of columns) if (RESERVED_COLUMNS.has(column)) this.#marked.add(row)
      this.#noteAddedRow(row)
      const was = this.#order.has(row)
      const is = this.has(row) && !this.isDeleted(row)
      if (is && !was) added.push(row)
      else if (was && !is) removed.push(row)
      else if (is) {
        const stays = this.#order.keyOf(row) === this.order(row)
        if (!stays) moved.push(row)
        const visible = new Set([...columns].filter(column => !RESERVED_COLUMNS.has(column)))
        if (!stays) visible.add(ROW_ORDER)
        if (visible.size > 0) updated.set(row, visible)
      }
    }
    for (const base of fresh) if (this.#isLive(base.values[0], base)) added.push(base.values[0])
    this.#order.apply(added, removed, moved, () => this.#liveRows())
    const change = { added, removed, updated, reordered: moved.length > 0 }
    for (const listener of this.#listeners) listener(change)
  }
}
