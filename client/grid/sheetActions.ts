/**
 * What a person can do to a sheet, with what is said about it afterwards. Every action is one undo step of the session.
 */
import { withPlaceCodes } from '../../shared/places/placeEdits.ts'
import type { Column } from '../../shared/schema/column.ts'
import { validate } from '../../shared/schema/parse.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import type { CellEdit, Scalar } from '../../shared/sheet/cell.ts'
import type { WishKind } from '../../shared/sheet/UndoStack.ts'
import type { UndoResult } from '../sync/session.ts'
import { stepText } from '../time/stepText.ts'
import type { ActionSetting } from './actionSetting.ts'
import { type ClipboardActions, createClipboardActions } from './clipboard/clipboardActions.ts'
import { type CellPlace, rowOf } from './RowRef.ts'
import type { SheetView } from './SheetView.ts'
import { createFillActions, type FillActions } from './selection/fillActions.ts'

export interface SheetActions {
  /** Writes one cell. A value that does not fit is not written, and said so. */
  edit(edit: CellEdit): void
  /** Writes cells whose values are known to fit, as one wish; codes of places that are renamed go with them. */
  write(edits: readonly CellEdit[], kind: WishKind): void
  /** Adds a row below this one, at the end without one, and goes there. */
  addRow(below: string | undefined): void
  deleteRows(rows: readonly string[]): void
  undo(): void
  redo(): void
  /** Copy, cut, paste and empty what is selected. */
  readonly clipboard: ClipboardActions
  /** Fill what is selected. */
  readonly fill: FillActions
}

/** Cells named in a message; more than these are only counted. */
const NAMED = 3

/** The actions of one sheet on screen. */
export function createSheetActions(setting: ActionSetting): SheetActions {
  const { view, columns, language, t, say, hush } = setting
  const { session } = view
  const columnOf = (id: string): Column | undefined => columns.find(column => column.id === id)
  const writeAll = (edits: readonly CellEdit[], kind: WishKind): void => {
    hush()
    const value = (row: string, column: string): Scalar => session.sheet.value(row, column)
    session.edit(withPlaceCodes(columns, edits, value), kind)
    view.feed.flush()
  }
  const write = (edit: CellEdit): void => {
    // What the cell's editor writes beside it: the unit of a quantity, the codes of a place.
    const beside = view.aids.takeBeside(edit.row, edit.column)
    if (beside.length === 0 && session.sheet.value(edit.row, edit.column) === edit.value) return
    const column = columnOf(edit.column)
    const reason = column === undefined ? undefined : validate(column, edit.value)
    if (column !== undefined && reason !== undefined)
      return say(`${column.label[language]}: ${REFUSAL_TEXT[reason][language]}`, 'warning')
    const others = beside.filter(other => other.column !== edit.column)
    writeAll([edit, ...others], edit.value === null ? 'clear' : 'edit')
  }
  return {
    edit: write,
    write: writeAll,
    addRow(below) {
      if (session.saveState().kind === 'opening') return say(t('grid.notLoaded'), 'warning')
      hush()
      const row = session.addRow({}, below)
      // A newcomer's row is filled in first and waits for a nod.
      if (!session.sheet.has(row)) return
      view.feed.flush()
      const column = view.cell.get()?.column ?? columns[0]?.id ?? ''
      if (!view.reveal({ row, column })) say(t('grid.addedHidden'), 'warning')
    },
    deleteRows(rows) {
      if (rows.length === 0) return
      stayNear(view, () => session.deleteRows(rows))
      // Asked about first, or waiting for a nod: nothing has been deleted yet.
      if (rows.some(row => !session.sheet.isDeleted(row))) return
      say(t('grid.deleted', { count: rows.length }), 'done', 'undo')
    },
    undo: () => stepBack(setting, () => session.undo(), 'undone'),
    redo: () => stepBack(setting, () => session.redo(), 'redone'),
    clipboard: createClipboardActions(setting),
    fill: createFillActions(setting),
  }
}

/** Does something that may take the person's own row away; then they are in the row that came up in its place, as in any spreadsheet. */
function stayNear<T>(view: SheetView, work: () => T): T {
  const place = view.cell.get()
  const before = place === undefined ? undefined : view.grid.get()?.getRowNode(place.row)?.rowIndex
  const result = work()
  view.feed.flush()
  const api = view.grid.get()
  if (api === undefined || place === undefined || typeof before !== 'number') return result
  if (view.rowNumber(place.row) !== undefined) return result
  // The line of a group may have come up there: then the row above it.
  let index = Math.min(before, api.getDisplayedRowCount() - 1)
  while (index > 0 && rowOf(api.getDisplayedRowAtIndex(index)?.data) === undefined) index--
  const next = rowOf(api.getDisplayedRowAtIndex(index)?.data)
  if (next !== undefined) view.reveal({ row: next, column: place.column })
  return result
}

/** Undoes or redoes: goes where something was written and says which cells were left to a colleague (UNDO-2, PAGE-14). */
function stepBack(setting: ActionSetting, step: () => UndoResult | undefined, kind: 'undone' | 'redone'): void {
  const { view, columns, language, t, say } = setting
  const result = stayNear(view, step)
  if (result === undefined) return say(t(kind === 'undone' ? 'grid.nothingToUndo' : 'grid.nothingToRedo'), 'warning')
  const isLeft = ({ row, column }: CellPlace) => result.left.some(cell => cell.row === row && cell.column === column)
  const seen = result.step.cells.find(cell => columns.some(({ id }) => id === cell.column) && !isLeft(cell))
  if (seen !== undefined) view.reveal(seen)
  const cells: string[] = result.left.slice(0, NAMED).map(({ row, column }) => {
    const label = columns.find(({ id }) => id === column)?.label[language] ?? column
    return t('grid.leftCell', { row: view.rowNumber(row) ?? '?', column: label })
  })
  if (result.left.length > NAMED) cells.push(t('grid.more'))
  const left = result.left.length === 0 ? '' : t('grid.left', { count: result.left.length, cells: cells.join('、') })
  say(t(`time.${kind}`, { what: stepText(result.step, setting) }) + left, result.left.length === 0 ? 'done' : 'warning')
}
