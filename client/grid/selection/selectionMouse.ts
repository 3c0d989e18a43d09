/**
 * Selecting with the mouse (docs/SPEC.md CELL-4, CELL-14): drag, Shift+click, row numbers, Shift+click on a header, and the fill handle.
 * A plain click is left to the grid, which moves the focus; the selection follows that.
 */
import { cellRange, type Direction, type Place } from '../../../shared/selection/range.ts'
import { cellOf } from '../cellFocus.ts'
import { isTyping } from '../keyboard.ts'
import { ROW_NUMBER } from '../rowNumber.ts'
import type { SheetView } from '../SheetView.ts'
import { followPointer } from './followPointer.ts'
import type { SelectionPaint } from './SelectionPaint.ts'

export interface MouseSetting {
  readonly view: SheetView
  readonly isColumn: (id: string) => boolean
  readonly paint: SelectionPaint
  readonly fillOn: (direction: Direction, into: readonly string[]) => void
}

/** Listens in this part of the page. Returns how to stop. */
export function selectByMouse(section: HTMLElement, setting: MouseSetting): () => void {
  const { view } = setting
  let stopDrag: (() => void) | undefined
  // The press was ours: neither the grid nor the browser's focus may act on what follows from it.
  let taken = false
  const drag = (move: (place: Place) => void, end?: () => void): void => {
    stopDrag?.()
    stopDrag = followPointer(section, view, move, () => {
      stopDrag = undefined
      end?.()
    })
  }
  const onDown = (event: PointerEvent): void => {
    taken = press(event, setting, drag)
    if (taken) event.stopPropagation()
  }
  const onMouse = (event: MouseEvent): void => {
    if (!taken) return
    event.stopPropagation()
    event.preventDefault()
    if (event.type === 'click') taken = false
  }
  section.addEventListener('pointerdown', onDown, true)
  section.addEventListener('mousedown', onMouse, true)
  section.addEventListener('click', onMouse, true)
  return () => {
    stopDrag?.()
    section.removeEventListener('pointerdown', onDown, true)
    section.removeEventListener('mousedown', onMouse, true)
    section.removeEventListener('click', onMouse, true)
  }
}

type Drag = (move: (place: Place) => void, end?: () => void) => void

/** A button goes down. True when that is not the grid's business. */
function press(event: PointerEvent, setting: MouseSetting, drag: Drag): boolean {
  const { view, isColumn } = setting
  const { target } = event
  if (event.pointerType === 'touch' || !(target instanceof Element) || isTyping(target)) return false
  if (event.button === 2) return keepsSelection(view, target)
  if (event.button !== 0) return false
  if (target.closest('.fill-handle') !== null) return dragHandle(setting, drag)
  const header = target.closest('.ag-header-cell')?.getAttribute('col-id')
  if (typeof header === 'string') return event.shiftKey && isColumn(header) && pressHeader(view, header)
  const place = cellOf(target)
  if (place === undefined || target.closest('.ag-cell-inline-editing, .ag-popup') !== null) return false
  if (place.column === ROW_NUMBER) return pressRowNumber(view, place.row, event.shiftKey, drag)
  if (!isColumn(place.column)) return false
  const extend = (head: Place): void => {
    if (isColumn(head.column)) view.range.extendTo(head)
  }
  if (event.shiftKey && view.range.range !== undefined) {
    view.grid.get()?.stopEditing()
    extend(place)
    drag(extend)
    return true
  }
  view.range.set(cellRange(place))
  drag(extend)
  return false
}

/** The menu asked for inside the selection is the selection's. */
function keepsSelection(view: SheetView, target: Element): boolean {
  const place = cellOf(target)
  return place !== undefined && view.range.isWide && view.range.has(place)
}

function pressHeader(view: SheetView, column: string): boolean {
  const range = view.range.range
  const shown = view.range.displayed()
  const row = range?.anchor.row ?? shown.rowAt(0) ?? shown.rowAt(1)
  if (row === undefined) return false
  if (range?.kind === 'columns') view.range.extendTo({ row, column })
  else {
    view.reveal({ row, column })
    view.range.set({ kind: 'columns', anchor: { row, column }, head: { row, column } })
  }
  return true
}

function pressRowNumber(view: SheetView, row: string, shift: boolean, drag: Drag): boolean {
  const range = view.range.range
  const column = view.range.displayed().columns[0]
  if (column === undefined) return false
  const extend = (head: Place): void => view.range.extendTo({ ...head, column })
  if (shift && range !== undefined) view.range.set({ kind: 'rows', anchor: range.anchor, head: { row, column } })
  else {
    const api = view.grid.get()
    const index = api?.getRowNode(row)?.rowIndex
    if (typeof index === 'number') api?.setFocusedCell(index, column)
    view.range.set({ kind: 'rows', anchor: { row, column }, head: { row, column } })
  }
  drag(extend)
  return true
}

/** The handle fills along the way it is drawn furthest, away from the selection. */
function dragHandle({ view, paint, fillOn, isColumn }: MouseSetting, drag: Drag): boolean {
  const { rectangle } = view.range
  const cells = view.selection.get()
  if (rectangle === undefined || cells === undefined) return false
  let wish: { direction: Direction; into: readonly string[] } | undefined
  const move = ({ row, column }: Place): void => {
    const shown = view.range.displayed()
    const index = shown.indexOf(row)
    const at = shown.columns.indexOf(column)
    if (index === undefined || !isColumn(column)) return
    const away = {
      down: index - rectangle.bottom,
      up: rectangle.top - index,
      right: at - rectangle.right,
      left: rectangle.left - at,
    }
    const [direction, distance] = Object.entries(away).reduce((most, way) => (way[1] > most[1] ? way : most)) as [
      Direction,
      number,
    ]
    const rows = (from: number): string[] =>
      Array.from({ length: distance }, (_, i) => shown.rowAt(from + i)).flatMap(id => id ?? [])
    const into = {
      down: () => rows(rectangle.bottom + 1),
      up: () => rows(rectangle.top - distance),
      right: () => shown.columns.slice(rectangle.right + 1, rectangle.right + 1 + distance),
      left: () => shown.columns.slice(rectangle.left - distance, rectangle.left),
    }
    wish = distance > 0 ? { direction, into: into[direction]() } : undefined
    const vertical = direction === 'down' || direction === 'up'
    paint.preview(wish && { rows: vertical ? wish.into : cells.rows, columns: vertical ? cells.columns : wish.into })
  }
  drag(move, () => {
    paint.preview(undefined)
    if (wish !== undefined) fillOn(wish.direction, wish.into)
  })
  return true
}
