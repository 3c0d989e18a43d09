/** Numbers a person types or pastes into a note that look personal (docs/SPEC.md VAULT-24). Pure. */
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { findPersonal } from '../../shared/domain/personalData.ts'

/** Plain forms of what this transaction has brought in; empty when it is a colleague's. Looks only at the paragraphs it touches. */
export function personalTyped(transaction: Transaction): readonly string[] {
  if (!transaction.docChanged || transaction.getMeta(ySyncPluginKey) !== undefined) return []
  const { doc, mapping } = transaction
  const found = new Set<string>()
  for (const [step, map] of mapping.maps.entries()) {
    const rest = mapping.slice(step + 1)
    map.forEach((_from, _to, from, to) => {
      for (const plain of personalIn(doc, rest.map(from, -1), rest.map(to, 1))) found.add(plain)
    })
  }
  if (found.size === 0) return []
  const before = personalIn(transaction.before)
  return [...found].filter(plain => !before.has(plain))
}

/** Plain forms of all that is in the paragraphs between two places; in the whole text without them. */
export function personalIn(doc: Node, from = 0, to = doc.content.size): ReadonlySet<string> {
  const found = new Set<string>()
  doc.nodesBetween(from, Math.min(to, doc.content.size), node => {
    if (!node.isTextblock) return true
    const text = node.textBetween(0, node.content.size, undefined, ' ')
    for (const { plain } of findPersonal(text)) found.add(plain)
    return false
  })
  return found
}
