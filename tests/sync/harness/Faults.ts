/** A disk between room and store that can be full, broken or stuck. Everything else is the real store's. */
import type { LogBatch, Store } from '../../../server/storage/Store.ts'

type Mood =
  | { readonly kind: 'fine' }
  | { readonly kind: 'refusing'; readonly from: number; readonly error: Error }
  | { readonly kind: 'stuck' }

export class Faults {
  /** Appends asked for since the last `count from here`. */
  appends = 0
  probes = 0
  #mood: Mood = { kind: 'fine' }
  #stuck: { resolve: () => void; reject: (error: Error) => void }[] = []

  readonly wrap = (store: Store): Store => ({
    engine: store.engine,
    db: store.db,
    append: batch => this.#append(store, batch),
    load: document => store.load(document),
    compact: (document, snapshot) => store.compact(document, snapshot),
    history: query => store.history(query),
    saved: (sheet, edits) => store.saved(sheet, edits),
    valuesAt: (sheet, at) => store.valuesAt(sheet, at),
    probe: () => this.#probe(store),
    check: () => store.check(),
    repair: damage => store.repair(damage),
    backup: file => store.backup(file),
    wipe: () => store.wipe(),
    close: () => store.close(),
  })

  /** From the n-th append on (1: the next one) all writes are refused with this. */
  refuse(nth: number, error: Error): void {
    this.appends = 0
    this.#mood = { kind: 'refusing', from: nth, error }
  }

  /** Appends neither end well nor badly until `release` or `break`. */
  stick(): void {
    this.#mood = { kind: 'stuck' }
  }

  /** The disk takes writes again. What was stuck reaches it. */
  release(): void {
    this.#mood = { kind: 'fine' }
    for (const { resolve } of this.#stuck.splice(0)) resolve()
  }

  /** What was stuck fails, and so does everything after it. */
  break(error: Error): void {
    this.refuse(0, error)
    for (const { reject } of this.#stuck.splice(0)) reject(error)
  }

  async #append(store: Store, batch: LogBatch): Promise<void> {
    this.appends++
    if (this.#mood.kind === 'refusing' && this.appends >= this.#mood.from) throw this.#mood.error
    if (this.#mood.kind === 'stuck') await new Promise<void>((resolve, reject) => this.#stuck.push({ resolve, reject }))
    return store.append(batch)
  }

  async #probe(store: Store): Promise<void> {
    this.probes++
    if (this.#mood.kind === 'refusing') throw this.#mood.error
    return store.probe()
  }
}
