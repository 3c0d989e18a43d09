/** One at a time, in the order of asking: what keeps a room's append and a transaction from interleaving on SQLite's one connection. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve()
  #waiting = 0

  /** How many hold or wait for the lock. */
  get load(): number {
    return this.#waiting
  }

  /** Resolves once the lock is ours, to the function that gives it back. Calling that twice is harmless. */
  async acquire(): Promise<() => void> {
    const before = this.#tail
    let open = (): void => {}
    this.#tail = new Promise(resolve => {
      open = resolve
    })
    this.#waiting++
    await before
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#waiting--
      open()
    }
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
