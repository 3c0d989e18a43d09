/** The texts that were not pasted: kept until they are mended, or dropped by the person (docs/SPEC.md CELL-9). */
import type { PasteRefusal } from '../../../shared/selection/paste.ts'
import { createValueStore, type ReadableStore } from '../../ui/valueStore.ts'

export interface NotPasted {
  /** Counts up; tells the texts of one visit apart. */
  readonly id: number
  readonly row: string
  /** Undefined for a text beyond the last column. */
  readonly column: string | undefined
  readonly text: string
  readonly reason: PasteRefusal
}

export class NotPastedTexts {
  readonly #texts = createValueStore<readonly NotPasted[]>([])
  #next = 0

  /** For React: the same array until something changes. */
  get store(): ReadableStore<readonly NotPasted[]> {
    return this.#texts
  }

  add(texts: readonly Omit<NotPasted, 'id'>[]): void {
    if (texts.length === 0) return
    this.#texts.set([...this.#texts.get(), ...texts.map(text => ({ ...text, id: this.#next++ }))])
  }

  drop(id: number): void {
    this.#texts.set(this.#texts.get().filter(text => text.id !== id))
  }

  dropAll(): void {
    this.#texts.set([])
  }
}
