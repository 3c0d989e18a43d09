/**
 * The ids of the living rows, sorted by order key and then by id. A few changes are put in by binary search into a copy,
 * many by sorting anew: 100,000 rows stay cheap when one person adds a row.
 */

/** Above this many changed rows sorting everything is cheaper than placing each. */
const SORT_ANEW = 200

export class RowOrder {
  #rows: readonly string[] = []
  readonly #keys = new Map<string, string>()
  readonly #orderOf: (row: string) => string

  /** `orderOf` gives a row's order key as it is now. */
  constructor(orderOf: (row: string) => string) {
    this.#orderOf = orderOf
  }

  /** In order; the same array until something changes. */
  get rows(): readonly string[] {
    return this.#rows
  }

  has(row: string): boolean {
    return this.#keys.has(row)
  }

  /** The key the row was sorted by. */
  keyOf(row: string): string | undefined {
    return this.#keys.get(row)
  }

  /** Sorts all of these rows; rows that come in order, as they mostly do, are only looked through. */
  rebuild(rows: Iterable<string>): void {
    this.#keys.clear()
    const all: string[] = []
    let sorted = true
    let lastKey = ''
    let lastRow = ''
    for (const row of rows) {
      const key = this.#orderOf(row)
      this.#keys.set(row, key)
      all.push(row)
      if (key < lastKey || (key === lastKey && row < lastRow)) sorted = false
      lastKey = key
      lastRow = row
    }
    if (!sorted) all.sort((a, b) => this.#compare(a, b))
    this.#rows = all
  }

  /** Takes rows in, out and elsewhere; `all` gives every living row where that is cheaper. */
  apply(
    added: readonly string[],
    removed: readonly string[],
    moved: readonly string[],
    all: () => Iterable<string>,
  ): void {
    const count = added.length + removed.length + moved.length
    if (count === 0) return
    if (count > SORT_ANEW) {
      const anew = this.#rows.length === 0 || removed.length + moved.length > 0
      if (anew || !this.#append(added)) this.rebuild(all())
      return
    }
    const rows = [...this.#rows]
    for (const row of [...removed, ...moved]) {
      rows.splice(this.#find(rows, row), 1)
      this.#keys.delete(row)
    }
    for (const row of [...added, ...moved]) {
      this.#keys.set(row, this.#orderOf(row))
      rows.splice(this.#find(rows, row), 0, row)
    }
    this.#rows = rows
  }

  /** Puts rows behind the last one, if they come in order and belong there, as imported ones do. Otherwise only a rebuild helps. */
  #append(added: readonly string[]): boolean {
    let last = this.#rows.at(-1)
    for (const row of added) {
      this.#keys.set(row, this.#orderOf(row))
      if (last !== undefined && this.#compare(last, row) >= 0) return false
      last = row
    }
    this.#rows = this.#rows.concat(added)
    return true
  }

  /** The index of the first row not before this one, by the keys they were sorted by. */
  #find(rows: readonly string[], row: string): number {
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#compare(rows[middle] ?? row, row) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #compare(a: string, b: string): number {
    const keyA = this.#keys.get(a) ?? ''
    const keyB = this.#keys.get(b) ?? ''
    if (keyA !== keyB) return keyA < keyB ? -1 : 1
    return a === b ? 0 : a < b ? -1 : 1
  }
}
