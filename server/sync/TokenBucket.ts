/** A budget that refills with time: `rate` a second, at most `burst` saved up. */
export class TokenBucket {
  readonly #rate: number
  readonly #burst: number
  #tokens: number
  #at: number

  /** Starts full. `at` in milliseconds. */
  constructor(rate: number, burst: number, at: number) {
    this.#rate = rate
    this.#burst = burst
    this.#tokens = burst
    this.#at = at
  }

  /** Takes `cost` tokens; false, and none taken, when there are not that many. */
  take(cost: number, at: number): boolean {
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, at - this.#at) / 1000) * this.#rate)
    this.#at = at
    if (cost > this.#tokens) return false
    this.#tokens -= cost
    return true
  }
}
