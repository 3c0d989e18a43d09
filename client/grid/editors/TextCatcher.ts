/**
 * The field that waits, unseen, in the cell the keyboard is in (docs/SPEC.md IME-1 … IME-3). An input method only works in a field: without
 * one the first letter of a pinyin word goes astray. A word is composed here, over the cell; when it is there the editor opens with it.
 * Anything typed plainly opens the editor at once.
 */
import { cellOf } from '../cellFocus.ts'
import type { CellPlace } from '../RowRef.ts'

export interface CatcherHost {
  /** Whether text can be typed into this cell. */
  isTextCell(place: CellPlace): boolean
  /** What a screen reader says of the cell. */
  describe(place: CellPlace): string
  /** Whether an editor is open. */
  isEditing(): boolean
  /** Opens the editor of a cell, beginning with this text. */
  open(place: CellPlace, text: string): void
  /** A word is being composed in this cell, or no longer: nothing may move or repaint it meanwhile. */
  composing(place: CellPlace | undefined): void
}

export class TextCatcher {
  readonly #section: HTMLElement
  readonly #host: CatcherHost
  readonly #field = document.createElement('textarea')
  readonly #gone: MutationObserver
  #place: CellPlace | undefined
  /** True while the cell itself is to have the keyboard. */
  #resting = false

  /** Starts at once, in this part of the page. */
  constructor(section: HTMLElement, host: CatcherHost) {
    this.#section = section
    this.#host = host
    const field = this.#field
    field.className = 'cell-catcher'
    field.tabIndex = -1
    field.rows = 1
    field.autocomplete = 'off'
    field.spellcheck = false
    field.setAttribute('autocapitalize', 'off')
    field.addEventListener('input', event => {
      if (!(event instanceof InputEvent && event.isComposing)) this.#take()
    })
    // The Enter that closed an editor above arrives here as a line break: it has been answered, and must not open this cell.
    field.addEventListener('beforeinput', event => {
      if (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph') event.preventDefault()
    })
    field.addEventListener('compositionstart', () => {
      field.classList.add('cell-catcher-composing')
      this.#host.composing(this.#place)
    })
    field.addEventListener('compositionend', () => {
      field.classList.remove('cell-catcher-composing')
      this.#take()
      this.#host.composing(undefined)
    })
    section.addEventListener('focusin', this.#onFocus)
    section.addEventListener('dblclick', this.#onDoubleClick, true)
    // The grid repaints a cell by replacing everything in it.
    this.#gone = new MutationObserver(() => this.#comeBack())
    this.#gone.observe(section, { childList: true, subtree: true })
  }

  destroy(): void {
    this.#section.removeEventListener('focusin', this.#onFocus)
    this.#section.removeEventListener('dblclick', this.#onDoubleClick, true)
    this.#gone.disconnect()
    this.#field.remove()
  }

  /** Gives the keyboard to the cell itself: an editor is about to take its place. */
  leave(): void {
    const cell = this.#field.parentElement
    if (cell === null) return
    this.#resting = true
    if (document.activeElement === this.#field) cell.focus({ preventScroll: true })
    this.#field.remove()
    this.#place = undefined
    this.#resting = false
  }

  readonly #onFocus = (event: FocusEvent): void => {
    const { target } = event
    if (this.#resting || !(target instanceof HTMLElement) || !target.classList.contains('ag-cell')) return
    const place = cellOf(target)
    if (place !== undefined && !this.#host.isEditing()) this.#enter(target, place)
  }

  readonly #onDoubleClick = (): void => this.leave()

  #enter(cell: HTMLElement, place: CellPlace): void {
    if (!this.#host.isTextCell(place)) return
    const field = this.#field
    field.value = ''
    field.setAttribute('aria-label', this.#host.describe(place))
    this.#place = place
    cell.append(field)
    field.focus({ preventScroll: true })
  }

  /** The field was painted over: it returns to its cell unless somebody else has the keyboard by now. */
  #comeBack(): void {
    const place = this.#place
    if (place === undefined || this.#field.isConnected) return
    const { activeElement } = document
    if (this.#host.isEditing() || (activeElement !== null && activeElement !== document.body)) return
    const row = `.ag-row[row-id="${CSS.escape(place.row)}"]`
    const cell = this.#section.querySelector<HTMLElement>(`${row} .ag-cell[col-id="${CSS.escape(place.column)}"]`)
    if (cell !== null) this.#enter(cell, place)
    else this.#place = undefined
  }

  /** Hands over what has been typed. */
  #take(): void {
    const place = this.#place
    const text = this.#field.value
    this.#field.value = ''
    if (place === undefined || text === '') return
    this.leave()
    this.#host.open(place, text)
  }
}
