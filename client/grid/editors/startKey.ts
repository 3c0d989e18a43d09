/** How the key that opened an editor fills it: a letter replaces what was there, Delete and Backspace empty it, anything else keeps it. */
export function textAtStart(eventKey: string | null, kept: string): string {
  if (eventKey === null) return kept
  if (eventKey === 'Backspace' || eventKey === 'Delete') return ''
  return [...eventKey].length === 1 ? eventKey : kept
}

/** A key that belongs to an input method in the middle of a word: neither the grid nor an editor may act on it (PAGE-12). */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229
