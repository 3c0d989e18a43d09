/**
 * Shows the selection by classes on the cells that are on screen (docs/SPEC.md CELL-5): a few hundred whatever the sheet holds. Cells that
 * come into view are painted before they are seen, so scrolling costs what it shows.
 */
import type { SelectedCells } from '../../../shared/selection/range.ts'
import { cellOf } from '../cellFocus.ts'
import type { SheetView } from '../SheetView.ts'

/** What a class says about cells. */
interface Layer {
  readonly rows: ReadonlySet<string>
  readonly columns: ReadonlySet<string>
  readonly cells: SelectedCells
}

const layerOf = (cells: SelectedCells | undefined): Layer | undefined =>
  cells === undefined ? undefined : { rows: new Set(cells.rows), columns: new Set(cells.columns), cells }

export class SelectionPaint {
  readonly #section: HTMLElement
  readonly #view: SheetView
  readonly #observer: MutationObserver
  readonly #stops: (() => void)[]
  readonly #handle = document.createElement('div')
  #range: Layer | undefined
  #cut: Layer | undefined
  #preview: Layer | undefined

  /** Starts at once, in this part of the page. */
  constructor(section: HTMLElement, view: SheetView) {
    this.#section = section
    this.#view = view
    this.#handle.className = 'fill-handle'
    this.#handle.setAttribute('aria-hidden', 'true')
    this.#observer = new MutationObserver(records => this.#onAdded(records))
    this.#observer.observe(section, { childList: true, subtree: true })
    const followed = () => {
      this.#range = layerOf(view.selection.get())
      this.#cut = layerOf(view.cut.get())
      this.#paintAll()
    }
    this.#stops = [view.selection.subscribe(followed), view.cut.subscribe(followed)]
    followed()
  }

  destroy(): void {
    this.#observer.disconnect()
    for (const stop of this.#stops) stop()
    this.#handle.remove()
    this.#range = undefined
    this.#cut = undefined
    this.#preview = undefined
    for (const cell of this.#section.querySelectorAll<HTMLElement>('.ag-row .ag-cell')) this.#paint(cell)
  }

  /** Marks the cells the handle would fill; none without. */
  preview(cells: SelectedCells | undefined): void {
    this.#preview = layerOf(cells)
    this.#paintAll()
  }

  #onAdded(records: readonly MutationRecord[]): void {
    for (const { addedNodes } of records)
      for (const node of addedNodes) {
        if (!(node instanceof HTMLElement)) continue
        if (node.classList.contains('ag-cell')) this.#paint(node)
        else if (node.classList.contains('ag-row'))
          for (const cell of node.querySelectorAll<HTMLElement>('.ag-cell')) this.#paint(cell)
      }
    this.#placeHandle()
  }

  #paintAll(): void {
    for (const cell of this.#section.querySelectorAll<HTMLElement>('.ag-row .ag-cell')) this.#paint(cell)
    this.#placeHandle()
  }

  #paint(cell: HTMLElement): void {
    const place = cellOf(cell)
    if (place === undefined) return
    const { row, column } = place
    const isIn = (layer: Layer | undefined): boolean => layer?.rows.has(row) === true && layer.columns.has(column)
    const range = this.#range
    const selected = isIn(range)
    const wide = selected && this.#view.range.isWide
    const { classList } = cell
    classList.toggle('range', wide)
    classList.toggle('range-top', wide && range?.cells.rows[0] === row)
    classList.toggle('range-bottom', wide && range?.cells.rows.at(-1) === row)
    classList.toggle('range-left', wide && range?.cells.columns[0] === column)
    classList.toggle('range-right', wide && range?.cells.columns.at(-1) === column)
    classList.toggle('range-cut', isIn(this.#cut))
    classList.toggle('range-preview', isIn(this.#preview))
    if (selected) cell.setAttribute('aria-selected', 'true')
    else cell.removeAttribute('aria-selected')
  }

  /** The handle sits in the last selected cell, where it moves along with it. */
  #placeHandle(): void {
    const [row, column] = [this.#range?.cells.rows.at(-1), this.#range?.cells.columns.at(-1)]
    if (row === undefined || column === undefined || this.#view.session.readOnly) return this.#handle.remove()
    const now = this.#handle.isConnected ? cellOf(this.#handle) : undefined
    if (now?.row === row && now.column === column) return
    const found = `.ag-row[row-id="${CSS.escape(row)}"] .ag-cell[col-id="${CSS.escape(column)}"]`
    const cell = this.#section.querySelector(found)
    if (cell === null) this.#handle.remove()
    else cell.append(this.#handle)
  }
}
