/**
 * Carries changes of the sheet into the grid: exactly the rows concerned, never the whole (PAGE-10). While somebody types in an open
 * editor the order of the rows is frozen: values of other cells are repainted in place, everything that could move a row waits (PAGE-11).
 * A large sheet that is filtered, sorted or grouped is treated alike between two arrangings, which come at most a few times a second (VIEW-12).
 */
import type { GridApi, IRowNode, RowDataTransaction } from 'ag-grid-community'
import type { SheetChange, SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { ArrangedSheet } from '../../shared/views/Arranger.ts'
import { ArrangedRows, rowsOfChange } from './ArrangedRows.ts'
import type { CellPlace, RowRef } from './RowRef.ts'

/** The part of the grid's interface that the feed uses. */
export type FeedTarget = Pick<
  GridApi<RowRef>,
  | 'applyTransactionAsync'
  | 'flushAsyncTransactions'
  | 'getEditingCells'
  | 'getRowNode'
  | 'isQuickFilterPresent'
  | 'onFilterChanged'
  | 'refreshCells'
  | 'setGridOption'
>

/** Above this many new rows at once (an import, the first load) handing over the list of rows is cheaper than a transaction. */
const BULK = 2_000
/** From this many rows on an arranged sheet is arranged anew at a pace. */
const LARGE = 5_000
/** Milliseconds from one arranging to the next at least, and as a multiple of what one takes. */
const PACE = { least: 250, timesCost: 6 } as const

export class GridFeed {
  readonly arranged: ArrangedRows
  readonly #refs = new Map<string, RowRef>()
  /** Group lines the grid has been given. */
  #lines = new Set<string>()
  /** Rows whose place, colour or group may be another. */
  readonly #waitingRows = new Set<string>()
  /** Rows repainted only: what the grid remembers of their words is old. */
  readonly #quietRows = new Set<string>()
  #waitingStructure = false
  #later: ReturnType<typeof setTimeout> | undefined
  #pace: number = PACE.least
  /** The cell a word is being composed in before its editor is open. */
  #composed: CellPlace | undefined
  readonly #join: (sheet: SheetDocument) => ArrangedSheet
  #sheet: SheetDocument
  #target: FeedTarget | undefined

  /** `join` puts beside a sheet's cells what else its rows are arranged by. */
  constructor(sheet: SheetDocument, join: (sheet: SheetDocument) => ArrangedSheet = it => it) {
    this.#sheet = sheet
    this.#join = join
    this.arranged = new ArrangedRows(join(sheet))
  }

  /** The rows of the sheet as the grid holds them, and the lines of the groups there are; each keeps its object for life. */
  rows(): RowRef[] {
    this.#lines = new Set(this.arranged.groupLines())
    const rows = this.#sheet.rows().map(id => this.#ref(id))
    for (const line of this.#lines) rows.push(this.#ref(line))
    return rows
  }

  /** From now on changes go to this grid, which has been given `rows()`. */
  attach(target: FeedTarget): void {
    this.#target = target
  }

  detach(): void {
    this.#target = undefined
    clearTimeout(this.#later)
    this.#later = undefined
    this.arranged.touch(this.#waitingRows)
    this.#waitingRows.clear()
    this.#quietRows.clear()
    this.#waitingStructure = false
  }

  /** The view is another: shows its rows. */
  rearrange(): void {
    const target = this.#target
    if (target === undefined) return
    const lines = this.arranged.groupLines()
    if (lines.length !== this.#lines.size || lines.some(line => !this.#lines.has(line))) this.#handOver(target)
    target.onFilterChanged()
  }

  /** Words will be searched for: the grid reads again what it only repainted. */
  wakeQuietRows(): void {
    const target = this.#target
    if (target === undefined || this.#quietRows.size === 0) return
    target.applyTransactionAsync({ update: [...this.#quietRows].map(id => this.#ref(id)) })
    target.flushAsyncTransactions()
    this.#quietRows.clear()
  }

  /** The sheet is another document now: its rows replace the old ones; rows of the same id stay, and so does an editor open in one. */
  replace(sheet: SheetDocument): void {
    this.#sheet = sheet
    this.arranged.replace(this.#join(sheet))
    if (this.#target === undefined) return
    this.#handOver(this.#target)
    this.#target.refreshCells()
  }

  /** Takes one change of the sheet. */
  take(change: SheetChange): void {
    const target = this.#target
    if (target === undefined) return this.arranged.touch(rowsOfChange(change))
    if (this.#isBusy(target)) this.#wait(target, change)
    else if (this.arranged.active && this.#sheet.rowCount > LARGE) this.#pacedWait(target, change)
    else this.#apply(target, change)
  }

  /** An editor was closed: what waited for it is applied now. */
  settle(): void {
    const target = this.#target
    if (target === undefined || this.#isBusy(target)) return
    clearTimeout(this.#later)
    this.#later = undefined
    if (this.#waitingRows.size === 0 && !this.#waitingStructure) return
    this.arranged.touch(this.#waitingRows)
    if (this.#waitingStructure) this.#handOver(target)
    const add = this.#missingLines(this.#waitingRows)
    const update = [...this.#waitingRows].flatMap(row => this.#shown(target, row)?.data ?? [])
    if (update.length + add.length > 0) target.applyTransactionAsync({ update, add })
    this.#waitingRows.clear()
    this.#waitingStructure = false
  }

  /** A word is being composed over this cell: as while an editor is open, no row moves, and this cell is not repainted. */
  hold(place: CellPlace): void {
    this.#composed = place
  }

  /** The word is done; what waited is applied unless an editor has opened with it. */
  release(): void {
    this.#composed = undefined
    this.settle()
  }

  #isBusy(target: FeedTarget): boolean {
    return this.#composed !== undefined || target.getEditingCells().length > 0
  }

  /** Shows at once what is on its way: for the person's own edits. */
  flush(): void {
    if (this.#later !== undefined) this.settle()
    this.#target?.flushAsyncTransactions()
  }

  /** Gives the grid the list of all rows. It keeps what it has of each by id: editors, ticks, heights. */
  #handOver(target: FeedTarget): void {
    // A transaction still on its way would put its rows in a second time.
    target.flushAsyncTransactions()
    target.setGridOption('rowData', this.rows())
  }

  #ref(id: string): RowRef {
    const known = this.#refs.get(id)
    if (known !== undefined) return known
    const ref: RowRef = { id }
    this.#refs.set(id, ref)
    return ref
  }

  #shown(target: FeedTarget, row: string): IRowNode<RowRef> | undefined {
    return target.getRowNode(row)
  }

  #wait(target: FeedTarget, change: SheetChange): void {
    const rowNodes: IRowNode<RowRef>[] = []
    const columns = new Set<string>()
    for (const row of [...change.added, ...change.removed]) this.#waitingRows.add(row)
    for (const [row, changed] of change.updated) {
      if (this.#moves(target, changed)) this.#waitingRows.add(row)
      else this.#quietRows.add(row)
      const node = this.#shown(target, row)
      if (row === this.#composed?.row && changed.has(this.#composed.column)) continue
      if (node !== undefined) rowNodes.push(node)
      for (const column of changed) columns.add(column)
    }
    if (rowNodes.length > 0) target.refreshCells({ rowNodes, columns: [...columns] })
    if (change.reordered || change.added.length > 0 || change.removed.length > 0) this.#waitingStructure = true
  }

  /** As while somebody types, until the next arranging is due. */
  #pacedWait(target: FeedTarget, change: SheetChange): void {
    this.#wait(target, change)
    if (this.#later !== undefined || (this.#waitingRows.size === 0 && !this.#waitingStructure)) return
    this.#later = setTimeout(() => {
      this.#later = undefined
      const begun = performance.now()
      this.settle()
      target.flushAsyncTransactions()
      this.#pace = Math.max(PACE.least, (performance.now() - begun) * PACE.timesCost)
    }, this.#pace)
  }

  /** Whether a row changed like this may have to go elsewhere. */
  #moves(target: FeedTarget, columns: ReadonlySet<string>): boolean {
    return !this.arranged.active || this.arranged.concerns(columns) || target.isQuickFilterPresent()
  }

  /** Lines of groups that these rows are the first of. */
  #missingLines(rows: Iterable<string>): RowRef[] {
    const missing: RowRef[] = []
    for (const row of rows) {
      const line = this.arranged.lineOf(row)
      if (line === undefined || this.#lines.has(line)) continue
      this.#lines.add(line)
      missing.push(this.#ref(line))
    }
    return missing
  }

  #apply(target: FeedTarget, change: SheetChange): void {
    this.arranged.touch(rowsOfChange(change))
    if (change.reordered || change.added.length > BULK) {
      this.#handOver(target)
    } else {
      if (change.removed.length > 0) target.applyTransactionAsync({ remove: change.removed.map(id => this.#ref(id)) })
      for (const add of this.#runs(change.added)) target.applyTransactionAsync(add)
    }
    const add = this.#missingLines([...change.added, ...change.updated.keys()])
    if (add.length > 0) target.applyTransactionAsync({ add })
    const update = [...change.updated.keys()].map(id => this.#ref(id))
    if (update.length > 0) target.applyTransactionAsync({ update })
  }

  /** New rows as transactions, one for each run of neighbours. */
  #runs(added: readonly string[]): RowDataTransaction<RowRef>[] {
    if (added.length === 0) return []
    const wanted = new Set(added)
    const runs: { add: RowRef[]; addIndex: number }[] = []
    let run: { add: RowRef[]; addIndex: number } | undefined
    this.#sheet.rows().forEach((id, index) => {
      if (!wanted.has(id)) run = undefined
      else if (run !== undefined) run.add.push(this.#ref(id))
      else {
        run = { add: [this.#ref(id)], addIndex: index }
        runs.push(run)
      }
    })
    return runs
  }
}
