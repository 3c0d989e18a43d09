/**
 * How long a room gathers edits before it makes them durable and shows them (docs/SPEC.md SYNC-11). The cost of a room is its fan-out, so the window
 * follows the measured cost of a flush, not the number of readers: none while a flush is cheap, then growing with it, never above 25 ms.
 */

/** A flush cheaper than this needs no window, ms. */
const CHEAP = 3
/** Milliseconds of window for each millisecond above it. */
const FACTOR = 2.5
const LONGEST = 25
/** Weight of the newest flush in the running mean. */
const NEWEST = 0.2

export class WindowPolicy {
  #cost = 0
  #last = Number.NEGATIVE_INFINITY

  /** A flush ended at `at` and took `cost` ms of this process, the wait for the disk left out. */
  flushed(at: number, cost: number): void {
    this.#last = at
    this.#cost = this.#cost === 0 ? cost : this.#cost * (1 - NEWEST) + cost * NEWEST
  }

  /** How long to wait from `at` before the next flush, ms; 0 for at once. */
  wait(at: number): number {
    const window = Math.min(LONGEST, Math.max(0, this.#cost - CHEAP) * FACTOR)
    return Math.max(0, window - (at - this.#last))
  }
}
