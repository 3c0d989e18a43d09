/** Milliseconds of work before the page gets its turn. */
const SLICE = 10

const nextTurn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

/**
 * Does long work in slices, so that the page stays quick: `work` yields how much of it is done (0 to 1) as often as it likes. Gives what it
 * returned, or undefined once `signal` says to stop.
 */
export async function inSlices<T>(
  work: Generator<number, T>,
  signal: AbortSignal,
  onProgress: (done: number) => void = () => undefined,
): Promise<T | undefined> {
  for (;;) {
    const until = performance.now() + SLICE
    let step = work.next()
    while (step.done !== true && performance.now() < until) step = work.next()
    if (signal.aborted) return undefined
    if (step.done === true) return step.value
    onProgress(step.value)
    await nextTurn()
    if (signal.aborted) return undefined
  }
}
