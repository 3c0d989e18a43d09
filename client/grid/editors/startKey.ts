/** How an editor begins: with the cell as it is, empty, or with what the person has already typed. */

/** Marks a key of ours as typed text, which may be a word of several signs; no key of a keyboard begins so. */
const TYPED = '\u0000'

/** The "key" an editor is opened with that begins with this text. */
export const typedKey = (text: string): string => TYPED + text

/** How the key that opened an editor fills it: typed text replaces what was there, Delete and Backspace empty it, anything else keeps it. */
export function textAtStart(eventKey: string | null, kept: string): string {
  if (eventKey === null) return kept
  if (eventKey.startsWith(TYPED)) return eventKey.slice(TYPED.length)
  if (eventKey === 'Backspace' || eventKey === 'Delete') return ''
  return [...eventKey].length === 1 ? eventKey : kept
}

/** A key that belongs to an input method in the middle of a word: neither the grid nor an editor may act on it (PAGE-12). */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229
