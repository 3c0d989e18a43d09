/** Follows the mouse from press to release over the cells, scrolling on when it is held beyond an edge (docs/SPEC.md CELL-4). */
import { type Place, stepped } from '../../../shared/selection/range.ts'
import { cellOf } from '../cellFocus.ts'
import type { SheetView } from '../SheetView.ts'

/** Pixels beyond an edge for each further row of a scrolling step. */
const PIXELS_A_ROW = 24
/** Frames between two scrolling steps. */
const PAUSE = 3

/** Calls `move` with each cell the mouse comes over, and `end` when its button is released. Returns how to stop without an end. */
export function followPointer(
  section: HTMLElement,
  view: SheetView,
  move: (place: Place) => void,
  end: () => void,
): () => void {
  let at = { x: 0, y: 0 }
  let last: Place | undefined
  let frame = 0
  let count = 0
  const go = (place: Place | undefined): void => {
    if (place === undefined || (place.row === last?.row && place.column === last.column)) return
    last = place
    move(place)
  }
  const tick = (): void => {
    frame = requestAnimationFrame(tick)
    const beyond = beyondEdge(section, at)
    if (last === undefined || (beyond.x === 0 && beyond.y === 0) || count++ % PAUSE !== 0) return
    go(scrolledOn(view, last, beyond))
  }
  const onMove = (event: MouseEvent): void => {
    // The button was released where nobody told us.
    if ((event.buttons & 1) === 0) return finish()
    at = { x: event.clientX, y: event.clientY }
    go(cellUnder(section, at))
    if (frame === 0) frame = requestAnimationFrame(tick)
  }
  const stop = (): void => {
    cancelAnimationFrame(frame)
    removeEventListener('mousemove', onMove, true)
    removeEventListener('mouseup', finish, true)
  }
  const finish = (): void => {
    stop()
    end()
  }
  addEventListener('mousemove', onMove, true)
  addEventListener('mouseup', finish, true)
  return stop
}

interface Point {
  readonly x: number
  readonly y: number
}

/** The part of the section that shows rows. */
function rowsBox(section: HTMLElement): { top: number; bottom: number; left: number; right: number } {
  const box = section.getBoundingClientRect()
  const header = section.querySelector('.ag-header')?.getBoundingClientRect()
  return { top: header?.bottom ?? box.top, bottom: box.bottom, left: box.left, right: box.right }
}

function cellUnder(section: HTMLElement, { x, y }: Point): Place | undefined {
  const { top, bottom, left, right } = rowsBox(section)
  const inside = document.elementFromPoint(
    Math.min(right - 2, Math.max(left + 1, x)),
    Math.min(bottom - 2, Math.max(top + 1, y)),
  )
  return section.contains(inside) ? cellOf(inside) : undefined
}

/** How far the mouse is outside of the rows. */
function beyondEdge(section: HTMLElement, { x, y }: Point): Point {
  const { top, bottom, left, right } = rowsBox(section)
  const over = (value: number, low: number, high: number): number =>
    value < low ? value - low : value > high ? value - high : 0
  return { x: over(x, left, right), y: over(y, top, bottom) }
}

/** The next cell in the direction the mouse is held, brought into view. */
function scrolledOn(view: SheetView, from: Place, beyond: Point): Place {
  const shown = view.range.displayed()
  let place = from
  const steps = Math.ceil(Math.abs(beyond.y) / PIXELS_A_ROW)
  for (let i = 0; i < steps; i++) place = stepped(place, beyond.y < 0 ? 'up' : 'down', shown)
  if (beyond.x !== 0) place = stepped(place, beyond.x < 0 ? 'left' : 'right', shown)
  const api = view.grid.get()
  const index = shown.indexOf(place.row)
  if (index !== undefined) api?.ensureIndexVisible(index)
  if (beyond.x !== 0) api?.ensureColumnVisible(place.column)
  return place
}
