/** Who wants to be told of one thing; `T` is what they are told of it. */
export class Listeners<T = void> {
  readonly #all = new Set<(told: T) => void>()

  /** Tells this one too from now on; returns how to stop. */
  readonly add = (listener: (told: T) => void): (() => void) => {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  tell(told: T): void {
    for (const listener of this.#all) listener(told)
  }

  clear(): void {
    this.#all.clear()
  }
}
