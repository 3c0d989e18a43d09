/**
 * What is selected on a sheet: a rectangle between two cells, over the rows and columns as they stand on screen (docs/SPEC.md CELL-1 … CELL-3).
 * The two ends are known by ids, so the selection stays on its cells while rows come, go and are sorted. Pure.
 */

/** A cell by what it is. */
export interface Place {
  readonly row: string
  readonly column: string
}

/** `cells`: from cell to cell · `rows`, `columns`: whole ones · `all`: everything on screen. */
export type RangeKind = 'cells' | 'rows' | 'columns' | 'all'

/** A selection. The anchor is where it began and where the person is; the head is what moves when it grows. */
export interface CellRange {
  readonly kind: RangeKind
  readonly anchor: Place
  readonly head: Place
}

/** Rows and columns in the order they are shown in. */
export interface Displayed {
  readonly rowCount: number
  /** The row shown at this place; undefined where something else stands. */
  rowAt(index: number): string | undefined
  /** Where a row is shown; undefined when it is not. */
  indexOf(row: string): number | undefined
  readonly columns: readonly string[]
}

/** Places on screen, each end included. */
export interface Rectangle {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** The selected rows and columns, in the order on screen. Neither is empty. */
export interface SelectedCells {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
}

export type Direction = 'up' | 'down' | 'left' | 'right'

const STEP: Readonly<Record<Direction, readonly [rows: number, columns: number]>> = {
  up: [-1, 0],
  down: [1, 0],
  left: [0, -1],
  right: [0, 1],
}

/** One cell. */
export const cellRange = (place: Place): CellRange => ({ kind: 'cells', anchor: place, head: place })

/** The same selection up to another cell. */
export const extended = (range: CellRange, head: Place): CellRange => ({ ...range, head })

/** The rectangle of a range; undefined when one of its ends is not shown. */
export function rectangleOf(range: CellRange, shown: Displayed): Rectangle | undefined {
  const { kind, anchor, head } = range
  const whole = kind === 'columns' || kind === 'all'
  const wide = kind === 'rows' || kind === 'all'
  const rows = whole ? [0, shown.rowCount - 1] : [shown.indexOf(anchor.row), shown.indexOf(head.row)]
  const columns = wide
    ? [0, shown.columns.length - 1]
    : [shown.columns.indexOf(anchor.column), shown.columns.indexOf(head.column)]
  const [top, bottom] = ends(rows)
  const [left, right] = ends(columns)
  if (top < 0 || left < 0) return undefined
  return { top, bottom, left, right }
}

function ends([a = -1, b = -1]: readonly (number | undefined)[]): readonly [first: number, last: number] {
  return [Math.min(a, b), Math.max(a, b)]
}

/** The rows and columns of a rectangle; undefined when it holds no row of the sheet. */
export function cellsOf({ top, bottom, left, right }: Rectangle, shown: Displayed): SelectedCells | undefined {
  const rows: string[] = []
  for (let index = top; index <= bottom; index++) {
    const row = shown.rowAt(index)
    if (row !== undefined) rows.push(row)
  }
  const columns = shown.columns.slice(left, right + 1)
  return rows.length === 0 || columns.length === 0 ? undefined : { rows, columns }
}

/** The next cell in a direction; the same one at the edge of what is shown, or when it is not shown. */
export function stepped(place: Place, direction: Direction, shown: Displayed): Place {
  return walk(place, direction, shown).next().value ?? place
}

/**
 * Where Ctrl+arrow goes: from a filled cell with a filled neighbour to the last one before a gap; otherwise to the next filled cell,
 * or to the last cell there is.
 */
export function edgeOfData(
  place: Place,
  direction: Direction,
  shown: Displayed,
  isEmpty: (place: Place) => boolean,
): Place {
  let at = place
  let inBlock = !isEmpty(place)
  let first = true
  for (const next of walk(place, direction, shown)) {
    const empty = isEmpty(next)
    if (inBlock && empty && !first) return at
    if (inBlock && empty) inBlock = false
    else if (!inBlock && !empty) return next
    at = next
    first = false
  }
  return at
}

function* walk(place: Place, direction: Direction, shown: Displayed): Generator<Place, undefined> {
  const [rows, columns] = STEP[direction]
  let index = shown.indexOf(place.row)
  let column = shown.columns.indexOf(place.column)
  while (index !== undefined && column >= 0) {
    index += rows
    column += columns
    const columnId = shown.columns[column]
    if (index < 0 || index >= shown.rowCount || columnId === undefined) return undefined
    const row = shown.rowAt(index)
    if (row !== undefined) yield { row, column: columnId }
  }
  return undefined
}
