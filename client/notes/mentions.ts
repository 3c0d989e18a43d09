/** Names in a comment: who is meant by `@…`, and the text cut into what is shown as what (NOTE-22). Pure. */
import { isWebAddress } from '../../shared/notes/noteModel.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** The ids of those whose `@name` stands in the text; of two names that begin alike the longer one is meant. */
export function mentionedIn(text: string, people: readonly Named[]): string[] {
  const found = new Set<string>()
  let rest = text
  for (const { id, name } of [...people].sort((a, b) => b.name.length - a.name.length)) {
    if (name === '' || !rest.includes(`@${name}`)) continue
    found.add(id)
    // Two people of one name are both meant; only longer names take their place away.
    if (!people.some(other => other.id !== id && other.name === name && !found.has(other.id)))
      rest = rest.replaceAll(`@${name}`, '')
  }
  return [...found]
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string }

/** The text in pieces: web addresses to click on, names that are meant, and the rest. */
export function piecesOf(text: string, names: readonly string[]): Piece[] {
  const marks = [...names]
    .sort((a, b) => b.length - a.length)
    .map(name => `@${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
  const pattern = new RegExp(`(https?://[^\\s<>"'，。；、（）]+${marks.map(mark => `|${mark}`).join('')})`, 'u')
  return text.split(pattern).flatMap((part, i): Piece[] => {
    if (part === '') return []
    if (i % 2 === 0) return [{ kind: 'text', text: part }]
    if (part.startsWith('@')) return [{ kind: 'name', text: part }]
    return [{ kind: isWebAddress(part) ? 'link' : 'text', text: part }]
  })
}
