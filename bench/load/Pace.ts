/** When each client acts: once a second for its edit and once for its cursor, at a moment of its own. */

/** One thing to do in every second, `at` milliseconds into it. */
export interface Beat {
  readonly at: number
  readonly client: number
  readonly does: 'edit' | 'cursor'
}

/** The beats of a second, in order. `random` gives numbers in [0, 1). */
export function beatsOf(clients: number, random: () => number): Beat[] {
  const beats: Beat[] = []
  for (let client = 0; client < clients; client++)
    beats.push({ at: random() * 1000, client, does: 'edit' }, { at: random() * 1000, client, does: 'cursor' })
  return beats.sort((a, b) => a.at - b.at)
}

/** How late the event loop came to the timer, milliseconds at the 99th percentile. */
export interface Lag {
  readonly p99: number
}

/** Calls `act` for each beat at its time, second after second, until stopped. */
export class Pace {
  readonly #beats: readonly Beat[]
  readonly #act: (beat: Beat) => void
  #timer: NodeJS.Timeout | undefined
  #next = 0
  #second = performance.now()
  #expected = performance.now()
  #late: number[] = []

  constructor(beats: readonly Beat[], act: (beat: Beat) => void) {
    this.#beats = beats
    this.#act = act
    this.#tick()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** The lag since the last time it was asked for. */
  takeLag(): Lag {
    const late = this.#late.sort((a, b) => a - b)
    this.#late = []
    return { p99: late[Math.floor(late.length * 0.99)] ?? 0 }
  }

  #tick(): void {
    const now = performance.now()
    this.#late.push(Math.max(0, now - this.#expected))
    for (let beat = this.#due(now); beat !== undefined; beat = this.#due(now)) this.#act(beat)
    this.#expected = performance.now() + 1
    this.#timer = setTimeout(() => this.#tick(), 1)
  }

  #due(now: number): Beat | undefined {
    if (this.#next === this.#beats.length) {
      this.#next = 0
      this.#second += 1000
    }
    const beat = this.#beats[this.#next]
    if (beat === undefined || this.#second + beat.at > now) return undefined
    this.#next++
    return beat
  }
}
