import type { ICellEditorComp } from 'ag-grid-community'
import type { Parsed } from '../../../shared/schema/column.ts'
import { plainCell } from '../../../shared/schema/format.ts'
import { typedValue } from '../../../shared/schema/parse.ts'
import { REFUSAL_TEXT } from '../../../shared/schema/refusalText.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import type { EditorParams } from '../columnSetting.ts'
import { ReasonBubble } from './ReasonBubble.ts'
import { isComposing, textAtStart } from './startKey.ts'

/**
 * Texts and numbers. Any text may be typed; one that does not fit the column keeps the editor open with the reason under it, and the text
 * stays (PAGE-9). A text with line breaks is edited in a larger box, since a one-line field would drop them.
 */
export class TextEditor implements ICellEditorComp {
  // The grid calls init() right after construction, before anything else; until then there are no parameters to hold.
  declare protected params: EditorParams
  declare protected field: HTMLInputElement | HTMLTextAreaElement
  declare private bubble: ReasonBubble
  readonly #box = document.createElement('div')
  #before = ''

  init(params: EditorParams): void {
    this.params = params
    const { schema, language, zone, value, eventKey } = params
    this.#before = plainCell(schema, value ?? null, language, zone)
    this.field = document.createElement(this.isPopup() ? 'textarea' : 'input')
    this.field.className = 'cell-field'
    this.field.value = textAtStart(eventKey, this.#before)
    this.field.setAttribute('aria-label', schema.label[language])
    if (schema.kind.type === 'number') this.field.inputMode = 'decimal'
    this.#box.className = this.isPopup() ? 'cell-editor cell-editor-large' : 'cell-editor'
    if (this.isPopup()) this.#box.style.width = `${Math.max(params.column.getActualWidth(), 320)}px`
    this.#box.append(this.field, ...this.extras())
    this.bubble = new ReasonBubble(this.#box, `note-${schema.id}`)
    this.field.setAttribute('aria-describedby', `note-${schema.id}`)
    this.field.addEventListener('input', () => this.textChanged())
    this.#box.addEventListener('keydown', event => this.#onKey(event))
  }

  getGui(): HTMLElement {
    return this.#box
  }

  afterGuiAttached(): void {
    this.field.focus()
    this.field.setSelectionRange(this.field.value.length, this.field.value.length)
    this.tell()
  }

  /** The value in the column's kind; the text itself while it does not fit, which `getValidationErrors` then refuses. */
  getValue(): Scalar {
    const read = this.read()
    return read.ok ? read.value : read.text
  }

  getValidationErrors(): string[] | null {
    const read = this.read()
    return read.ok ? null : [REFUSAL_TEXT[read.reason][this.params.language]]
  }

  isPopup(): boolean {
    const { schema, value } = this.params
    return schema.kind.type === 'longText' || (typeof value === 'string' && value.includes('\n'))
  }

  getPopupPosition(): 'over' {
    return 'over'
  }

  destroy(): void {
    this.bubble.remove()
  }

  /** What stands beside the field. */
  protected extras(): HTMLElement[] {
    return []
  }

  /** How to write here; nothing by default. */
  protected hint(): string {
    return this.isPopup() ? this.params.words.newLineHint : ''
  }

  protected read(): Parsed {
    // Opening a cell and leaving it untouched is not an edit, whatever the cell holds.
    if (this.field.value === this.#before) return { ok: true, value: this.params.value ?? null }
    return this.parse(this.field.value)
  }

  /** Reads a text by the column's kind. */
  protected parse(text: string): Parsed {
    const { schema, zone } = this.params
    return typedValue(schema, text, { zone, year: new Date().getFullYear() })
  }

  protected textChanged(): void {
    this.tell()
    this.params.validate()
  }

  /** Shows the reason, or how to write here. */
  protected tell(): void {
    const read = this.read()
    this.field.setAttribute('aria-invalid', String(!read.ok))
    if (read.ok) this.bubble.show(this.hint(), 'hint')
    else this.bubble.show(REFUSAL_TEXT[read.reason][this.params.language], 'refusal')
  }

  #onKey(event: KeyboardEvent): void {
    if (isComposing(event)) event.stopPropagation()
    else if (event.key === 'Enter' && (event.altKey || event.shiftKey) && this.field instanceof HTMLTextAreaElement) {
      event.preventDefault()
      event.stopPropagation()
      this.field.setRangeText('\n', this.field.selectionStart, this.field.selectionEnd, 'end')
      this.textChanged()
    }
  }
}
