/**
 * Slows guessing down without locking anybody out (docs/SPEC.md AUTH-5). Wrong tries are counted per login for each place they come from: a browser
 * or an address that has signed in with that login before is a place of its own, everybody else shares one. So a guesser exhausts the strangers'
 * tries, and the person at the usual desk does not notice. The browsers outlive a restart (KnownDevices); the counts need not: ten more tries.
 */

/** Tries that cost nothing: fingers slip. */
const FREE_TRIES = 5
const FIRST_PAUSE_MS = 30_000
const WINDOW_MS = 15 * 60_000
/** Places remembered; the oldest go first. */
const REMEMBERED = 50_000

/** Where a try comes from. */
export interface TryFrom {
  readonly address: string
  /** A browser that has signed in with this login before, by any name that stays the same. */
  readonly device: string | undefined
}

interface Tries {
  made: number
  last: number
}

export class SignInBrake {
  readonly #tries = new Map<string, Tries>()
  readonly #known = new Set<string>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * Before a password is looked at: 0, and the try counts as a wrong one until it succeeds, so that many at once get no further than one after the
   * other. Or the milliseconds to wait: after some free tries 30 s, then 1, 2, 4 … up to 15 minutes: some ten tries in any quarter of an hour.
   */
  begin(login: string, from: TryFrom): number {
    const place = this.#place(login, from)
    const before = this.#tries.get(place)
    const wait = before === undefined ? 0 : this.#wait(before)
    if (wait > 0) return wait
    const recent = before !== undefined && this.#now() - before.last < WINDOW_MS
    this.#tries.delete(place)
    this.#tries.set(place, { made: (recent ? before.made : 0) + 1, last: this.#now() })
    forgetOldest(this.#tries)
    return 0
  }

  /** The try was right. A known place begins anew; of the strangers' tries only this one is forgotten. */
  succeeded(login: string, from: TryFrom): void {
    const place = this.#place(login, from)
    const tries = this.#tries.get(place)
    if (place !== strangers(login)) this.#tries.delete(place)
    else if (tries !== undefined) tries.made -= 1
    this.#known.add(own(login, from.address))
    forgetOldest(this.#known)
  }

  #wait({ made, last }: Tries): number {
    if (made < FREE_TRIES) return 0
    return Math.max(0, last + Math.min(WINDOW_MS, FIRST_PAUSE_MS * 2 ** (made - FREE_TRIES)) - this.#now())
  }

  #place(login: string, { address, device }: TryFrom): string {
    if (device !== undefined) return `device ${device}\n${login}`
    const place = own(login, address)
    return this.#known.has(place) ? place : strangers(login)
  }
}

const own = (login: string, address: string): string => `${address}\n${login}`
const strangers = (login: string): string => `strangers\n${login}`

function forgetOldest(places: Map<string, unknown> | Set<string>): void {
  if (places.size <= REMEMBERED) return
  for (const oldest of places.keys()) {
    places.delete(oldest)
    return
  }
}
