/** Which key presses are whose: an input method's, a field's, the rows'. The keys of commands are in client/commands. */
import type { SuppressKeyboardEventParams } from 'ag-grid-community'
import { isComposing } from './editors/startKey.ts'
import type { RowRef } from './RowRef.ts'
import type { SheetView } from './SheetView.ts'

/** Fields people type in. The one that waits in a cell for the first letter (editors/TextCatcher.ts) is none yet. */
const FIELDS = 'input:not([type=checkbox]), textarea:not(.cell-catcher), [contenteditable=true]'

/** Whether a key press belongs to a field the person types in, where Ctrl+Z means that field's own undo. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest(FIELDS) !== null

/** Whether the keyboard is in the rows: in a cell, not in a header, a filter or an open editor. */
export const isInRows = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  !isTyping(target) &&
  target.closest('#sheet') !== null &&
  target.closest('.ag-header, .ag-popup, button') === null

/** Keys kept from the grid: those of an input method (PAGE-12) and Delete (handled by `clear`). */
export function keepFromGrid(
  { event, editing, node, column }: SuppressKeyboardEventParams<RowRef>,
  clear: (place: { row: string; column: string }) => void,
): boolean {
  if (isComposing(event)) return true
  if (editing) return false
  if ((event.key === 'Delete' || event.key === 'Backspace') && node.data !== undefined) {
    clear({ row: node.data.id, column: column.getColId() })
    return true
  }
  return false
}

/**
 * Goes to the start or end of the row, with Ctrl of the sheet. True when the key meant that. The grid's own Home goes to the tick boxes of
 * the first row, which is no cell.
 */
export function moveByKey(event: KeyboardEvent, view: SheetView): boolean {
  const cell = view.cell.get()
  if (event.altKey || event.shiftKey || (event.key !== 'Home' && event.key !== 'End') || cell === undefined)
    return false
  event.preventDefault()
  const { rowAt, rowCount, columns } = view.range.displayed()
  const whole = event.ctrlKey || event.metaKey
  const column = event.key === 'Home' ? columns[0] : columns.at(-1)
  const row = whole ? rowAt(event.key === 'Home' ? 0 : rowCount - 1) : cell.row
  if (row !== undefined && column !== undefined) view.reveal({ row, column })
  return true
}
