/** When presence goes out: with an update's frame if it is old enough to be due, alone a little later, never more than some times a second. */
import type { Presence } from './Presence.ts'

/** Presence rides with an update when the last went out at least so long ago, ms. */
const RIDE = 80
/** … and goes out alone after so long. */
const ALONE = 130

export class PresenceCast {
  readonly #presence: Presence
  readonly #clock: () => number
  readonly #cast: (frame: Buffer) => void
  #timer: NodeJS.Timeout | undefined
  #sent = Number.NEGATIVE_INFINITY

  constructor(presence: Presence, clock: () => number, cast: (frame: Buffer) => void) {
    this.#presence = presence
    this.#clock = clock
    this.#cast = cast
  }

  /** An update's frame, with what changed in presence behind it when that is due: one write to every socket instead of two. */
  ride(frame: Buffer): Buffer {
    const due = this.#presence.changed && this.#clock() - this.#sent >= RIDE
    return due ? Buffer.concat([frame, this.#take()]) : frame
  }

  /** Sees to it that what changed goes out soon. */
  arm(): void {
    if (this.#timer !== undefined || !this.#presence.changed) return
    const wait = Math.max(0, ALONE - (this.#clock() - this.#sent))
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#presence.changed) this.#cast(this.#take())
    }, wait)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #take(): Buffer {
    this.stop()
    this.#sent = this.#clock()
    return this.#presence.changes()
  }
}
