/**
 * What a row's note may hold: the one list that the editor (client/notes) and the gate (server/sync/notes) both go by. A note is one Yjs XML
 * fragment of ProseMirror nodes; everything that is not named here is refused by the server (docs/SPEC.md NOTE-4, NOTE-5).
 */
import * as Y from 'yjs'

/** The fragment of a note's document; no other root is written. */
export const NOTE_FIELD = 'note'

export const NOTE_LIMITS = {
  /** Characters a note may hold; the page lets nobody type more. Each paragraph, item or image counts as two. */
  size: 60_000,
  /** What the server takes: two people may each have filled the note to its limit while they were offline. */
  hardSize: 180_000,
  /** Pictures in one note, and bytes of one. */
  images: 20,
  imageBytes: 5 << 20,
} as const

/** The address of a picture: one of this hub's own files, never another site's, never data. */
export const IMAGE_ADDRESS = /^\/api\/v1\/files\/[a-z0-9]{1,64}$/

/** Headings a note knows. */
export const HEADING_LEVELS = [1, 2, 3] as const

const BLOCKS = ['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote', 'horizontalRule', 'image'] as const
const INLINE = ['text', 'hardBreak'] as const

/** What may stand in what; `root` is the note itself, `text` a run of characters. */
const CHILDREN: ReadonlyMap<string, ReadonlySet<string>> = new Map<string, ReadonlySet<string>>([
  ['root', new Set(BLOCKS)],
  ['blockquote', new Set(BLOCKS)],
  ['listItem', new Set(BLOCKS)],
  ['bulletList', new Set(['listItem'])],
  ['orderedList', new Set(['listItem'])],
  ['paragraph', new Set(INLINE)],
  ['heading', new Set(INLINE)],
])

/** Whether a node of this type may stand in one of that type. */
export const mayStandIn = (child: string, parent: string): boolean => CHILDREN.get(parent)?.has(child) === true

/** An http or https address, short enough to be one. */
export function isWebAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 2_000) return false
  try {
    return ['http:', 'https:'].includes(new URL(value).protocol)
  } catch {
    return false
  }
}

/** Whether a node of this type may have this attribute with this value. */
export function attributeFits(node: string, key: string, value: unknown): boolean {
  switch (`${node}.${key}`) {
    case 'heading.level':
      return HEADING_LEVELS.some(level => level === value)
    case 'orderedList.start':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < 1e6
    case 'image.src':
      return typeof value === 'string' && IMAGE_ADDRESS.test(value)
    case 'image.alt':
      return typeof value === 'string' && value.length <= 300
    default:
      return false
  }
}

const PLAIN_MARKS: ReadonlySet<string> = new Set(['bold', 'italic', 'underline', 'strike', 'code'])
/** A link's attributes beside its address, and what each may be. */
const LINK_REST: ReadonlyMap<string, ReadonlySet<unknown>> = new Map<string, ReadonlySet<unknown>>([
  ['target', new Set([null, '_blank'])],
  ['rel', new Set([null, 'noopener noreferrer nofollow'])],
  ['class', new Set([null])],
  ['title', new Set([null])],
])

/** Whether text may be marked so; `null` ends a mark. y-tiptap writes marks that may overlap as `name--digest`. */
export function markFits(key: string, value: unknown): boolean {
  const name = /^([a-z]+)(?:--[\w+/=-]{1,40})?$/i.exec(key)?.[1] ?? ''
  if (name !== 'link' && !PLAIN_MARKS.has(name)) return false
  if (value === null) return true
  if (typeof value !== 'object') return name !== 'link' && value === true
  const attributes = Object.entries(value)
  if (name !== 'link') return attributes.length === 0
  return (
    attributes.some(([attribute]) => attribute === 'href') &&
    attributes.every(([attribute, said]) =>
      attribute === 'href' ? isWebAddress(said) : LINK_REST.get(attribute)?.has(said) === true,
    )
  )
}

/** How much a note holds, in the units of NOTE_LIMITS.size. */
export function noteSize(type: Y.XmlFragment | Y.XmlElement): number {
  let size = 0
  for (const child of type.toArray()) {
    if (child instanceof Y.XmlText) size += child.length
    else if (child instanceof Y.XmlElement) size += 2 + attributeSize(child) + noteSize(child)
  }
  return size
}

function attributeSize(element: Y.XmlElement): number {
  return Object.values(element.getAttributes()).reduce<number>((sum, value) => sum + String(value).length, 0)
}

/** The addresses of the pictures in a note. */
export function imagesOf(type: Y.XmlFragment | Y.XmlElement): string[] {
  return type.toArray().flatMap(child => {
    if (!(child instanceof Y.XmlElement)) return []
    return child.nodeName === 'image' ? [String(child.getAttribute('src') ?? '')] : imagesOf(child)
  })
}

/** What a note says, without its form; a blank line between blocks. */
export function noteText(type: Y.XmlFragment | Y.XmlElement): string {
  const texts = type.toArray().map(child => {
    if (child instanceof Y.XmlText) return textOf(child)
    if (!(child instanceof Y.XmlElement)) return ''
    if (child.nodeName === 'hardBreak') return '\n'
    return child.nodeName === 'image' ? `[${child.getAttribute('alt') ?? ''}]` : noteText(child)
  })
  const blocks = type instanceof Y.XmlElement && ['paragraph', 'heading'].includes(type.nodeName)
  return blocks ? texts.join('') : texts.join('\n')
}

const textOf = (text: Y.XmlText): string =>
  (text.toDelta() as { insert?: unknown }[]).map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
