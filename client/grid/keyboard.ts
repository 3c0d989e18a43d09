/** The keys of the sheet, in one table: what the grid itself does with arrows, Tab, Enter, F2 and Esc is left to it. */
import type { SuppressKeyboardEventParams } from 'ag-grid-community'
import { isComposing } from './editors/startKey.ts'
import type { RowRef } from './RowRef.ts'

/** What a key asks for. */
export type KeyWish = 'undo' | 'redo' | 'addRow' | 'find' | 'history'

/** The wish of a key press anywhere on the sheet's page; undefined for all other keys. */
export function keyWish(event: KeyboardEvent): KeyWish | undefined {
  if (isComposing(event)) return undefined
  const command = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (command && event.shiftKey && key === 'enter') return 'addRow'
  if (command && key === 'z') return event.shiftKey ? 'redo' : 'undo'
  if (command && !event.shiftKey && key === 'y') return 'redo'
  if (command && !event.shiftKey && key === 'f') return 'find'
  // Alt+H types ˙ on a Mac; the physical key is what is meant.
  if (event.altKey && !command && (key === 'h' || event.code === 'KeyH')) return 'history'
  return undefined
}

/** Whether a key press belongs to a field the person types in, where Ctrl+Z means that field's own undo. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=checkbox]), textarea, [contenteditable=true]') !== null

/** Keys kept from the grid: those of an input method (PAGE-12), Delete (handled by `clear`) and our own. */
export function keepFromGrid(
  { event, editing, node, column }: SuppressKeyboardEventParams<RowRef>,
  clear: (place: { row: string; column: string }) => void,
): boolean {
  if (isComposing(event)) return true
  if (editing) return false
  if (keyWish(event) !== undefined) return true
  if ((event.key === 'Delete' || event.key === 'Backspace') && node.data !== undefined) {
    clear({ row: node.data.id, column: column.getColId() })
    return true
  }
  return false
}
