import type { Choice } from '../../../shared/schema/column.ts'
import { normalizeWord } from '../../../shared/schema/parse.ts'
import { REFUSAL_TEXT } from '../../../shared/schema/refusalText.ts'
import { ListEditor, type Offer, type Option } from './ListEditor.ts'

/** A line with everything a person may type to find it, normalized. */
interface Findable extends Option {
  readonly words: readonly string[]
}

const optionOf = ({ value, label, synonyms }: Choice, language: 'zh' | 'en'): Findable => ({
  value,
  label: label[language],
  words: [value, label.zh, label.en, ...(synonyms ?? [])].map(normalizeWord),
})

/**
 * A choice: a field that narrows the list under it, by label in either language, by synonym or by pinyin (TYPE-1). What matches nothing is
 * refused and stays in the field (PAGE-9).
 */
export class ChoiceEditor extends ListEditor {
  #options: readonly Findable[] = []

  protected begin(): void {
    const { schema, language, words, value, aids } = this.params
    const all = schema.kind.type === 'choice' ? schema.kind.choices : []
    // A retired choice is offered where the cell holds it, and nowhere else.
    const choices = all.filter(choice => choice.retired !== true || choice.value === value)
    const blank: Findable[] = schema.required === true ? [] : [{ value: null, label: words.blank, words: [''] }]
    this.#options = [...choices.map(choice => optionOf(choice, language)), ...blank]
    // A cell may hold a text that is no choice (an old import): it is offered, or opening the list would lose it.
    if (value !== null && value !== undefined && !this.#options.some(option => option.value === value))
      this.#options = [{ value, label: String(value), words: [normalizeWord(String(value))] }, ...this.#options]
    void aids.pinyin.load().then(() => this.field.isConnected && this.field.value !== '' && this.relist())
  }

  protected offer(typed: string): Offer {
    const word = normalizeWord(typed)
    if (word === '') return { lines: this.#options, at: 0 }
    const { pinyin } = this.params.aids
    const starts = this.#options.filter(option => option.words.some(each => each.startsWith(word)))
    const sounds = this.#options.filter(option => pinyin.spell(option.label).some(each => each.startsWith(word)))
    const holds = this.#options.filter(option => option.words.some(each => each.includes(word)))
    return { lines: [...new Set([...starts, ...sounds, ...holds])], at: 0 }
  }

  protected override refusal(lines: number): string[] | null {
    return lines === 0 ? [REFUSAL_TEXT['not-a-choice'][this.params.language]] : null
  }
}
