import type { ICellEditorComp } from 'ag-grid-community'
import type { Choice } from '../../../shared/schema/column.ts'
import { normalizeWord } from '../../../shared/schema/parse.ts'
import { REFUSAL_TEXT } from '../../../shared/schema/refusalText.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import type { EditorParams } from '../columnSetting.ts'
import { isComposing, textAtStart } from './startKey.ts'

/** One line of the list. */
interface Option {
  readonly value: Scalar
  readonly label: string
  /** Everything a person may type to find it, normalized. */
  readonly words: readonly string[]
}

const optionOf = ({ value, label, synonyms }: Choice, language: 'zh' | 'en'): Option => ({
  value,
  label: label[language],
  words: [value, label.zh, label.en, ...(synonyms ?? [])].map(normalizeWord),
})

/**
 * A choice: a field that narrows the list under it, by label in either language or by synonym. Enter takes the highlighted line.
 * What matches nothing is refused and stays in the field (PAGE-9).
 */
export class ChoiceEditor implements ICellEditorComp {
  // The grid calls init() right after construction, before anything else.
  declare private params: EditorParams
  readonly #box = document.createElement('div')
  readonly #field = document.createElement('input')
  readonly #list = document.createElement('ul')
  #options: readonly Option[] = []
  #shown: readonly Option[] = []
  #at = 0
  /** True once the person typed or moved in the list: before that, leaving the editor changes nothing. */
  #touched = false

  init(params: EditorParams): void {
    this.params = params
    const { schema, language, words, value } = params
    const choices = schema.kind.type === 'choice' ? schema.kind.choices : []
    const blank: Option[] = schema.required === true ? [] : [{ value: null, label: words.blank, words: [''] }]
    this.#options = [...choices.map(choice => optionOf(choice, language)), ...blank]
    // A cell may hold a text that is no choice (an old import): it is offered, or opening the list would lose it.
    if (value !== null && value !== undefined && !this.#options.some(option => option.value === value))
      this.#options = [{ value, label: String(value), words: [normalizeWord(String(value))] }, ...this.#options]
    this.#build(schema.id, schema.label[language])
    const emptied = params.eventKey === 'Backspace' || params.eventKey === 'Delete'
    this.#field.value = textAtStart(params.eventKey, '')
    this.#touched = emptied || this.#field.value !== ''
    this.#narrow()
    const current = emptied ? null : (value ?? null)
    if (this.#field.value === '')
      this.#highlight(
        Math.max(
          0,
          this.#shown.findIndex(option => option.value === current),
        ),
      )
  }

  getGui(): HTMLElement {
    return this.#box
  }

  afterGuiAttached(): void {
    this.#field.focus()
    this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length)
    this.#list.children[this.#at]?.scrollIntoView({ block: 'nearest' })
  }

  getValue(): Scalar {
    if (!this.#touched) return this.params.value ?? null
    const option = this.#shown[this.#at]
    return option === undefined ? this.#field.value : option.value
  }

  getValidationErrors(): string[] | null {
    return this.#touched && this.#shown.length === 0 ? [REFUSAL_TEXT['not-a-choice'][this.params.language]] : null
  }

  isPopup(): boolean {
    return true
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
      this.#field.setAttribute(name, value)
    this.#box.append(this.#field, this.#list)
    this.#field.addEventListener('input', () => {
      this.#touched = true
      this.#narrow()
      this.params.validate()
    })
    this.#box.addEventListener('keydown', event => this.#onKey(event))
    this.#list.addEventListener('mousedown', event => event.preventDefault())
    this.#list.addEventListener('click', event => this.#onClick(event))
  }

  #narrow(): void {
    const word = normalizeWord(this.#field.value)
    const starts = this.#options.filter(option => option.words.some(w => w.startsWith(word)))
    const holds = this.#options.filter(option => !starts.includes(option) && option.words.some(w => w.includes(word)))
    this.#shown = word === '' ? this.#options : [...starts, ...holds]
    this.#list.replaceChildren(...this.#shown.map((option, place) => this.#line(option, place)))
    if (this.#shown.length === 0) this.#list.append(this.#nothing())
    this.#field.setAttribute('aria-invalid', String(this.#shown.length === 0))
    this.#highlight(0)
  }

  #line({ label, value }: Option, place: number): HTMLElement {
    const line = document.createElement('li')
    line.id = `${this.#list.id}-${place}`
    line.dataset.place = String(place)
    line.setAttribute('role', 'option')
    line.textContent = label
    if (value === null) line.className = 'quiet'
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
    this.#field.setAttribute('aria-activedescendant', `${this.#list.id}-${place}`)
    this.#list.children[place]?.scrollIntoView({ block: 'nearest' })
  }

  #onKey(event: KeyboardEvent): void {
    if (isComposing(event)) return event.stopPropagation()
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (event.key === 'Enter') this.#touched = true
    if (step === undefined || this.#shown.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    this.#touched = true
    this.#highlight(Math.min(this.#shown.length - 1, Math.max(0, this.#at + step)))
  }

  #onClick(event: MouseEvent): void {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-place]') : null
    if (line === null) return
    this.#touched = true
    this.#highlight(Number(line.dataset.place))
    this.params.stopEditing()
  }
}
