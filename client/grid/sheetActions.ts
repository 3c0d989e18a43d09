/**
 * What a person can do to a sheet, with what is said about it afterwards. Every action is one undo step of the session.
 */
import type { TFunction } from 'i18next'
import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import { validate } from '../../shared/schema/parse.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import type { CellEdit } from '../../shared/sheet/cell.ts'
import type { UndoResult } from '../sync/session.ts'
import type { CellPlace } from './RowRef.ts'
import type { SheetView } from './SheetView.ts'

/** Says something and lets it go; `undo` offers to take the step back. */
export type Say = (text: string, kind: 'done' | 'warning', offer?: 'undo') => void

export interface SheetActions {
  /** Writes one cell. A value that does not fit is not written, and said so. */
  edit(edit: CellEdit): void
  /** Empties the cell the person is in. */
  clear(place: CellPlace): void
  /** Adds a row below this one, at the end without one, and goes there. */
  addRow(below: string | undefined): void
  deleteRows(rows: readonly string[]): void
  undo(): void
  redo(): void
}

interface Setting {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly language: Language
  readonly t: TFunction
  readonly say: Say
  /** Takes the last message away: the step it speaks of is no longer the newest. */
  readonly hush: () => void
}

/** Cells named in a message; more than these are only counted. */
const NAMED = 3

/** The actions of one sheet on screen. */
export function createSheetActions(setting: Setting): SheetActions {
  const { view, columns, language, t, say, hush } = setting
  const { session } = view
  const columnOf = (id: string): Column | undefined => columns.find(column => column.id === id)
  const write = (edit: CellEdit): void => {
    const column = columnOf(edit.column)
    const reason = column === undefined ? undefined : validate(column, edit.value)
    if (column !== undefined && reason !== undefined)
      return say(`${column.label[language]}: ${REFUSAL_TEXT[reason][language]}`, 'warning')
    hush()
    session.edit([edit])
    view.feed.flush()
  }
  return {
    edit: write,
    clear: place => write({ ...place, value: null }),
    addRow(below) {
      if (session.saveState().kind === 'opening') return say(t('grid.notLoaded'), 'warning')
      hush()
      const row = session.addRow({}, below)
      view.feed.flush()
      const column = view.cell.get()?.column ?? columns[0]?.id ?? ''
      if (!view.reveal({ row, column })) say(t('grid.addedHidden'), 'warning')
    },
    deleteRows(rows) {
      if (rows.length === 0) return
      stayNear(view, () => session.deleteRows(rows))
      say(t('grid.deleted', { count: rows.length }), 'done', 'undo')
    },
    undo: () => stepBack(setting, () => session.undo(), 'undone'),
    redo: () => stepBack(setting, () => session.redo(), 'redone'),
  }
}

/** Does something that may take the person's own row away; then they are in the row that came up in its place, as in any spreadsheet. */
function stayNear<T>(view: SheetView, work: () => T): T {
  const place = view.cell.get()
  const before = place === undefined ? undefined : view.rowNumber(place.row)
  const result = work()
  view.feed.flush()
  const api = view.grid.get()
  if (api === undefined || place === undefined || before === undefined || view.rowNumber(place.row) !== undefined)
    return result
  const next = api.getDisplayedRowAtIndex(Math.min(before, api.getDisplayedRowCount()) - 1)?.data?.id
  if (next !== undefined) view.reveal({ row: next, column: place.column })
  return result
}

/** Undoes or redoes: goes where something was written and says which cells were left to a colleague (UNDO-2, PAGE-14). */
function stepBack(
  { view, columns, language, t, say }: Setting,
  step: () => UndoResult | undefined,
  kind: 'undone' | 'redone',
): void {
  const result = stayNear(view, step)
  if (result === undefined) return say(t(kind === 'undone' ? 'grid.nothingToUndo' : 'grid.nothingToRedo'), 'warning')
  const isLeft = ({ row, column }: CellPlace) => result.left.some(cell => cell.row === row && cell.column === column)
  const seen = result.step.find(cell => columns.some(({ id }) => id === cell.column) && !isLeft(cell))
  if (seen !== undefined) view.reveal(seen)
  const cells: string[] = result.left.slice(0, NAMED).map(({ row, column }) => {
    const label = columns.find(({ id }) => id === column)?.label[language] ?? column
    return t('grid.leftCell', { row: view.rowNumber(row) ?? '?', column: label })
  })
  if (result.left.length > NAMED) cells.push(t('grid.more'))
  const left = result.left.length === 0 ? '' : t('grid.left', { count: result.left.length, cells: cells.join('、') })
  say(t(`grid.${kind}`, { count: result.written }) + left, result.left.length === 0 ? 'done' : 'warning')
}
