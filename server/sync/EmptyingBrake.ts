/** Counts the live cells each member empties, by the minute (docs/SPEC.md SYNC-9). Overwriting is not emptying. */
import { LIMITS } from './limits.ts'

const MINUTE = 60_000

export class EmptyingBrake {
  readonly #members = new Map<string, { since: number; cells: number }>()

  /** Notes `cells` more; false when that is more than a minute's worth, and then nothing is noted. */
  take(member: string, cells: number, at: number): boolean {
    if (cells === 0) return true
    const noted = this.#members.get(member)
    const current = noted === undefined || at - noted.since > MINUTE ? { since: at, cells: 0 } : noted
    if (current.cells + cells > LIMITS.emptiedPerMinute) return false
    current.cells += cells
    this.#members.set(member, current)
    return true
  }
}
