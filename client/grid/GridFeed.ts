/**
 * Carries changes of the sheet into the grid: exactly the rows concerned, never the whole (PAGE-10). While somebody types in an open
 * editor the order of the rows is frozen: values of other cells are repainted in place, everything that could move a row waits (PAGE-11).
 */
import type { GridApi, IRowNode, RowDataTransaction } from 'ag-grid-community'
import type { SheetChange, SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { RowRef } from './RowRef.ts'

/** The part of the grid's interface that the feed uses. */
export type FeedTarget = Pick<
  GridApi<RowRef>,
  | 'applyTransactionAsync'
  | 'flushAsyncTransactions'
  | 'getEditingCells'
  | 'getRowNode'
  | 'refreshCells'
  | 'setGridOption'
>

/** Above this many new rows at once (an import, the first load) handing over the list of rows is cheaper than a transaction. */
const BULK = 2_000

export class GridFeed {
  readonly #refs = new Map<string, RowRef>()
  readonly #waitingRows = new Set<string>()
  #waitingStructure = false
  #sheet: SheetDocument
  #target: FeedTarget | undefined

  constructor(sheet: SheetDocument) {
    this.#sheet = sheet
  }

  /** The rows of the sheet as the grid holds them; each row keeps its object for life. */
  rows(): RowRef[] {
    return this.#sheet.rows().map(id => this.#ref(id))
  }

  /** From now on changes go to this grid, which has been given `rows()`. */
  attach(target: FeedTarget): void {
    this.#target = target
  }

  detach(): void {
    this.#target = undefined
    this.#waitingRows.clear()
    this.#waitingStructure = false
  }

  /** The sheet is another document now: its rows replace the old ones; rows of the same id stay, and so does an editor open in one. */
  replace(sheet: SheetDocument): void {
    this.#sheet = sheet
    if (this.#target === undefined) return
    this.#handOver(this.#target)
    this.#target.refreshCells()
  }

  /** Takes one change of the sheet. */
  take(change: SheetChange): void {
    const target = this.#target
    if (target === undefined) return
    if (target.getEditingCells().length > 0) this.#hold(target, change)
    else this.#apply(target, change)
  }

  /** An editor was closed: what waited for it is applied now. */
  settle(): void {
    const target = this.#target
    if (target === undefined || target.getEditingCells().length > 0) return
    if (this.#waitingStructure) this.#handOver(target)
    const update = [...this.#waitingRows].flatMap(row => this.#shown(target, row)?.data ?? [])
    if (update.length > 0) target.applyTransactionAsync({ update })
    this.#waitingRows.clear()
    this.#waitingStructure = false
  }

  /** Shows at once what is on its way: for the person's own edits. */
  flush(): void {
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

  #hold(target: FeedTarget, change: SheetChange): void {
    const rowNodes: IRowNode<RowRef>[] = []
    const columns = new Set<string>()
    for (const [row, changed] of change.updated) {
      this.#waitingRows.add(row)
      const node = this.#shown(target, row)
      if (node !== undefined) rowNodes.push(node)
      for (const column of changed) columns.add(column)
    }
    if (rowNodes.length > 0) target.refreshCells({ rowNodes, columns: [...columns] })
    if (change.reordered || change.added.length > 0 || change.removed.length > 0) this.#waitingStructure = true
  }

  #apply(target: FeedTarget, change: SheetChange): void {
    if (change.reordered || change.added.length > BULK) {
      this.#handOver(target)
    } else {
      if (change.removed.length > 0) target.applyTransactionAsync({ remove: change.removed.map(id => this.#ref(id)) })
      for (const add of this.#runs(change.added)) target.applyTransactionAsync(add)
    }
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
