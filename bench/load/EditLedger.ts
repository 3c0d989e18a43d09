/** Every edit the generator sends, and when each probe saw it. */

/** Figures of the edits sent within the window. Latencies in milliseconds from the write to the moment a probe's sheet shows the value; null when none arrived. */
export interface Latencies {
  readonly edits: number
  readonly deliveredPercent: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
}

interface Sent {
  readonly at: number
  /** Bit i: probe i has seen it. */
  seen: number
}

export class EditLedger {
  readonly #edits = new Map<string, Sent>()
  readonly #probes: number
  readonly #observed: { at: number; after: number }[] = []

  /** `probes`: how many watch, at most 30. */
  constructor(probes: number) {
    this.#probes = probes
  }

  get size(): number {
    return this.#edits.size
  }

  sent(cell: string, at: number): void {
    this.#edits.set(cell, { at, seen: 0 })
  }

  /** A probe's sheet shows this cell's new value. Cells nobody edited are not the ledger's. */
  seen(probe: number, cell: string, at: number): void {
    const edit = this.#edits.get(cell)
    if (edit === undefined || (edit.seen & (1 << probe)) !== 0) return
    edit.seen |= 1 << probe
    this.#observed.push({ at: edit.at, after: at - edit.at })
  }

  wasSeen(cell: string): boolean {
    return (this.#edits.get(cell)?.seen ?? 0) !== 0
  }

  /** The figures of the edits sent from `from` until before `to`. */
  latencies(from: number, to: number): Latencies {
    const edits = [...this.#edits.values()].filter(edit => edit.at >= from && edit.at < to).length
    const after = this.#observed.filter(({ at }) => at >= from && at < to).map(observed => observed.after)
    after.sort((a, b) => a - b)
    const at = (share: number): number | null =>
      after[Math.min(after.length - 1, Math.floor(share * after.length))] ?? null
    return {
      edits,
      deliveredPercent: edits === 0 ? 0 : (100 * after.length) / (edits * this.#probes),
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      max: after.at(-1) ?? null,
    }
  }
}
