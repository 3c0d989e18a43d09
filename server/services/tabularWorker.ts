/**
 * Runs the jobs of tabularJobs.ts in a worker thread, one at a time, with a limit of time and memory: a hostile or huge file costs its sender
 * an error, and the people who are editing nothing (docs/SPEC.md FILE-15).
 */
import { Worker } from 'node:worker_threads'
import { HubError } from '../../shared/protocol/errors.ts'
import type { TabularAnswer, TabularJob, TabularMessage, TabularResults } from './tabularJobs.ts'

export interface TabularLimits {
  readonly seconds: number
  /** JavaScript heap of the worker. */
  readonly megabytes: number
  /** Jobs waiting for their turn; one more is told that the server is busy. */
  readonly waiting: number
}
export const TABULAR_LIMITS: TabularLimits = { seconds: 120, megabytes: 1024, waiting: 20 }

/** Starting a worker takes about a second; a warm one some 60 MB. */
const IDLE_MS = 60_000

/** The rows of an export, as they are read. */
export type RowsFeed = AsyncIterable<string>

export class TabularWorker {
  readonly #limits: TabularLimits
  /** Ends when the last job has. */
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #closed = false

  constructor(limits: TabularLimits = TABULAR_LIMITS) {
    this.#limits = limits
  }

  /**
   * The result of a job; `what` names the file in errors. `rows` follow a `write` job as JSON texts of rows.
   * Throws the job's own HubError, `too-large` at a limit, `overloaded` when too many wait.
   */
  run<K extends TabularJob['job']>(
    job: TabularJob & { job: K },
    what: string,
    rows?: RowsFeed,
  ): Promise<TabularResults[K]> {
    if (this.#closed) return Promise.reject(new HubError('unavailable'))
    if (this.#waiting >= this.#limits.waiting) return Promise.reject(new HubError('overloaded'))
    this.#waiting++
    const turn = this.#last.then(() => this.#run(job, what, rows))
    this.#last = turn.then(
      () => this.#waiting--,
      () => this.#waiting--,
    )
    return turn as Promise<TabularResults[K]>
  }

  /** Ends the job under way and refuses those that wait. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#idle)
    if (this.#worker !== undefined) await this.#stop(this.#worker)
    await this.#last
  }

  async #run(job: TabularJob, what: string, rows: RowsFeed | undefined): Promise<TabularResults[keyof TabularResults]> {
    if (this.#closed) throw new HubError('unavailable')
    clearTimeout(this.#idle)
    this.#worker ??= startWorker(this.#limits)
    const worker = this.#worker
    const tooLong = `${what}: took more than ${this.#limits.seconds} seconds.`
    const turn = new Turn(worker, what)
    const timer = setTimeout(() => turn.fail(new HubError('too-large', tooLong)), this.#limits.seconds * 1000)
    try {
      worker.postMessage({ job } satisfies TabularMessage)
      if (rows !== undefined) await turn.feed(rows)
      return await turn.answer
    } finally {
      clearTimeout(timer)
      turn.end()
      await this.#rest(worker, turn)
    }
  }

  /** A worker that answered is kept warm for a while; any other is ended. */
  async #rest(worker: Worker, turn: Turn): Promise<void> {
    if (turn.reusable && !this.#closed) {
      this.#idle = setTimeout(() => this.#stop(worker), IDLE_MS)
      this.#idle.unref()
      worker.unref()
    } else await this.#stop(worker)
  }

  async #stop(worker: Worker): Promise<void> {
    if (this.#worker === worker) this.#worker = undefined
    await worker.terminate()
  }
}

/** One job in the worker: its answer, and whether the worker can take another after it. */
class Turn {
  readonly answer: Promise<TabularResults[keyof TabularResults]>
  readonly fail: (error: unknown) => void
  /** Stops listening. */
  readonly end: () => void
  reusable = false
  readonly #worker: Worker
  #settled = false

  constructor(worker: Worker, what: string) {
    this.#worker = worker
    const { promise, resolve, reject } = withResolvers<TabularResults[keyof TabularResults]>()
    this.fail = reject
    this.answer = promise.finally(() => {
      this.#settled = true
    })
    // Whoever waits for the answer hears of it; a failure while rows are still being fed is no unhandled one.
    this.answer.catch(() => {})
    worker.ref()
    const onMessage = (answer: TabularAnswer) => {
      this.reusable = !('bug' in answer)
      if ('done' in answer) resolve(answer.done)
      else if ('failed' in answer) reject(new HubError(answer.failed.code, answer.failed.detail))
      else reject(new Error(`${what}: ${answer.bug}`))
    }
    const onError = (error: Error) =>
      reject(isOutOfMemory(error) ? new HubError('too-large', `${what}: needs more memory than is allowed.`) : error)
    const onExit = () => reject(new HubError('unavailable', `${what}: the work was stopped.`))
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    // One by one: taking off all listeners takes off the worker's own too.
    this.end = () => void worker.off('message', onMessage).off('error', onError).off('exit', onExit)
  }

  /** Sends rows until they end or the answer is there already. */
  async feed(rows: RowsFeed): Promise<void> {
    for await (const part of rows) {
      if (this.#settled) {
        // Rows already sent would be taken for the next job's.
        this.reusable = false
        return
      }
      this.#worker.postMessage({ rows: part } satisfies TabularMessage)
    }
    this.#worker.postMessage({ end: true } satisfies TabularMessage)
  }
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((ok, fail) => {
    resolve = ok
    reject = fail
  })
  return { promise, resolve, reject }
}

const startWorker = ({ megabytes }: TabularLimits): Worker =>
  new Worker(new URL('./tabularEntry.mjs', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: megabytes } })

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
