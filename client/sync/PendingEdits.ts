/**
 * The edits of this device that are not yet known to be on the server's disk (docs/SPEC.md SYNC-20 … SYNC-24). One entry a cell, the newest wish wins.
 * Written through to `keep` at once: what a person typed survives a closed tab.
 */
import { type PendingEdit, readKept, stepName, writeEdit, writeStep } from './keptEdits.ts'

export type { PendingEdit }

/** Where pending edits outlive the tab. Keys are ours; values are JSON texts. */
export interface EditKeeper {
  put(key: string, value: string): void
  remove(key: string): void
  all(): Iterable<readonly [key: string, value: string]>
}

/** From this many edits on a step is one entry on the device. */
const LARGE = 100

/** The edits of a large step that are still unsaved. */
interface Step {
  readonly name: string
  readonly edits: Map<string, PendingEdit>
}

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
  /** Cell → the large step its edit is kept with. */
  readonly #steps = new Map<string, Step>()
  /** Steps that lost edits in this turn and are to be written down anew. */
  readonly #changed = new Set<Step>()

  /** Takes up what an earlier tab left behind; entries that cannot be read are left where they are. */
  constructor(keeper: EditKeeper) {
    this.#keeper = keeper
    for (const [name, text] of keeper.all()) {
      const edits = readKept(name, text)
      const [edit] = edits
      if (edit !== undefined && name === keyOf(edit)) this.#edits.set(name, edit)
      else this.#take(name, edits)
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

  /** Notes the edits of one step. */
  addAll(edits: readonly PendingEdit[]): void {
    const [first] = edits
    for (const edit of edits) this.#forget(keyOf(edit))
    if (first === undefined || edits.length < LARGE) {
      for (const edit of edits) {
        this.#edits.set(keyOf(edit), edit)
        this.#keeper.put(keyOf(edit), writeEdit(edit))
      }
    } else this.#changed.add(this.#take(stepName(first), edits))
    this.#writeDown()
  }

  add(edit: PendingEdit): void {
    this.addAll([edit])
  }

  /** Everything of `client` up to and including `clock` is on the server's disk, unless it was found dead or is asked about. True when that changed anything. */
  acknowledge(client: number, clock: number): boolean {
    const before = this.#edits.size
    for (const [key, edit] of this.#edits)
      if (edit.client === client && edit.clock <= clock && !this.#dead.has(key) && !this.#asked.has(key))
        this.#forget(key)
    this.#writeDown()
    return this.#edits.size !== before
  }

  /** The server answered for these edits: saved, or to be written again. */
  settleAll(answers: readonly { readonly client: number; readonly clock: number; readonly saved: boolean }[]): void {
    const saved = new Map(answers.map(answer => [`${answer.client} ${answer.clock}`, answer.saved]))
    for (const [key, edit] of this.#edits) {
      const answer = saved.get(`${edit.client} ${edit.clock}`)
      if (answer === undefined) continue
      this.#asked.delete(key)
      if (answer) this.#forget(key)
      else this.#dead.add(key)
    }
    this.#writeDown()
  }

  /** The edits to write again, once the sheet has a newer generation than the one they were lost in. */
  toReplay(): readonly PendingEdit[] {
    return [...this.#dead].flatMap(key => this.#edits.get(key) ?? [])
  }

  /** Forgets edits: they are saved, or held for their author to decide. */
  dropAll(edits: readonly PendingEdit[]): void {
    for (const edit of edits) this.#forget(keyOf(edit))
    this.#writeDown()
  }

  /** Takes the edits of a large step in. Each cell is in one entry only, since whatever is written over leaves the entry it was in. */
  #take(name: string, edits: readonly PendingEdit[]): Step {
    const step: Step = { name, edits: new Map() }
    for (const edit of edits) {
      const key = keyOf(edit)
      step.edits.set(key, edit)
      this.#edits.set(key, edit)
      this.#steps.set(key, step)
    }
    return step
  }

  #forget(key: string): void {
    if (!this.#edits.delete(key)) return
    this.#dead.delete(key)
    this.#asked.delete(key)
    const step = this.#steps.get(key)
    if (step === undefined) return this.#keeper.remove(key)
    this.#steps.delete(key)
    step.edits.delete(key)
    this.#changed.add(step)
  }

  #writeDown(): void {
    for (const { name, edits } of this.#changed) {
      if (edits.size === 0) this.#keeper.remove(name)
      else this.#keeper.put(name, writeStep([...edits.values()]))
    }
    this.#changed.clear()
  }
}

/** Puts an edit on another document's shelf, without its identity: nothing there can have saved it, so it will be written again. */
export function carryOver(edit: PendingEdit, shelf: EditKeeper): void {
  shelf.put(keyOf(edit), writeEdit({ ...edit, generation: 0, client: 0, clock: -1 }))
}
