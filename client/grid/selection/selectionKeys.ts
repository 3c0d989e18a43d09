/** The keys that select and move inside the rows (docs/SPEC.md CELL-3), asked before the grid sees them. */
import type { Direction, Place } from '../../../shared/selection/range.ts'
import type { SheetView } from '../SheetView.ts'

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/** Does what a key means for the selection. True when it meant something; then nobody else may act on it. */
export function selectByKey(event: KeyboardEvent, view: SheetView, forgetCut: () => boolean): boolean {
  if (event.altKey) return false
  const direction = DIRECTIONS[event.key]
  const command = event.ctrlKey || event.metaKey
  if (event.key === 'Escape') return giveUp(view, forgetCut)
  if (direction === undefined) return event.shiftKey && extendToEnd(event, view)
  if (!event.shiftKey && !command) return false
  event.preventDefault()
  const how = command ? 'edge' : 'step'
  if (event.shiftKey) {
    const head = view.range.extendBy(direction, how)
    if (head !== undefined) show(view, head)
    return true
  }
  const anchor = view.range.range?.anchor
  if (anchor !== undefined) view.reveal(view.range.next(anchor, direction, how))
  return true
}

/** Shift+Home, End, Page Up and Page Down. */
function extendToEnd(event: KeyboardEvent, view: SheetView): boolean {
  const range = view.range.range
  const api = view.grid.get()
  if (range === undefined || api === undefined) return false
  const shown = view.range.displayed()
  const index = shown.indexOf(range.head.row) ?? 0
  const page = Math.max(1, api.getLastDisplayedRowIndex() - api.getFirstDisplayedRowIndex() - 1)
  const whole = event.ctrlKey || event.metaKey
  const [column, row] = [range.head.column, range.head.row]
  const rowAt = (place: number): string => shown.rowAt(Math.min(shown.rowCount - 1, Math.max(0, place))) ?? row
  const heads: Readonly<Record<string, () => Place>> = {
    Home: () => ({ row: whole ? rowAt(0) : row, column: shown.columns[0] ?? column }),
    End: () => ({ row: whole ? rowAt(shown.rowCount - 1) : row, column: shown.columns.at(-1) ?? column }),
    PageUp: () => ({ row: rowAt(index - page), column }),
    PageDown: () => ({ row: rowAt(index + page), column }),
  }
  const head = heads[event.key]?.()
  if (head === undefined) return false
  event.preventDefault()
  view.range.extendTo(head)
  show(view, head)
  return true
}

/** Escape: first what was cut is given up, then the selection is the one cell again. */
function giveUp(view: SheetView, forgetCut: () => boolean): boolean {
  if (forgetCut()) return true
  if (!view.range.isWide) return false
  view.range.collapse()
  return true
}

/** Brings the far end into view; the keyboard stays where the selection began. */
function show(view: SheetView, { row, column }: Place): void {
  const api = view.grid.get()
  const index = api?.getRowNode(row)?.rowIndex
  if (typeof index === 'number') api?.ensureIndexVisible(index)
  api?.ensureColumnVisible(column)
}
