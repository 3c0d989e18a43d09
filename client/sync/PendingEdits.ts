/**
 * The edits of this device that are not yet known to be on the server's disk (docs/SPEC.md SYNC-20 … SYNC-24). One entry a cell, the newest wish wins.
 * Written through to `keep` at once: what a person typed survives a closed tab.
 */
import { z } from 'zod'
import { scalar } from '../../shared/protocol/http.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'

/** One unacknowledged edit. `client` and `clock` are its identity in Yjs, `generation` where it was written. */
export interface PendingEdit {
  readonly row: string
  readonly column: string
  readonly value: Scalar
  readonly generation: number
  readonly client: number
  readonly clock: number
}

/** Where pending edits outlive the tab. Keys are ours; values are JSON texts. */
export interface EditKeeper {
  put(key: string, value: string): void
  remove(key: string): void
  all(): Iterable<readonly [key: string, value: string]>
}

const stored = z.object({
  row: z.string(),
  column: z.string(),
  value: scalar,
  generation: z.number(),
  client: z.number(),
  clock: z.number(),
})

const keyOf = (edit: { readonly row: string; readonly column: string }): string => `${edit.row}:${edit.column}`

export class PendingEdits {
  readonly #edits = new Map<string, PendingEdit>()
  /** Cells whose edit the server found dead on arrival: only a replay clears them. */
  readonly #dead = new Set<string>()
  /**
   * Cells whose edit was on its way when the connection ended: only the server's answer clears them. Their structs coming back proves nothing,
   * this device may have sent them as the remains of an edit that died with its generation.
   */
  readonly #asked = new Set<string>()
  readonly #keeper: EditKeeper

  /** Takes up what an earlier tab left behind; entries that cannot be read are left where they are. */
  constructor(keeper: EditKeeper) {
    this.#keeper = keeper
    for (const [key, text] of keeper.all()) {
      const edit = readStored(text)
      if (edit !== undefined) this.#edits.set(key, edit)
    }
  }

  get count(): number {
    return this.#edits.size
  }

  /** What is on its way for this cell. */
  get(row: string, column: string): PendingEdit | undefined {
    return this.#edits.get(keyOf({ row, column }))
  }

  all(): readonly PendingEdit[] {
    return [...this.#edits.values()]
  }

  /** Everything there is now waits for an answer. */
  ask(): readonly PendingEdit[] {
    for (const key of this.#edits.keys()) this.#asked.add(key)
    return this.all()
  }

  add(edit: PendingEdit): void {
    const key = keyOf(edit)
    this.#edits.set(key, edit)
    this.#dead.delete(key)
    this.#asked.delete(key)
    this.#keeper.put(key, JSON.stringify(edit))
  }

  /** Everything of `client` up to and including `clock` is on the server's disk, unless it was found dead or is asked about. True when that changed anything. */
  acknowledge(client: number, clock: number): boolean {
    const before = this.#edits.size
    for (const [key, edit] of this.#edits)
      if (edit.client === client && edit.clock <= clock && !this.#dead.has(key) && !this.#asked.has(key))
        this.#drop(key)
    return this.#edits.size !== before
  }

  /** The server answered for one edit: saved, or to be written again. */
  settle(client: number, clock: number, saved: boolean): void {
    for (const [key, edit] of this.#edits) {
      if (edit.client !== client || edit.clock !== clock) continue
      this.#asked.delete(key)
      if (saved) this.#drop(key)
      else this.#dead.add(key)
    }
  }

  /** The edits to write again, once the sheet has a newer generation than the one they were lost in. */
  toReplay(): readonly PendingEdit[] {
    return [...this.#dead].flatMap(key => this.#edits.get(key) ?? [])
  }

  /** Forgets an edit: it is saved, or held for its author to decide. */
  drop(edit: PendingEdit): void {
    this.#drop(keyOf(edit))
  }

  #drop(key: string): void {
    this.#edits.delete(key)
    this.#dead.delete(key)
    this.#asked.delete(key)
    this.#keeper.remove(key)
  }
}

/** Puts an edit on another document's shelf, without its identity: nothing there can have saved it, so it will be written again. */
export function carryOver(edit: PendingEdit, shelf: EditKeeper): void {
  shelf.put(keyOf(edit), JSON.stringify({ ...edit, generation: 0, client: 0, clock: -1 }))
}

function readStored(text: string): PendingEdit | undefined {
  try {
    return stored.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
