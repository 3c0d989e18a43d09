/**
 * The head of a column: its name, how the rows are sorted by it, and the funnel that opens its filter. A click sorts (up, down, not at all),
 * with Ctrl as one more order; Shift+click is left to the selection (VIEW-3).
 */
import type { IHeaderComp, IHeaderParams } from 'ag-grid-community'
import type { SheetView } from './SheetView.ts'

/** What the head says, in the language on screen. */
export interface HeaderWords {
  readonly ascending: string
  readonly descending: string
  readonly filter: (column: string) => string
  readonly filtered: (column: string) => string
}

/** What each head is given besides the grid's own parameters. */
export interface HeaderSetting {
  readonly view: SheetView
  readonly words: HeaderWords
}

type Params = IHeaderParams & HeaderSetting

export class SheetHeader implements IHeaderComp {
  readonly #gui = document.createElement('div')
  readonly #label = document.createElement('span')
  readonly #order = document.createElement('span')
  readonly #funnel = document.createElement('button')
  #params: Params | undefined
  #stop: (() => void) | undefined

  init(params: Params): void {
    this.#params = params
    this.#gui.className = 'sheet-header'
    this.#label.className = 'sheet-header-label'
    this.#label.textContent = params.displayName
    this.#order.className = 'sheet-header-order'
    this.#funnel.type = 'button'
    this.#funnel.tabIndex = -1
    this.#funnel.className = 'sheet-header-funnel'
    this.#gui.append(this.#label, this.#order, this.#funnel)
    this.#gui.addEventListener('click', this.#onClick)
    this.#stop = params.view.content.subscribe(() => this.#show())
    this.#show()
    // The grid sets its own idea of the order once the head is in place.
    queueMicrotask(() => this.#show())
  }

  getGui(): HTMLElement {
    return this.#gui
  }

  refresh(params: Params): boolean {
    this.#params = params
    this.#label.textContent = params.displayName
    this.#show()
    return true
  }

  destroy(): void {
    this.#stop?.()
    this.#gui.removeEventListener('click', this.#onClick)
  }

  readonly #onClick = (event: MouseEvent): void => {
    const params = this.#params
    if (params === undefined || event.shiftKey) return
    const { view, column } = params
    if (event.target instanceof Node && this.#funnel.contains(event.target))
      view.editFilter(column.getColId(), this.#funnel)
    else view.sortBy(column.getColId(), event.ctrlKey || event.metaKey ? 'add' : 'only')
  }

  #show(): void {
    if (this.#params === undefined) return
    const { view, words, column, displayName, eGridHeader } = this.#params
    const { sorts, filters } = view.content.get()
    const id = column.getColId()
    const place = sorts.findIndex(sort => sort.column === id)
    const sort = sorts[place]
    const order = sort === undefined ? '' : `${sort.descending ? '↓' : '↑'}${sorts.length > 1 ? place + 1 : ''}`
    if (this.#order.textContent !== order) this.#order.textContent = order
    this.#order.title = sort === undefined ? '' : sort.descending ? words.descending : words.ascending
    eGridHeader.setAttribute('aria-sort', sort === undefined ? 'none' : sort.descending ? 'descending' : 'ascending')
    const filtered = filters.some(filter => filter.column === id)
    const name = filtered ? words.filtered(displayName) : words.filter(displayName)
    this.#funnel.classList.toggle('is-active', filtered)
    this.#funnel.setAttribute('aria-label', name)
    this.#funnel.title = name
  }
}

/** The keys of a focused head: Enter sorts, Ctrl+Enter adds an order, Alt+↓ opens the filter. True when the key was one of them. */
export function headerKey(event: KeyboardEvent, view: SheetView, column: string): boolean {
  if (event.key === 'Enter') view.sortBy(column, event.ctrlKey || event.metaKey ? 'add' : 'only')
  else if (event.altKey && event.key === 'ArrowDown')
    view.editFilter(column, event.target instanceof HTMLElement ? event.target : undefined)
  else return false
  event.preventDefault()
  return true
}
