/** What stretches of Yjs ids stand for. A stretch costs the same however long it is: one struct of ten bytes may be 100,000 ids long. */

interface Stretch<T> {
  readonly from: number
  readonly to: number
  readonly what: T
}

export class IdRanges<T> {
  readonly #clients = new Map<number, Stretch<T>[]>()

  /** Notes `length` ids of `client` from `clock` on. One client's stretches come in order and do not overlap. */
  add(client: number, clock: number, length: number, what: T): void {
    const stretches = this.#clients.get(client)
    const stretch = { from: clock, to: clock + length, what }
    if (stretches === undefined) this.#clients.set(client, [stretch])
    else stretches.push(stretch)
  }

  /** What this id stands for; undefined when it was not noted. */
  get(client: number, clock: number): T | undefined {
    const stretches = this.#clients.get(client) ?? []
    const stretch = stretches[this.#after(stretches, clock)]
    return stretch !== undefined && stretch.from <= clock ? stretch.what : undefined
  }

  /** What the ids of `client` in `from … to` (exclusive) stand for. */
  *within(client: number, from: number, to: number): Iterable<T> {
    const stretches = this.#clients.get(client) ?? []
    for (let i = this.#after(stretches, from); i < stretches.length; i++) {
      const stretch = stretches[i]
      if (stretch === undefined || stretch.from >= to) return
      yield stretch.what
    }
  }

  /** Index of the first stretch that ends after `clock`. */
  #after(stretches: readonly Stretch<T>[], clock: number): number {
    let low = 0
    let high = stretches.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((stretches[middle]?.to ?? 0) > clock) high = middle
      else low = middle + 1
    }
    return low
  }
}
