/** Tries again and again, ever more slowly, until it works. */

/** Before the first and between later attempts, ms. */
const FIRST = 250
const LONGEST = 5_000

export class Recovery {
  readonly #attempt: () => Promise<void>
  #timer: NodeJS.Timeout | undefined
  #failures = 0

  /** `attempt` rejects as long as it does not work. */
  constructor(attempt: () => Promise<void>) {
    this.#attempt = attempt
  }

  begin(): void {
    this.#failures = 0
    this.#later()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #later(): void {
    this.stop()
    this.#timer = setTimeout(
      () => {
        this.#attempt().catch(() => {
          this.#failures++
          this.#later()
        })
      },
      Math.min(LONGEST, FIRST * 2 ** this.#failures),
    )
    this.#timer.unref()
  }
}
