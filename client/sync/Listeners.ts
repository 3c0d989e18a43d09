/** Who wants to be told of one thing. */
export class Listeners {
  readonly #all = new Set<() => void>()

  /** Tells this one too from now on; returns how to stop. */
  readonly add = (listener: () => void): (() => void) => {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  tell(): void {
    for (const listener of this.#all) listener()
  }

  clear(): void {
    this.#all.clear()
  }
}
