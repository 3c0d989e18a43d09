import type { ICellEditorComp } from 'ag-grid-community'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import type { EditorParams } from '../columnSetting.ts'
import { isComposing, textAtStart } from './startKey.ts'

/** One line of the list. */
export interface Option {
  readonly value: Scalar
  readonly label: string
  /** Said quietly after the label: where a place lies. */
  readonly detail?: string
  /** Goes on from here instead of ending: the list of what lies inside. */
  readonly open?: () => void
}

/** The lines for what is typed, and which of them is meant unless the person moves; -1 for none. */
export interface Offer {
  readonly lines: readonly Option[]
  readonly at: number
}

/** Why the list is shown without anything typed: nothing was done yet, the person went on in it, or emptied the field. */
export type Asked = 'opened' | 'moved' | 'emptied'

/**
 * A field with a list under it that it narrows. Enter takes the highlighted line, and so does a click. What the list is made of and what
 * becomes of a line taken is each editor's own.
 */
export abstract class ListEditor implements ICellEditorComp {
  // The grid calls init() right after construction, before anything else.
  declare protected params: EditorParams
  protected readonly field = document.createElement('input')
  readonly #box = document.createElement('div')
  readonly #list = document.createElement('ul')
  #shown: readonly Option[] = []
  #at = 0
  /** True once the person typed or moved in the list: before that, leaving the editor changes nothing. */
  #touched = false
  #moved = false

  init(params: EditorParams): void {
    this.params = params
    this.begin()
    this.#build(params.schema.id, params.schema.label[params.language])
    const emptied = params.eventKey === 'Backspace' || params.eventKey === 'Delete'
    this.field.value = textAtStart(params.eventKey, this.kept())
    this.#touched = emptied || this.field.value !== this.kept()
    this.relist()
    const current = emptied ? null : (params.value ?? null)
    const place = this.#shown.findIndex(option => option.value === current && option.open === undefined)
    if ((this.field.value === '' || !this.#touched) && place >= 0) this.#highlight(place)
  }

  getGui(): HTMLElement {
    return this.#box
  }

  afterGuiAttached(): void {
    this.field.focus()
    if (this.#touched) this.field.setSelectionRange(this.field.value.length, this.field.value.length)
    else this.field.select()
    this.#list.children[this.#at]?.scrollIntoView({ block: 'nearest' })
  }

  getValue(): Scalar {
    if (!this.#touched) return this.params.value ?? null
    const option = this.#shown[this.#at]
    const taken = option?.open === undefined ? option : undefined
    this.taken(taken)
    return taken === undefined ? this.field.value : taken.value
  }

  getValidationErrors(): string[] | null {
    return this.#touched ? this.refusal(this.#shown.length) : null
  }

  isPopup(): boolean {
    return true
  }

  /** Sets up what `offer` needs; the parameters are there. */
  protected abstract begin(): void

  /** The lines for what is typed now; `why` says what an empty text means. */
  protected abstract offer(typed: string, why: Asked): Offer

  /** The text the field begins with when the cell is opened as it is. */
  protected kept(): string {
    return ''
  }

  /** Whether the list is shown as a whole, not what was typed. */
  protected get isBrowsing(): boolean {
    return !this.#touched || this.field.value === ''
  }

  /** Why what is typed may not stand, while the list has this many lines; null when it may. */
  protected refusal(_lines: number): string[] | null {
    return null
  }

  /** A line is about to be written; undefined when the typed text itself is. */
  protected taken(_option: Option | undefined): void {}

  /** Something the list is made of has changed: makes it anew for what is typed. */
  protected relist(): void {
    const why = !this.#touched ? 'opened' : this.#moved ? 'moved' : 'emptied'
    const { lines, at } = this.offer(this.#touched ? this.field.value : '', why)
    this.#shown = lines
    this.#list.replaceChildren(...lines.map((option, place) => this.#line(option, place)))
    const refused = this.#touched && this.refusal(lines.length) !== null
    if (refused) this.#list.append(this.#nothing())
    this.field.setAttribute('aria-invalid', String(refused))
    this.#highlight(at)
  }

  /** What was typed is done with: an empty field over another list. */
  protected startOver(): void {
    this.field.value = ''
    this.#moved = true
    this.relist()
    this.field.focus()
  }

  #build(id: string, label: string): void {
    const { words, column } = this.params
    this.#box.className = 'choice-editor'
    this.#box.style.minWidth = `${Math.max(column.getActualWidth(), 160)}px`
    this.#list.id = `choices-${id}`
    this.#list.setAttribute('role', 'listbox')
    this.#list.setAttribute('aria-label', label)
    for (const [name, value] of Object.entries({
      role: 'combobox',
      'aria-label': label,
      'aria-expanded': 'true',
      'aria-controls': this.#list.id,
      'aria-autocomplete': 'list',
      placeholder: words.choiceSearch,
      title: words.choiceKeys,
      class: 'choice-field',
    }))
      this.field.setAttribute(name, value)
    this.#box.append(this.field, this.#list)
    this.field.addEventListener('input', () => {
      this.#touched = true
      this.#moved = false
      this.relist()
      this.params.validate()
    })
    this.#box.addEventListener('keydown', event => this.#onKey(event))
    this.#list.addEventListener('mousedown', event => event.preventDefault())
    this.#list.addEventListener('click', event => this.#onClick(event))
  }

  #line({ label, value, detail, open }: Option, place: number): HTMLElement {
    const line = document.createElement('li')
    line.id = `${this.#list.id}-${place}`
    line.dataset.place = String(place)
    line.setAttribute('role', 'option')
    line.textContent = label
    if (value === null && open === undefined) line.className = 'quiet'
    if (detail !== undefined) {
      const more = document.createElement('span')
      more.className = 'choice-detail'
      more.textContent = detail
      line.append(more)
    }
    if (open !== undefined) line.classList.add('choice-open')
    return line
  }

  #nothing(): HTMLElement {
    const line = document.createElement('li')
    line.className = 'choice-none'
    line.setAttribute('role', 'alert')
    line.textContent = this.params.words.choiceNone
    return line
  }

  #highlight(place: number): void {
    this.#at = place
    for (const line of this.#list.children)
      line.setAttribute('aria-selected', String((line as HTMLElement).dataset.place === String(place)))
    if (place < 0) this.field.removeAttribute('aria-activedescendant')
    else this.field.setAttribute('aria-activedescendant', `${this.#list.id}-${place}`)
    this.#list.children[place]?.scrollIntoView({ block: 'nearest' })
  }

  #onKey(event: KeyboardEvent): void {
    if (isComposing(event)) return event.stopPropagation()
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (event.key === 'Enter') this.#onEnter(event)
    if (step === undefined || this.#shown.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    this.#touched = true
    this.#highlight(Math.min(this.#shown.length - 1, Math.max(0, this.#at + step)))
  }

  #onEnter(event: KeyboardEvent): void {
    this.#touched = true
    const open = this.#shown[this.#at]?.open
    if (open === undefined) return
    event.preventDefault()
    event.stopPropagation()
    open()
  }

  #onClick(event: MouseEvent): void {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-place]') : null
    if (line === null) return
    this.#touched = true
    this.#highlight(Number(line.dataset.place))
    const open = this.#shown[this.#at]?.open
    if (open === undefined) this.params.stopEditing()
    else open()
  }
}
