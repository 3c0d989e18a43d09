import type { pinyin as Pinyin } from 'pinyin-pro'

/**
 * How Chinese words are typed on a Latin keyboard: 口罩 as `kouzhao` and `kz`. The dictionary is large and comes in a file of its own, so
 * before it is there nothing is found by pinyin, and everything by its own letters as ever.
 */
export class PinyinWords {
  #pinyin: typeof Pinyin | undefined
  #loading: Promise<void> | undefined
  readonly #known = new Map<string, readonly string[]>()

  /** Fetches the dictionary, once. Resolves when spellings can be made, or when it cannot be had: then they stay unknown. */
  load(): Promise<void> {
    this.#loading ??= import('pinyin-pro').then(
      ({ pinyin }) => {
        this.#pinyin = pinyin
      },
      () => {
        // Offline: searching by the letters themselves works on; the next editor tries again.
        this.#loading = undefined
      },
    )
    return this.#loading
  }

  /** The spellings of a text in small letters: initials first, then in full. None while the dictionary is not there. */
  spell(text: string): readonly string[] {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    if (this.#pinyin === undefined) return []
    const syllables = this.#pinyin(text, { toneType: 'none', type: 'array', v: true }).map(each => each.toLowerCase())
    const made = [syllables.map(each => each[0] ?? '').join(''), syllables.join('')]
    this.#known.set(text, made)
    return made
  }
}
