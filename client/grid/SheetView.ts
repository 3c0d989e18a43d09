/**
 * One sheet on screen, outside React: the session, the grid it is shown in, and the few facts the frame reads (which cell, how many rows,
 * filtered or not). React renders around it; nothing here is rendered per row.
 */
import type { GridApi } from 'ag-grid-community'
import type { SheetChange } from '../../shared/sheet/SheetDocument.ts'
import type { SheetSession } from '../sync/session.ts'
import { createValueStore } from '../ui/valueStore.ts'
import { GridFeed } from './GridFeed.ts'
import type { CellPlace, RowRef } from './RowRef.ts'

/** Rows of the sheet, rows that pass the filters, rows ticked. */
export interface Counts {
  readonly total: number
  readonly shown: number
  readonly selected: number
}

/** Whether the person has arranged the rows otherwise than they lie in the sheet. */
export interface Arrangement {
  readonly filtered: boolean
  readonly sorted: boolean
}

export class SheetView {
  readonly session: SheetSession
  readonly feed: GridFeed
  /** The cell the person is in; stays when the focus leaves the grid. */
  readonly cell = createValueStore<CellPlace | undefined>(undefined)
  readonly counts = createValueStore<Counts>({ total: 0, shown: 0, selected: 0 })
  readonly arrangement = createValueStore<Arrangement>({ filtered: false, sorted: false })
  readonly grid = createValueStore<GridApi<RowRef> | undefined>(undefined)
  readonly #listeners = new Set<(change: SheetChange | undefined) => void>()
  readonly #stops: (() => void)[]
  #stopSheet: () => void

  constructor(session: SheetSession) {
    this.session = session
    this.feed = new GridFeed(session.sheet)
    this.#stopSheet = this.#follow()
    this.#stops = [session.onReplaced(() => this.#replaced())]
    this.count()
  }

  /** The grid is there and has been given `feed.rows()`. */
  attach(api: GridApi<RowRef>): void {
    this.feed.attach(api)
    this.grid.set(api)
    this.count()
  }

  detach(): void {
    this.feed.detach()
    this.grid.set(undefined)
  }

  /** Stops following; the session itself is ended by who opened it. */
  destroy(): void {
    this.detach()
    this.#stopSheet()
    for (const stop of this.#stops) stop()
  }

  /** Called after each change of the sheet; `undefined` when the whole of it was replaced. Returns how to stop. */
  onChange(listener: (change: SheetChange | undefined) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The number this row has on screen; undefined when the filters hide it. */
  rowNumber(row: string): number | undefined {
    const index = this.grid.get()?.getRowNode(row)?.rowIndex
    return typeof index === 'number' ? index + 1 : undefined
  }

  /** The rows that are ticked and still there. */
  selectedRows(): string[] {
    return (
      this.grid
        .get()
        ?.getSelectedRows()
        .map(({ id }) => id) ?? []
    )
  }

  /** The person is in this cell now; the others are told. */
  enter(place: CellPlace | undefined): void {
    const now = this.cell.get()
    if (place === undefined || (now?.row === place.row && now.column === place.column)) return
    this.cell.set(place)
    this.session.setCell(place)
  }

  /** Brings a cell into view and puts the focus there. False when the row is not shown. */
  reveal(place: CellPlace): boolean {
    const { row, column } = place
    const api = this.grid.get()
    const index = api?.getRowNode(row)?.rowIndex
    if (api === undefined || typeof index !== 'number') return false
    this.enter(place)
    api.ensureIndexVisible(index)
    api.ensureColumnVisible(column)
    api.setFocusedCell(index, column)
    return true
  }

  /** Shows only rows in which one of the cells contains these words. */
  find(words: string): void {
    this.grid.get()?.setGridOption('quickFilterText', words)
  }

  clearFilters(): void {
    this.find('')
    this.grid.get()?.setFilterModel(null)
  }

  clearSort(): void {
    this.grid.get()?.applyColumnState({ defaultState: { sort: null } })
  }

  /** Counts anew; the stores tell only when a number is another. */
  count(): void {
    const api = this.grid.get()
    const total = this.session.sheet.rowCount
    const next = { total, shown: api?.getDisplayedRowCount() ?? total, selected: api?.getSelectedRows().length ?? 0 }
    const now = this.counts.get()
    if (next.total !== now.total || next.shown !== now.shown || next.selected !== now.selected) this.counts.set(next)
    const filtered = (api?.isAnyFilterPresent() ?? false) || (api?.getGridOption('quickFilterText') ?? '') !== ''
    const sorted = api?.getColumnState().some(({ sort }) => sort != null) ?? false
    const arranged = this.arrangement.get()
    if (filtered !== arranged.filtered || sorted !== arranged.sorted) this.arrangement.set({ filtered, sorted })
  }

  #follow(): () => void {
    return this.session.sheet.onChange(change => {
      this.feed.take(change)
      if (change.added.length > 0 || change.removed.length > 0) this.count()
      for (const listener of this.#listeners) listener(change)
    })
  }

  #replaced(): void {
    this.#stopSheet()
    this.#stopSheet = this.#follow()
    this.feed.replace(this.session.sheet)
    this.count()
    for (const listener of this.#listeners) listener(undefined)
  }
}
