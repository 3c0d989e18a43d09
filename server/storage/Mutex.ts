/** One at a time, in the order of asking: what keeps a room's append and a transaction from interleaving on SQLite's one connection. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve()

  /** Resolves once the lock is ours, to the function that gives it back. Calling that twice is harmless. */
  async acquire(): Promise<() => void> {
    const before = this.#tail
    let open = (): void => {}
    this.#tail = new Promise(resolve => {
      open = resolve
    })
    await before
    return open
  }

  /**
   * The same, but gives up after so many milliseconds: `undefined` then. A place given up holds nobody behind it longer than whoever is before it.
   */
  async acquireWithin(patience: number): Promise<(() => void) | undefined> {
    const turn = this.acquire()
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<undefined>(resolve => {
      timer = setTimeout(resolve, patience, undefined)
    })
    const release = await Promise.race([turn, late])
    clearTimeout(timer)
    if (release === undefined) void turn.then(passOn => passOn())
    return release
  }

  /** Runs `work` alone. The lock is given back whatever comes of it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire()
    try {
      return await work()
    } finally {
      release()
    }
  }
}
