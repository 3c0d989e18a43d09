/**
 * What the person has selected in the grid (docs/SPEC.md CELL-1 … CELL-3): a range by ids, read against the rows and columns as they are
 * shown now. Outside React; who shows or uses the selection follows `cells`.
 */
import type { GridApi } from 'ag-grid-community'
import {
  type CellRange,
  cellRange,
  cellsOf,
  type Direction,
  type Displayed,
  edgeOfData,
  extended,
  type Place,
  type RangeKind,
  type Rectangle,
  rectangleOf,
  type SelectedCells,
  stepped,
} from '../../../shared/selection/range.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import { createValueStore } from '../../ui/valueStore.ts'
import { type RowRef, rowOf } from '../RowRef.ts'

/** The part of the grid's interface that a selection is read against. */
export type SelectionGrid = Pick<
  GridApi<RowRef>,
  'getAllDisplayedColumns' | 'getDisplayedRowAtIndex' | 'getDisplayedRowCount' | 'getRowNode'
>

/** Above this many rows a selection is read anew at most a few times a second. */
const MANY_ROWS = 2_000
const SLOWLY = 300

export class GridSelection {
  /** The selected rows and columns in the order on screen; undefined while nothing is selected. */
  readonly cells = createValueStore<SelectedCells | undefined>(undefined)
  readonly #read: (row: string, column: string) => Scalar
  /** Columns the sheet has; the grid's own (numbers, ticks) are never selected. */
  readonly #isColumn: (column: string) => boolean
  #grid: SelectionGrid | undefined
  #range: CellRange | undefined
  #rectangle: Rectangle | undefined
  #later: ReturnType<typeof setTimeout> | undefined

  constructor(read: (row: string, column: string) => Scalar, isColumn: (column: string) => boolean) {
    this.#read = read
    this.#isColumn = isColumn
  }

  attach(grid: SelectionGrid): void {
    this.#grid = grid
    this.refresh()
  }

  detach(): void {
    this.#grid = undefined
    clearTimeout(this.#later)
    this.#later = undefined
  }

  get range(): CellRange | undefined {
    return this.#range
  }

  /** Where the selection stands on screen; undefined while nothing is selected. */
  get rectangle(): Rectangle | undefined {
    return this.#rectangle
  }

  /** Whether more than one cell is selected. */
  get isWide(): boolean {
    const cells = this.cells.get()
    return cells !== undefined && (cells.rows.length > 1 || cells.columns.length > 1)
  }

  /** The person is in this cell: it alone is selected. Going where the selection already began keeps it. */
  enter(place: Place): void {
    const anchor = this.#range?.anchor
    if (anchor?.row === place.row && anchor.column === place.column && this.cells.get() !== undefined) return
    this.set(cellRange(place))
  }

  /** Whether this cell is selected. */
  has({ row, column }: Place): boolean {
    const rectangle = this.#rectangle
    if (rectangle === undefined) return false
    const { indexOf, columns } = this.displayed()
    const [index, at] = [indexOf(row) ?? -1, columns.indexOf(column)]
    return index >= rectangle.top && index <= rectangle.bottom && at >= rectangle.left && at <= rectangle.right
  }

  /** Only the cell the selection began in. */
  collapse(): void {
    if (this.#range !== undefined) this.set(cellRange(this.#range.anchor))
  }

  set(range: CellRange | undefined): void {
    this.#range = range
    this.refresh()
  }

  /** Grows or shrinks the selection up to this cell. */
  extendTo(head: Place): void {
    const range = this.#range
    if (range === undefined) return this.set(cellRange(head))
    if (range.head.row === head.row && range.head.column === head.column) return
    this.set(extended(range, head))
  }

  /** Moves the far end by one cell or to the edge of the data, and returns it. */
  extendBy(direction: Direction, how: 'step' | 'edge'): Place | undefined {
    const range = this.#range
    if (range === undefined) return undefined
    const head = this.next(range.head, direction, how)
    this.set(extended(range, head))
    return head
  }

  /** The cell one step from this one, or at the edge of the data. */
  next(place: Place, direction: Direction, how: 'step' | 'edge'): Place {
    const shown = this.displayed()
    if (how === 'step') return stepped(place, direction, shown)
    return edgeOfData(place, direction, shown, ({ row, column }) => {
      const value = this.#read(row, column)
      return value === null || value === ''
    })
  }

  /** The selection as whole rows, whole columns or everything. */
  widen(kind: Exclude<RangeKind, 'cells'>): void {
    if (this.#range !== undefined) this.set({ ...this.#range, kind })
  }

  /** The rows and columns as they are shown now. */
  displayed(): Displayed {
    const grid = this.#grid
    const rowIndex = (row: string): number | undefined => grid?.getRowNode(row)?.rowIndex ?? undefined
    return {
      rowCount: grid?.getDisplayedRowCount() ?? 0,
      rowAt: index => rowOf(grid?.getDisplayedRowAtIndex(index)?.data),
      indexOf: rowIndex,
      columns: (grid?.getAllDisplayedColumns() ?? []).map(column => column.getColId()).filter(this.#isColumn),
    }
  }

  /** The rows or columns may be shown otherwise now. A selection of very many rows is read a moment later. */
  follow(): void {
    if ((this.cells.get()?.rows.length ?? 0) < MANY_ROWS) return this.refresh()
    this.#later ??= setTimeout(() => {
      this.#later = undefined
      this.refresh()
    }, SLOWLY)
  }

  /** Reads the selection against what is shown now. One whose cells are not shown any more is given up. */
  refresh(): void {
    const shown = this.displayed()
    const range = this.#range
    const rectangle = range === undefined ? undefined : rectangleOf(range, shown)
    this.#rectangle = rectangle
    const cells = rectangle === undefined ? undefined : cellsOf(rectangle, shown)
    if (!sameCells(cells, this.cells.get())) this.cells.set(cells)
  }
}

function sameCells(a: SelectedCells | undefined, b: SelectedCells | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return sameList(a.rows, b.rows) && sameList(a.columns, b.columns)
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i])
