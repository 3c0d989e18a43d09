/**
 * Opening a sheet: from the call that connects to every row as a plain object, with the client library of each server. One process on
 * core 1, five times; the first includes the compiling that a browser tab pays too, the median is what the goal speaks of.
 */
import type { JoinTimes, JoinWish } from '../load/joiner.ts'
import type { Form, Options } from '../options.ts'
import { killed, messageFrom, startPinned } from '../process/pinned.ts'
import { startServer, withDataFolder } from '../process/server.ts'
import { usageOf } from '../process/usage.ts'
import { progress } from '../progress.ts'
import { type Target, targetOf } from '../targets.ts'
import { fillSheet } from './fill.ts'

export interface JoinResult {
  readonly server: string
  readonly title: string
  readonly rows: number
  /** Milliseconds from connecting: to in sync, to every row a plain object. Medians. */
  readonly synced: number
  readonly built: number
  /** The latter, each time. */
  readonly each: readonly number[]
  readonly serverPeakMb: number
}

const SERVERS: readonly string[] = ['gongji', 'hocuspocus', 'y-websocket', 'sharedb-noclone']
const ROWS: Record<Form, readonly number[]> = { short: [10_000], full: [10_000, 100_000] }
/** How often a sheet of so many rows is opened: the nested maps of 100,000 rows take ten seconds each. */
const TIMES = 5

export async function* runJoin(options: Options): AsyncIterable<JoinResult> {
  for (const rows of ROWS[options.form])
    for (const id of options.servers ?? SERVERS) {
      const result = await joinOnce(targetOf(id), rows)
      yield result
      progress(`join ${id} ${rows}: ${result.built.toFixed(0)} ms (${result.each.map(ms => ms.toFixed(0)).join(', ')})`)
    }
}

function joinOnce(target: Target, rows: number): Promise<JoinResult> {
  return withDataFolder(async folder => {
    const server = await startServer(target, folder, { rows, members: TIMES })
    const joiner = startPinned('load/joiner.ts', 1)
    try {
      await fillSheet(server, rows)
      joiner.send({ target: target.id, address: server.address, rows, times: TIMES } satisfies JoinWish)
      const { joins } = await messageFrom<{ joins: JoinTimes[] }>(joiner, 'joins')
      return {
        server: target.id,
        title: target.title,
        rows,
        synced: median(joins.map(join => join.synced)),
        built: median(joins.map(join => join.built)),
        each: joins.map(join => join.built),
        serverPeakMb: usageOf(server.pid).peakMb,
      }
    } finally {
      await killed(joiner)
      await server.kill()
    }
  })
}

/** The middle one; of an even number the upper of the two. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
