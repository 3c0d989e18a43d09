import { Temporal } from 'temporal-polyfill'
import type { Parsed } from '../../../shared/schema/column.ts'
import { TextEditor } from './TextEditor.ts'

/** Days people name by how far they are from today. */
const DAYS_FROM_TODAY: Readonly<Record<string, number>> = {
  前天: -2,
  昨天: -1,
  今天: 0,
  今日: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
  yesterday: -1,
  today: 0,
  tomorrow: 1,
}
const NOW = new Set(['现在', '此刻', 'now'])

/** Days and instants: typed as people write them, or picked from the browser's own calendar. Clock times are those of the operation's zone. */
export class DateEditor extends TextEditor {
  protected override extras(): HTMLElement[] {
    const { schema, words } = this.params
    const picker = document.createElement('input')
    picker.type = schema.kind.type === 'date' ? 'date' : 'datetime-local'
    picker.className = 'cell-picker'
    picker.tabIndex = -1
    picker.setAttribute('aria-hidden', 'true')
    picker.addEventListener('change', () => {
      if (picker.value === '') return
      this.field.value = picker.value.replace('T', ' ')
      this.textChanged()
      this.field.focus()
    })
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'cell-picker-button'
    button.title = words.pickDate
    button.setAttribute('aria-label', words.pickDate)
    button.textContent = '▦'
    button.tabIndex = -1
    button.addEventListener('click', () => {
      picker.value = this.#pickable()
      picker.showPicker()
    })
    return [picker, button]
  }

  protected override parse(text: string): Parsed {
    const { schema, zone } = this.params
    const [, word = '', rest = ''] = /^\s*([a-z]+|[^\d\s]+)\s*(.*)$/i.exec(text.normalize('NFKC')) ?? []
    const now = Temporal.Now.zonedDateTimeISO(zone)
    const days = DAYS_FROM_TODAY[word.toLowerCase()]
    if (days !== undefined) return super.parse(`${now.toPlainDate().add({ days })} ${rest}`.trim())
    if (NOW.has(text.trim().toLowerCase()) && schema.kind.type === 'dateTime')
      return { ok: true, value: now.toInstant().toString({ smallestUnit: 'second' }) }
    return super.parse(text)
  }

  protected override hint(): string {
    const { schema, words } = this.params
    return schema.kind.type === 'date' ? words.dateHint : words.dateTimeHint
  }

  /** The day or local clock time typed so far, as the browser's calendar wants it. */
  #pickable(): string {
    const read = this.read()
    if (!read.ok || typeof read.value !== 'string') return ''
    if (this.params.schema.kind.type === 'date') return read.value
    const local = Temporal.Instant.from(read.value).toZonedDateTimeISO(this.params.zone)
    return local.toPlainDateTime().toString({ smallestUnit: 'minute' })
  }
}
