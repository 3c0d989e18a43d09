/**
 * The desk of a sheet (docs/adr/0010): what the server says about its rows – verification, personal details kept apart, possible duplicates – as a
 * document `desk/<sheet>` that every reader of the sheet may read and only the server writes. The only place that knows its layout: one root
 * Y.Map `desk`, key `<kind>/<row id>` → JSON text of the entry.
 */
import type * as Y from 'yjs'

/** What is known of a verification; `cells` is exactly what was checked, so that everyone can see by themselves what has changed since. */
export interface VerificationEntry {
  /** Id of the verification, for its history and its evidence. */
  readonly id: string
  readonly state: 'verified' | 'rejected'
  readonly method: 'phone' | 'visit' | 'document' | 'other'
  /** Who, by name: shown beside the mark. */
  readonly by: string
  /** ms. */
  readonly at: number
  /** Column → value as it was checked; for a rejection what was looked at. */
  readonly cells: Readonly<Record<string, string | number | boolean | null>>
  /** Why it is not true; for a rejection. */
  readonly reason?: string
}

/** Personal details that belong to a row: masked, with the id to ask for them one at a time. */
export interface ContactEntry {
  readonly id: string
  /** Organization that took them down; whose members may see them. */
  readonly organization: string
  /** E.g. `138****1234`; null where there is none. */
  readonly phone: string | null
  /** E.g. `张*`. */
  readonly name: string | null
  /** What else is kept, by name alone: `address`, `idNumber`, `health`. */
  readonly more: readonly string[]
}

/** A row that may be the same as others, until a person has said; and what has been made of it since. */
export interface DuplicateEntry {
  readonly rows: readonly { readonly row: string; readonly why: readonly string[]; readonly score: number }[]
  /** The row it has been made one with. */
  readonly into?: string
  /** Rows that have been made one with it. */
  readonly merged?: readonly string[]
}

export interface DeskKinds {
  readonly verification: VerificationEntry
  readonly contact: ContactEntry
  readonly duplicate: DuplicateEntry
}
export type DeskKind = keyof DeskKinds
export const DESK_KINDS = ['verification', 'contact', 'duplicate'] as const satisfies readonly DeskKind[]

/** What changed on a desk: a row and what about it. */
export interface DeskChange {
  readonly kind: DeskKind
  readonly row: string
}

const keyOf = (kind: DeskKind, row: string): string => `${kind}/${row}`

/** A desk as rows and entries over its Yjs document. */
export class DeskDocument {
  readonly #map: Y.Map<unknown>
  readonly #listeners = new Set<(changes: readonly DeskChange[]) => void>()
  readonly #observe: (event: Y.YMapEvent<unknown>) => void

  constructor(doc: Y.Doc) {
    this.#map = doc.getMap('desk')
    this.#observe = event => {
      const changes = [...event.keysChanged].flatMap(key => changeOf(key))
      if (changes.length > 0) for (const listener of this.#listeners) listener(changes)
    }
    this.#map.observe(this.#observe)
  }

  /** What the desk says of a row; undefined for nothing, and for what a newer hub wrote in a way this page cannot read. */
  get<K extends DeskKind>(kind: K, row: string): DeskKinds[K] | undefined {
    return entryOf(this.#map.get(keyOf(kind, row)))
  }

  /** Every row the desk says something of this kind about. */
  entries<K extends DeskKind>(kind: K): ReadonlyMap<string, DeskKinds[K]> {
    const found = new Map<string, DeskKinds[K]>()
    const mark = `${kind}/`
    for (const [key, value] of this.#map.entries()) {
      const entry = key.startsWith(mark) ? entryOf<K>(value) : undefined
      if (entry !== undefined) found.set(key.slice(mark.length), entry)
    }
    return found
  }

  /** Tells what changed, once a transaction. Returns how to stop. */
  subscribe(listener: (changes: readonly DeskChange[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The server's pen; callers are in a transaction. `undefined` takes the entry away. Returns whether anything changed. */
  put<K extends DeskKind>(kind: K, row: string, entry: DeskKinds[K] | undefined): boolean {
    const key = keyOf(kind, row)
    const text = entry === undefined ? undefined : JSON.stringify(entry)
    if (this.#map.get(key) === text) return false
    if (text === undefined) this.#map.delete(key)
    else this.#map.set(key, text)
    return true
  }

  destroy(): void {
    this.#map.unobserve(this.#observe)
    this.#listeners.clear()
  }
}

function changeOf(key: string): DeskChange[] {
  const cut = key.indexOf('/')
  const kind = DESK_KINDS.find(known => known === key.slice(0, cut))
  return kind === undefined ? [] : [{ kind, row: key.slice(cut + 1) }]
}

function entryOf<K extends DeskKind>(value: unknown): DeskKinds[K] | undefined {
  if (typeof value !== 'string') return undefined
  try {
    return JSON.parse(value) as DeskKinds[K]
  } catch {
    return undefined
  }
}
