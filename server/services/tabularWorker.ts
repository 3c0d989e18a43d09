/**
 * Runs the jobs of tabularJobs.ts, one at a time, each in a worker of its own with a limit of time and memory: a hostile or huge file costs its sender
 * an error, and the people who are editing nothing (docs/SPEC.md FILE-15).
 */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { HubError } from '../../shared/protocol/errors.ts'
import type { TabularAnswer, TabularFeed, TabularJob, TabularResults } from './tabularJobs.ts'

export interface TabularLimits {
  readonly seconds: number
  /** JavaScript heap of the worker. */
  readonly megabytes: number
  /** Jobs waiting for their turn; one more is told that the server is busy. */
  readonly waiting: number
}
export const TABULAR_LIMITS: TabularLimits = { seconds: 120, megabytes: 1024, waiting: 20 }

/** The rows of an export, as they are read. */
export type RowsFeed = AsyncIterable<string>

export class TabularWorker {
  readonly #limits: TabularLimits
  /** Ends when the last job has. */
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #running: Worker | undefined
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
    await this.#running?.terminate()
    await this.#last
  }

  async #run(job: TabularJob, what: string, rows: RowsFeed | undefined): Promise<TabularResults[keyof TabularResults]> {
    if (this.#closed) throw new HubError('unavailable')
    const worker = startWorker(job, this.#limits)
    this.#running = worker
    const tooLong = `${what}: took more than ${this.#limits.seconds} seconds.`
    let timer: NodeJS.Timeout | undefined
    const timeUp = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new HubError('too-large', tooLong)), this.#limits.seconds * 1000)
    })
    try {
      const answer = answerOf(worker, what)
      const fed = rows === undefined ? answer : feed(worker, rows).then(() => answer)
      return await Promise.race([fed, answer, timeUp])
    } finally {
      clearTimeout(timer)
      this.#running = undefined
      await worker.terminate()
    }
  }
}

function startWorker(job: TabularJob, { megabytes }: TabularLimits): Worker {
  // By its file and not by its name, so that the directory the hub was started in does not matter.
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return new Worker(new URL('./tabularWork.ts', import.meta.url), {
    workerData: job,
    execArgv: ['--import', loader],
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  })
}

async function feed(worker: Worker, rows: RowsFeed): Promise<void> {
  for await (const part of rows) worker.postMessage({ rows: part } satisfies TabularFeed)
  worker.postMessage({ end: true } satisfies TabularFeed)
}

function answerOf(worker: Worker, what: string): Promise<TabularResults[keyof TabularResults]> {
  return new Promise((resolve, reject) => {
    worker.on('message', (answer: TabularAnswer) => {
      if ('done' in answer) resolve(answer.done)
      else if ('failed' in answer) reject(new HubError(answer.failed.code, answer.failed.detail))
      else reject(new Error(`${what}: ${answer.bug}`))
    })
    worker.on('error', error =>
      reject(isOutOfMemory(error) ? new HubError('too-large', `${what}: needs more memory than is allowed.`) : error),
    )
    worker.on('exit', () => reject(new HubError('unavailable', `${what}: the work was stopped.`)))
  })
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
