/**
 * What the status line says of the selected cells: how many are filled, how many hold numbers, their sum and mean. Counted in slices, so
 * that a selected sheet of 100,000 rows holds nobody up (KEY-7).
 */
import type { SelectedCells } from '../../shared/selection/range.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { inSlices } from '../find/inSlices.ts'
import { createValueStore, type ReadableStore } from '../ui/valueStore.ts'
import type { SheetView } from './SheetView.ts'

export interface Sums {
  /** Cells that hold something. */
  readonly filled: number
  readonly numbers: number
  readonly sum: number
}

/** Milliseconds a selection rests before it is counted: dragging over cells counts once. */
const REST = 200

/** Sums without the dust of binary fractions: 0.1 + 0.2 is 0.3. */
const clean = (sum: number): number => Number(sum.toPrecision(14))

function* sumUp(sheet: SheetDocument, { rows, columns }: SelectedCells): Generator<number, Sums> {
  let filled = 0
  let numbers = 0
  let sum = 0
  for (const [index, row] of rows.entries()) {
    const cells = sheet.cells(row)
    for (const column of columns) {
      const value = cells[column]
      if (value === undefined || value === null || value === '') continue
      filled += 1
      if (typeof value !== 'number') continue
      numbers += 1
      sum += value
    }
    if (index % 64 === 0) yield index / rows.length
  }
  return { filled, numbers, sum: clean(sum) }
}

/** The sums of what is selected now; undefined while one cell or none is, and until they are counted. */
export class SelectionSums {
  readonly #view: SheetView
  readonly #sums = createValueStore<Sums | undefined>(undefined)
  #running = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #stops: (() => void)[]

  /** Follows the selection until `destroy`. */
  constructor(view: SheetView) {
    this.#view = view
    this.#stops = [view.selection.subscribe(() => this.#later()), view.onChange(() => this.#later())]
    this.#later()
  }

  get store(): ReadableStore<Sums | undefined> {
    return this.#sums
  }

  destroy(): void {
    this.#running.abort()
    clearTimeout(this.#timer)
    for (const stop of this.#stops) stop()
  }

  /** A selection counted already is counted anew behind the old figures; the first sums of another one appear when they are ready. */
  #later(): void {
    const selected = this.#view.selection.get()
    if (selected === undefined || selected.rows.length * selected.columns.length < 2) {
      this.#running.abort()
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#sums.set(undefined)
      return
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.#count()
    }, REST)
  }

  async #count(): Promise<void> {
    this.#running.abort()
    const running = new AbortController()
    this.#running = running
    const selected = this.#view.selection.get()
    if (selected === undefined) return
    const sums = await inSlices(sumUp(this.#view.session.sheet, selected), running.signal)
    const now = this.#sums.get()
    if (sums !== undefined && (now?.filled !== sums.filled || now.numbers !== sums.numbers || now.sum !== sums.sum))
      this.#sums.set(sums)
  }
}
