/**
 * One sheet on screen, outside React: the session, the grid it is shown in, and the few facts the frame reads (which cell, how many rows,
 * filtered or not). React renders around it; nothing here is rendered per row.
 */
import type { GridApi } from 'ag-grid-community'
import type { SheetViewInfo } from '../../shared/protocol/views.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { SelectedCells } from '../../shared/selection/range.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { SheetChange } from '../../shared/sheet/SheetDocument.ts'
import {
  type ColumnLayout,
  PLAIN_VIEW,
  sameContent,
  VIEW_LIMITS,
  type ViewContent,
} from '../../shared/views/content.ts'
import { type DeskSession, EMPTY_DESK } from '../desk/DeskSession.ts'
import { changeOfDesk, joinedSheet, joinedValue, withDeskColumns } from '../desk/joinedSheet.ts'
import type { SheetSession } from '../sync/session.ts'
import { createValueStore, type ReadableStore } from '../ui/valueStore.ts'
import type { ArrangedRows, ViewSetting } from './ArrangedRows.ts'
import { holdFocus } from './cellFocus.ts'
import { NotPastedTexts } from './clipboard/notPasted.ts'
import { layoutOf } from './columnState.ts'
import { EditorAids } from './editors/EditorAids.ts'
import { GridFeed } from './GridFeed.ts'
import type { CellPlace, RowRef } from './RowRef.ts'
import { ROW_NUMBER } from './rowNumber.ts'
import { GridSelection } from './selection/GridSelection.ts'

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

/** A filter being set, and the element of the page it belongs to. */
export interface FilterEdit {
  readonly column: string
  readonly anchor: HTMLElement | undefined
}

/** The grid's own columns (numbers, ticks) hold nothing of the sheet. */
const isSheetColumn = (id: string): boolean => id !== ROW_NUMBER && !id.startsWith('ag-Grid-')

/** Frames a row far away may take until it is painted. */
const FRAMES = 40

/** How a found cell is marked: one of several, or the one the person is at. */
export type FoundMark = 'found' | 'current'
type Marker = (place: CellPlace) => FoundMark | undefined

/** Views made so far on this page. */
let made = 0

export class SheetView {
  /** Tells one view from another: a grid gives itself to the view it begins with. */
  readonly number = ++made
  readonly session: SheetSession
  /** What the server says about the rows. */
  readonly desk: DeskSession
  readonly feed: GridFeed
  /** The cell the person is in; stays when the focus leaves the grid. */
  readonly cell = createValueStore<CellPlace | undefined>(undefined)
  /** What the editors of this sheet share. */
  readonly aids = new EditorAids()
  readonly counts = createValueStore<Counts>({ total: 0, shown: 0, selected: 0 })
  readonly arrangement = createValueStore<Arrangement>({ filtered: false, sorted: false })
  readonly grid = createValueStore<GridApi<RowRef> | undefined>(undefined)
  /** The range the person has selected, and how it is changed. */
  readonly range: GridSelection
  /** The selected rows and columns, in the order on screen; one of each while only the cell the person is in is selected. */
  readonly selection: ReadableStore<SelectedCells | undefined>
  #marker: Marker | undefined
  /** What is shown: filters, sorts, group, columns, colours. Changed through `arrange` alone. */
  readonly content = createValueStore<ViewContent>(PLAIN_VIEW)
  /** The kept view on screen, as it was when it was chosen or saved; undefined: all rows. `content` may have gone on from it. */
  readonly chosen = createValueStore<SheetViewInfo | undefined>(undefined)
  /** The rows as `content` has them. */
  readonly arranged: ArrangedRows
  /** A link was copied, or the browser did not let us. */
  readonly linkCopied = createValueStore<{ readonly copied: boolean } | undefined>(undefined)
  /** The filter that is being set on screen. */
  readonly filterEdit = createValueStore<FilterEdit | undefined>(undefined)
  #setting: ViewSetting | undefined
  #cellColumns: readonly Column[] = []
  /** The cells cut and not pasted yet. */
  readonly cut = createValueStore<SelectedCells | undefined>(undefined)
  /** What did not fit when it was pasted or filled. */
  readonly notPasted = new NotPastedTexts()
  /** What a screen reader says next. */
  readonly spoken = createValueStore('')
  readonly #listeners = new Set<(change: SheetChange | undefined) => void>()
  readonly #stops: (() => void)[]
  #stopSheet: () => void

