/**
 * Filling cells from their neighbours (docs/SPEC.md CELL-13 … CELL-15): Ctrl+D, Ctrl+R, Ctrl+Enter and the fill handle. Always one step, always
 * copies; a series is offered afterwards where there is one.
 */
import { withPlaceCodes } from '../../../shared/places/placeEdits.ts'
import type { Column } from '../../../shared/schema/column.ts'
import { deskColumn } from '../../../shared/schema/deskColumns.ts'
import { plainCell } from '../../../shared/schema/format.ts'
import { parseCell, validate } from '../../../shared/schema/parse.ts'
import { copies, series } from '../../../shared/selection/fill.ts'
import { MAX_CELLS } from '../../../shared/selection/paste.ts'
import type { Direction, SelectedCells } from '../../../shared/selection/range.ts'
import type { CellEdit, Scalar } from '../../../shared/sheet/cell.ts'
import type { ActionSetting } from '../actionSetting.ts'
import type { NotPasted } from '../clipboard/notPasted.ts'
import { isWritten } from '../isWritten.ts'

export interface FillActions {
  /** The first selected row into those below it; a single row takes the one above. */
  fillDown(): void
  /** The first selected column into those beside it; a single column takes the one to its left. */
  fillRight(): void
  /** What is in the cell the person is in into all selected ones. */
  fillSelection(): void
  /** The selection on into these rows or columns, which lie next to it in this direction. */
  fillOn(direction: Direction, into: readonly string[]): void
}

type Refused = Omit<NotPasted, 'id'>

