/**
 * The gate of a note (docs/SPEC.md NOTE-3 … NOTE-5): beside what every gate asks, each item must be a node, an attribute, text or a mark that
 * shared/notes/noteModel.ts knows, in a place where it may stand. Looked at before Yjs applies it, like a sheet's.
 */
import * as Y from 'yjs'
import { attributeFits, markFits, mayStandIn, NOTE_FIELD } from '../../../shared/notes/noteModel.ts'
import { type Accepted, type GateRefusal, StructGate, type StructView } from '../structGate.ts'

export interface NoteAccepted extends Accepted {
  /** How much the note may grow by it, in the units of NOTE_LIMITS.size. */
  readonly growth: number
}

/** The place has been deleted meanwhile: what is written there is accepted and will not show. */
const GONE = Symbol('gone')
/** What holds an item: `root`, `text`, the type of a node. */
type Holder = string | typeof GONE

/** Where an item stands, and what it is when others stand in it. */
interface Standing {
  readonly in: Holder
  /** The attribute it gives a value; null for what stands in the order of the text. */
  readonly key: string | null
  readonly is: Holder | undefined
}

/** Looks at `update` (Yjs v1). Gives a reason, or what applying it brings. Never throws, never changes the document. */
export function inspectNote(update: Uint8Array, view: StructView): GateRefusal | NoteAccepted {
  const inspection = new NoteInspection(view)
  return inspection.look(update) ?? inspection.accepted
}

class NoteInspection extends StructGate<Standing> {
  readonly #doc: Y.Doc
  #growth = 0

  constructor(view: StructView) {
    super(view)
    this.#doc = view.doc
  }

  get accepted(): NoteAccepted {
    return { ranges: this.ranges, dead: [], growth: this.#growth }
  }

  protected takeItem(item: Y.Item): GateRefusal | undefined {
    const place = this.#place(item)
    if (typeof place === 'string') return place
    const is = typeOf(item.content)
    const refusal =
      place.in === GONE
        ? goneRefusal(item.content, is)
        : place.key === null
          ? this.#contentRefusal(item.content, is, place.in)
          : attributeRefusal(item.content, place.in, place.key)
    if (refusal !== undefined) return refusal
    this.#growth += weight(item.content)
    this.own.add(item.id.client, item.id.clock, item.length, { ...place, is: place.in === GONE ? GONE : is })
    return undefined
  }

  /** Who may write a note may delete in it. */
  protected takeDeleted(): undefined {
    return undefined
  }

  /** Where the item will stand: beside a neighbour, or first in its parent. */
  #place(item: Y.Item): Pick<Standing, 'in' | 'key'> | GateRefusal {
    const neighbour = item.origin ?? item.rightOrigin
    if (neighbour !== null) return this.#standing(neighbour) ?? 'missing-dependency'
    // A struct read from an update names its parent by id or by root name; yjs types it as the integrated form.
    const parent: unknown = item.parent
    if (typeof parent === 'string') return parent === NOTE_FIELD ? { in: 'root', key: item.parentSub } : 'foreign-root'
    if (!(parent instanceof Y.ID)) return 'bad-parent'
    const holder = this.#standing(parent)
    if (holder === undefined) return 'missing-dependency'
    if (holder.in === GONE || holder.is === GONE) return { in: GONE, key: item.parentSub }
    return holder.is === undefined ? 'bad-parent' : { in: holder.is, key: item.parentSub }
  }

  /** Where an id of this update or of the document stands; undefined when it is not known. */
  #standing(id: Y.ID): Standing | undefined {
    const own = this.own.get(id.client, id.clock)
    if (own !== undefined) return own
    if (id.clock >= this.known(id.client)) return undefined
    const item: unknown = Y.getItem(this.#doc.store, id)
    if (!(item instanceof Y.Item) || !(item.parent instanceof Y.AbstractType)) return { in: GONE, key: null, is: GONE }
    const parent = item.parent._item
    if (parent?.deleted) return { in: GONE, key: item.parentSub, is: GONE }
    const holder = parent === null ? 'root' : (typeOf(parent.content) ?? GONE)
    return { in: holder, key: item.parentSub, is: item.deleted ? GONE : typeOf(item.content) }
  }

  #contentRefusal(content: unknown, is: Holder | undefined, holder: string): GateRefusal | undefined {
    if (content instanceof Y.ContentDeleted) return undefined
    if (holder === 'text') {
      if (content instanceof Y.ContentString) return undefined
      if (content instanceof Y.ContentFormat) return markFits(content.key, content.value) ? undefined : 'bad-value'
      return content instanceof Y.ContentType ? 'nested-type' : 'bad-content'
    }
    if (!(content instanceof Y.ContentType)) return 'bad-content'
    return typeof is === 'string' && mayStandIn(is, holder) ? undefined : 'nested-type'
  }
}

/** What others may stand in: text, or a node by its type; undefined for what is neither. */
function typeOf(content: unknown): string | undefined {
  if (!(content instanceof Y.ContentType)) return undefined
  const { type } = content
  if (type instanceof Y.XmlText) return 'text'
  return type instanceof Y.XmlElement && type.nodeName !== 'root' && type.nodeName !== 'text'
    ? type.nodeName
    : undefined
}

function attributeRefusal(content: unknown, holder: string, key: string): GateRefusal | undefined {
  if (holder === 'root' || holder === 'text') return 'bad-key'
  if (content instanceof Y.ContentDeleted) return undefined
  if (!(content instanceof Y.ContentAny)) return content instanceof Y.ContentType ? 'nested-type' : 'bad-content'
  return content.arr.length === 1 && attributeFits(holder, key, content.arr[0]) ? undefined : 'bad-value'
}

/** It will not show, but it is kept until Yjs has thrown it away: nothing may hide there that is no part of a note at all. */
function goneRefusal(content: unknown, is: Holder | undefined): GateRefusal | undefined {
  if (content instanceof Y.ContentType) return is === undefined ? 'nested-type' : undefined
  const known = [Y.ContentDeleted, Y.ContentString, Y.ContentFormat, Y.ContentAny].some(kind => content instanceof kind)
  return known ? undefined : 'bad-content'
}

function weight(content: unknown): number {
  if (content instanceof Y.ContentString) return content.str.length
  if (content instanceof Y.ContentAny) return content.arr.reduce<number>((sum, value) => sum + String(value).length, 0)
  if (content instanceof Y.ContentFormat) return JSON.stringify(content.value).length
  return content instanceof Y.ContentType ? 2 : 0
}
