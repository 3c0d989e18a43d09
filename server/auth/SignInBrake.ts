/**
 * Slows guessing down without locking anybody out (docs/SPEC.md AUTH-5). Wrong tries are counted per login for each place they come from:
 * an address that has signed in with that login before is a place of its own, all other addresses share one. So a guesser exhausts the
 * strangers' tries, and the person at the usual desk does not notice.
 */

/** Tries that cost nothing: fingers slip. */
const FREE_TRIES = 5
const FIRST_PAUSE_MS = 30_000
const WINDOW_MS = 15 * 60_000
/** Places remembered; the oldest go first. */
const REMEMBERED = 50_000

interface Tries {
  failed: number
  last: number
}

export class SignInBrake {
  readonly #tries = new Map<string, Tries>()
  readonly #known = new Set<string>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Milliseconds until this login may be tried again from this address: 0 at first, then 30 s, 1, 2, 4 … up to 15 minutes: some ten tries in any quarter of an hour. */
  wait(login: string, address: string): number {
    const tries = this.#tries.get(this.#place(login, address))
    if (tries === undefined || tries.failed < FREE_TRIES) return 0
    const pause = Math.min(WINDOW_MS, FIRST_PAUSE_MS * 2 ** (tries.failed - FREE_TRIES))
    return Math.max(0, tries.last + pause - this.#now())
  }

  failed(login: string, address: string): void {
    const place = this.#place(login, address)
    const before = this.#tries.get(place)
    const recent = before !== undefined && this.#now() - before.last < WINDOW_MS
    this.#tries.delete(place)
    this.#tries.set(place, { failed: (recent ? before.failed : 0) + 1, last: this.#now() })
    forgetOldest(this.#tries)
  }

  succeeded(login: string, address: string): void {
    this.#known.add(own(login, address))
    forgetOldest(this.#known)
    this.#tries.delete(own(login, address))
  }

  #place(login: string, address: string): string {
    const place = own(login, address)
    return this.#known.has(place) ? place : `strangers\n${login}`
  }
}

const own = (login: string, address: string): string => `${address}\n${login}`

function forgetOldest(places: Map<string, unknown> | Set<string>): void {
  if (places.size <= REMEMBERED) return
  for (const oldest of places.keys()) {
    places.delete(oldest)
    return
  }
}
