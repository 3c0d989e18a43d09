/**
 * How much of what others have filled in one member may empty or overwrite in a minute (docs/SPEC.md SYNC-9, GUARD-1). The sync socket refuses by it;
 * the page asks before by the same numbers, so that nobody honest is cut off. Pure.
 */

export const BRAKE = {
  /** Cells emptied; a deleted row counts as several. */
  emptied: 500,
  emptiedByRow: 5,
  /** Cells that held something and hold something else afterwards. */
  overwritten: 1000,
} as const

const MINUTE = 60_000

/** What edits do to cells others were the last to fill in. Own cells count for nothing. */
export interface Weight {
  readonly emptied: number
  readonly overwritten: number
}

export type BrakeRefusal = 'mass-delete' | 'mass-overwrite'

/** Counts by member and minute. */
export class MinuteBrake {
  readonly #members = new Map<string, { since: number; emptied: number; overwritten: number }>()

  /** Why this would be too much now; undefined when it fits. Nothing is noted. */
  refusal(member: string, weight: Weight, at: number): BrakeRefusal | undefined {
    const { emptied, overwritten } = this.#current(member, at)
    if (weight.emptied > 0 && emptied + weight.emptied > BRAKE.emptied) return 'mass-delete'
    return weight.overwritten > 0 && overwritten + weight.overwritten > BRAKE.overwritten ? 'mass-overwrite' : undefined
  }

  /** Notes it, and gives undefined; or the reason why it is too much, and then nothing is noted. */
  take(member: string, weight: Weight, at: number): BrakeRefusal | undefined {
    if (weight.emptied === 0 && weight.overwritten === 0) return undefined
    const refusal = this.refusal(member, weight, at)
    if (refusal !== undefined) return refusal
    const { since, emptied, overwritten } = this.#current(member, at)
    this.#members.set(member, {
      since,
      emptied: emptied + weight.emptied,
      overwritten: overwritten + weight.overwritten,
    })
    return undefined
  }

  #current(member: string, at: number) {
    const noted = this.#members.get(member)
    return noted === undefined || at - noted.since > MINUTE ? { since: at, emptied: 0, overwritten: 0 } : noted
  }
}