export function createFillActions(setting: ActionSetting): FillActions {
  const { view, columns, language, zone, t, say, hush } = setting
  const { session } = view
  const value = (row: string, column: string): Scalar => view.value(row, column)
  const columnOf = (id: string): Column | undefined => columns.find(column => column.id === id)
  /** Fits, and is a cell: nobody writes into the desk's columns. */
  const mayStand = (wish: CellEdit): boolean =>
    deskColumn(wish.column) === undefined && fits(columnOf(wish.column), wish.value)

  /** Writes these wishes in one step; says how many there were, and offers the series when there is one. */
  const write = (wishes: readonly CellEdit[], refused: readonly Refused[], continued?: readonly CellEdit[]): void => {
    if (session.readOnly) return
    if (wishes.length > MAX_CELLS) return say(t('cells.tooMany', { count: wishes.length, limit: MAX_CELLS }), 'warning')
    const fitting = wishes.filter(mayStand)
    hush()
    session.edit(withPlaceCodes(columns, fitting, value), 'fill')
    view.feed.flush()
    view.notPasted.add(refused)
    if (!isWritten(session, fitting)) return
    const step = session.nextUndo()
    const text = t('cells.filled', { count: fitting.length })
    if (refused.length > 0) return say(text + t('cells.pastedRefused', { count: refused.length }), 'warning', 'undo')
    if (continued === undefined || step === undefined) return say(text, 'done', 'undo')
    const asSeries = (): void => {
      // Only in the place of this very step: whatever was done since stands.
      if (session.nextUndo() !== step) return
      session.undo()
      session.edit(continued.filter(mayStand), 'fill')
      view.feed.flush()
      say(t('cells.filledSeries', { count: continued.length }), 'done', 'undo')
    }
    say(text, 'done', { label: t('cells.asSeries'), run: asSeries }, 'undo')
  }

  const vertically = (from: SelectedCells, into: readonly string[], way: 'forward' | 'backward'): void => {
    const copied: CellEdit[] = []
    const continued: CellEdit[] = []
    let isSeries = false
    for (const column of from.columns) {
      const given = from.rows.map(row => value(row, column))
      const same = copies(given, into.length, way)
      const schema = columnOf(column)
      const next = schema === undefined ? undefined : series(schema.kind, given, into.length, way)
      isSeries ||= next !== undefined
      for (const [i, row] of into.entries()) {
        copied.push({ row, column, value: same[i] ?? null })
        continued.push({ row, column, value: (next ?? same)[i] ?? null })
      }
    }
    write(copied, [], isSeries ? continued : undefined)
  }

  const horizontally = (from: SelectedCells, into: readonly string[], way: 'forward' | 'backward'): void => {
    const sources = copies(from.columns, into.length, way)
    const wishes: CellEdit[] = []
    const refused: Refused[] = []
    for (const row of from.rows)
      for (const [i, column] of into.entries()) {
        const read = carried(row, String(sources[i]), column)
        if ('value' in read) wishes.push(read)
        else refused.push(read)
      }
    write(wishes, refused)
  }

  /** A cell's value for another column: as it is where that fits, otherwise read anew from its text. */
  const carried = (row: string, from: string, column: string): CellEdit | Refused => {
    const [source, target] = [columnOf(from), columnOf(column)]
    const held = value(row, from)
    if (source === undefined || target === undefined || held === null || source.kind.type === target.kind.type)
      if (target === undefined || held === null || validate(target, held) === undefined)
        return { row, column, value: held }
    if (source === undefined || target === undefined) return { row, column, value: held }
    const text = plainCell(source, held, language, zone)
    const parsed = parseCell(target, text, { zone, year: new Date().getFullYear() })
    return parsed.ok ? { row, column, value: parsed.value } : { row, column, text, reason: parsed.reason }
  }

  return {
    fillDown() {
      const cells = view.selection.get()
      const { rectangle } = view.range
      if (cells === undefined || rectangle === undefined) return
      const [first, ...rest] = cells.rows
      const above = rest.length === 0 ? view.range.displayed().rowAt(rectangle.top - 1) : undefined
      const source = rest.length === 0 ? above : first
      if (source === undefined) return
      vertically({ ...cells, rows: [source] }, rest.length === 0 ? cells.rows : rest, 'forward')
    },
    fillRight() {
      const cells = view.selection.get()
      const { rectangle } = view.range
      if (cells === undefined || rectangle === undefined) return
      const [first, ...rest] = cells.columns
      const before = rest.length === 0 ? view.range.displayed().columns[rectangle.left - 1] : undefined
      const source = rest.length === 0 ? before : first
      if (source === undefined) return
      horizontally({ ...cells, columns: [source] }, rest.length === 0 ? cells.columns : rest, 'forward')
    },
    fillSelection() {
      const cells = view.selection.get()
      const anchor = view.range.range?.anchor
      if (cells === undefined || anchor === undefined) return
      const wishes: CellEdit[] = []
      const refused: Refused[] = []
      for (const column of cells.columns) {
        const read = carried(anchor.row, anchor.column, column)
        for (const row of cells.rows) {
          if (row === anchor.row && column === anchor.column) continue
          if ('value' in read) wishes.push({ ...read, row })
          else refused.push({ ...read, row })
        }
      }
      write(wishes, refused)
    },
    fillOn(direction, into) {
      const cells = view.selection.get()
      if (cells === undefined || into.length === 0) return
      const way = direction === 'down' || direction === 'right' ? 'forward' : 'backward'
      if (direction === 'down' || direction === 'up') vertically(cells, into, way)
      else horizontally(cells, into, way)
      extendOver(setting, cells, direction, into)
    },
  }
}

/** What is filled is selected with what it was filled from. */
function extendOver(
  { view }: ActionSetting,
  cells: SelectedCells,
  direction: Direction,
  into: readonly string[],
): void {
  const vertical = direction === 'down' || direction === 'up'
  const all = (given: readonly string[]): readonly string[] =>
    direction === 'down' || direction === 'right' ? [...given, ...into] : [...into, ...given]
  const rows = vertical ? all(cells.rows) : cells.rows
  const columns = vertical ? cells.columns : all(cells.columns)
  const anchor = { row: cells.rows[0] ?? '', column: cells.columns[0] ?? '' }
  const far = (ids: readonly string[], near: string): string =>
    ids[0] === near ? (ids.at(-1) ?? near) : (ids[0] ?? near)
  const end = direction === 'up' ? (cells.rows.at(-1) ?? anchor.row) : anchor.row
  const side = direction === 'left' ? (cells.columns.at(-1) ?? anchor.column) : anchor.column
  view.range.set({
    kind: 'cells',
    anchor: { row: end, column: side },
    head: { row: far(rows, end), column: far(columns, side) },
  })
}

/** Whether a value may stand in a column: an empty one not where something is required. */
const fits = (column: Column | undefined, value: Scalar): boolean =>
  column === undefined || validate(column, value) === undefined
