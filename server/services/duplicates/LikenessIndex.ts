/**
 * The living rows of one sheet, kept so that those like a given one are found without looking at all of them (docs/SPEC.md DUP-4): rows are
 * alike only when they share a key (shared/domain/sameRow.ts).
 */
import { ALIKE, type Likeness, likenessOf, type RowFacts } from '../../../shared/domain/sameRow.ts'

export interface Like extends Likeness {
  readonly row: string
}

/** Rows compared under one key; of a longer list the newest. An organization may ask for one thing a thousand times. */
const MOST_COMPARED = 500

export class LikenessIndex {
  readonly #facts = new Map<string, RowFacts>()
  readonly #byKey = new Map<string, Set<string>>()

  get size(): number {
    return this.#facts.size
  }

  /** What is known of a row; undefined for one that is not compared. */
  facts(row: string): RowFacts | undefined {
    return this.#facts.get(row)
  }

  rows(): Iterable<string> {
    return this.#facts.keys()
  }

  /** Puts a row in the place of what it was; without facts it is taken out. */
  put(row: string, facts: RowFacts | undefined): void {
    for (const key of this.#facts.get(row)?.keys ?? []) {
      const rows = this.#byKey.get(key)
      rows?.delete(row)
      if (rows?.size === 0) this.#byKey.delete(key)
    }
    if (facts === undefined || facts.keys.length === 0) {
      this.#facts.delete(row)
      return
    }
    this.#facts.set(row, facts)
    for (const key of facts.keys) {
      const rows = this.#byKey.get(key)
      if (rows === undefined) this.#byKey.set(key, new Set([row]))
      else rows.add(row)
    }
  }

  /** The rows like this one, likest first, `except` left out. */
  near(facts: RowFacts, except?: string): Like[] {
    const seen = new Set<string>()
    for (const key of facts.keys) {
      const rows = this.#byKey.get(key)
      if (rows === undefined) continue
      let skip = rows.size - MOST_COMPARED
      for (const row of rows) if (--skip < 0 && row !== except) seen.add(row)
    }
    const found: Like[] = []
    for (const row of seen) {
      const other = this.#facts.get(row)
      const { score, reasons } = other === undefined ? { score: 0, reasons: [] } : likenessOf(facts, other)
      if (score >= ALIKE) found.push({ row, score, reasons })
    }
    return found.sort((a, b) => b.score - a.score || (a.row < b.row ? -1 : 1))
  }
}
