import { normalizeWord } from '../../../shared/schema/parse.ts'
import { type Asked, ListEditor, type Offer, type Option } from './ListEditor.ts'

/** Names listed at once. */
const MOST = 60

/** An organization: those of the hub and those the sheet names already are offered, by name or pinyin; any other text is taken as it is (TYPE-6). */
export class OrganizationEditor extends ListEditor {
  readonly #stop = new AbortController()
  #names: readonly string[] = []

  protected begin(): void {
    const { aids, schema, sheet } = this.params
    this.#names = aids.organizations
    void aids.textsOf(sheet(), schema.id, this.#stop.signal).then(texts => {
      this.#names = [...new Set([...aids.organizations, ...texts])]
      if (this.field.isConnected) this.relist()
    })
    void aids.pinyin.load().then(() => this.field.isConnected && this.field.value !== '' && this.relist())
  }

  destroy(): void {
    this.#stop.abort()
  }

  protected override kept(): string {
    return String(this.params.value ?? '')
  }

  protected offer(typed: string, why: Asked): Offer {
    const { schema, words, aids } = this.params
    const text = typed.trim()
    const word = normalizeWord(text)
    if (word === '') {
      const blank: Option[] = schema.required === true ? [] : [{ value: null, label: words.blank }]
      const lines = [...this.#names.slice(0, MOST).map(name => ({ value: name, label: name })), ...blank]
      return { lines, at: why === 'emptied' ? lines.length - 1 : -1 }
    }
    const starts = this.#names.filter(name => normalizeWord(name).startsWith(word))
    const isLatin = /^[a-z]+$/.test(word)
    const sounds = isLatin
      ? this.#names.filter(name => aids.pinyin.spell(name).some(each => each.startsWith(word)))
      : []
    const holds = this.#names.filter(name => normalizeWord(name).includes(word))
    const found = [...new Set([...starts, ...sounds, ...holds])].slice(0, MOST)
    const lines: Option[] = found.map(name => ({ value: name, label: name }))
    const exact = found.indexOf(text)
    if (exact < 0) lines.push({ value: typed, label: words.useText.replace('{{text}}', text) })
    // Whoever types a name means that name; whoever types pinyin means what it finds.
    return { lines, at: exact >= 0 ? exact : isLatin && sounds.length > 0 ? 0 : lines.length - 1 }
  }
}