  constructor(session: SheetSession, desk: DeskSession = EMPTY_DESK) {
    this.session = session
    this.desk = desk
    this.feed = new GridFeed(session.sheet, sheet =>
      joinedSheet(
        sheet,
        joinedValue(sheet, desk, () => this.#cellColumns),
      ),
    )
    this.arranged = this.feed.arranged
    this.range = new GridSelection((row, column) => this.value(row, column), isSheetColumn)
    this.selection = this.range.cells
    this.#stopSheet = this.#follow()
    this.#stops = [
      session.onReplaced(() => this.#replaced()),
      desk.subscribe(changes => this.#take(changeOfDesk(changes, session.sheet))),
    ]
    this.count()
  }

  /** The grid is there and has been given `feed.rows()`. */
  attach(api: GridApi<RowRef>): void {
    this.feed.attach(api)
    this.grid.set(api)
    this.range.attach(api)
    this.count()
  }

  detach(): void {
    this.feed.detach()
    this.range.detach()
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
    return typeof index === 'number' ? this.arranged.numberAt(index) : undefined
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

  /** What the cell holds, or what the desk says of the row in a column of the desk's. */
  value(row: string, column: string): Scalar {
    return joinedValue(this.session.sheet, this.desk, () => this.#cellColumns)(row, column)
  }

  /** The columns of cells; to be said before anything reads a column of the desk. */
  know(columns: readonly Column[]): void {
    this.#cellColumns = columns
  }

  /** The columns of the sheet, as far as they have been described. */
  get columnIds(): readonly string[] {
    return this.#setting?.columns.map(({ id }) => id) ?? []
  }

  /** The person is in this cell now; the others are told. */
  enter(place: CellPlace | undefined): void {
    const now = this.cell.get()
    if (place !== undefined) this.range.enter(place)
    if (place === undefined || (now?.row === place.row && now.column === place.column)) return
    this.cell.set(place)
    this.session.setCell(place)
  }

  /** Has a sentence read out that is nowhere on screen. */
  announce(sentence: string): void {
    this.spoken.set(sentence)
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
    // A row that was not on screen is painted a moment later; the grid does not always take the keyboard there by itself.
    this.#holdFocus(api, index, column, FRAMES)
    return true
  }

  #holdFocus(api: GridApi<RowRef>, index: number, column: string, frames: number): void {
    requestAnimationFrame(() => {
      if (!holdFocus(api, index, column) && frames > 0) this.#holdFocus(api, index, column, frames - 1)
    })
  }

  /** Marks the cells `marker` says something of; undefined takes all marks away. Only cells on screen are asked about. */
  markFound(marker: Marker | undefined): void {
    if (marker === undefined && this.#marker === undefined) return
    this.#marker = marker
    this.grid.get()?.refreshCells({ force: true })
  }

  /** How this cell is marked now. */
  foundMark(place: CellPlace): FoundMark | undefined {
    return this.#marker?.(place)
  }

  /** Shows only rows in which one of the cells contains these words. */
  find(words: string): void {
    this.feed.wakeQuietRows()
    this.grid.get()?.setGridOption('quickFilterText', words)
  }

  /** The sheet has these columns, read in this language and zone; to be said before the grid is made. */
  describe(setting: ViewSetting): void {
    this.#setting = setting
    this.arranged.configure(this.content.get(), setting)
    this.feed.rearrange()
  }

  /** Shows this from now on. */
  arrange(content: ViewContent): void {
    const before = this.content.get()
    if (sameContent(before, content)) return
    this.content.set(content)
    if (this.#setting !== undefined) this.arranged.configure(content, this.#setting)
    this.feed.rearrange()
    if (before.colors !== content.colors) this.grid.get()?.redrawRows()
    this.count()
  }

  /** The columns stand otherwise: part of the view when it has columns of its own. False when it has not. */
  keepLayout(change: (before: ColumnLayout) => ColumnLayout): boolean {
    const content = this.content.get()
    if (content.columns === null) return false
    const columns = change(content.columns)
    if (columns !== content.columns) this.content.set({ ...content, columns })
    return true
  }

  /** How the columns stand now; `null` while there is no grid. */
  columnLayout(): ColumnLayout | null {
    const api = this.grid.get()
    return api === undefined ? null : layoutOf(api, this.columnIds)
  }

  /** Sorts by a column: up, then down, then not at all. `only` gives up the other orders, `add` keeps them. */
  sortBy(column: string, how: 'only' | 'add'): void {
    const content = this.content.get()
    const now = content.sorts.find(sort => sort.column === column)
    const next =
      now === undefined ? [{ column, descending: false }] : now.descending ? [] : [{ column, descending: true }]
    const others = how === 'only' ? [] : content.sorts.filter(sort => sort.column !== column)
    this.arrange({ ...content, sorts: [...others, ...next].slice(-VIEW_LIMITS.sorts) })
  }

  /** Opens the filter of a column, beside this element. */
  editFilter(column: string, anchor: HTMLElement | undefined): void {
    this.filterEdit.set({ column, anchor })
  }

  /** Folds a group away or opens it, by its line. */
  toggleGroup(line: string): void {
    this.arranged.toggle(line)
    this.grid.get()?.refreshClientSideRowModel('sort')
  }

  /** Folds or opens the group of a row; a folded one has the keyboard on its line. */
  foldGroupOf(row: string | undefined): void {
    const line = row === undefined ? undefined : this.arranged.lineOf(row)
    if (line === undefined) return
    this.toggleGroup(line)
    const api = this.grid.get()
    const index = api?.getRowNode(line)?.rowIndex
    const column = this.columnIds[0]
    if (typeof index !== 'number' || column === undefined || !this.arranged.folded.get().has(line)) return
    api?.ensureIndexVisible(index)
    api?.setFocusedCell(index, column)
  }

  /** Folds all groups or opens all. */
  foldGroups(wanted: boolean): void {
    this.arranged.foldAll(wanted)
    this.grid.get()?.refreshClientSideRowModel('sort')
  }

  clearFilters(): void {
    this.find('')
    this.arrange({ ...this.content.get(), filters: [] })
  }

  clearSort(): void {
    this.arrange({ ...this.content.get(), sorts: [] })
  }

  /** Counts anew; the stores tell only when a number is another. */
  count(): void {
    const api = this.grid.get()
    const total = this.session.sheet.rowCount
    const shown = this.arranged.shown ?? api?.getDisplayedRowCount() ?? total
    const next = { total, shown, selected: api?.getSelectedRows().length ?? 0 }
    const now = this.counts.get()
    if (next.total !== now.total || next.shown !== now.shown || next.selected !== now.selected) this.counts.set(next)
    const filtered = this.arranged.filtering || (api?.getGridOption('quickFilterText') ?? '') !== ''
    const sorted = this.content.get().sorts.length > 0
    const arranged = this.arrangement.get()
    if (filtered !== arranged.filtered || sorted !== arranged.sorted) this.arrangement.set({ filtered, sorted })
  }

  #follow(): () => void {
    return this.session.sheet.onChange(change => this.#take(withDeskColumns(change)))
  }

  #take(change: SheetChange): void {
    this.feed.take(change)
    if (change.added.length > 0 || change.removed.length > 0) this.count()
    for (const listener of this.#listeners) listener(change)
  }

  #replaced(): void {
    this.#stopSheet()
    this.#stopSheet = this.#follow()
    this.feed.replace(this.session.sheet)
    this.count()
    for (const listener of this.#listeners) listener(undefined)
  }
}
