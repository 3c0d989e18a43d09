/**
 * Many people in one sheet: N clients, one edit and one cursor move a second each, for as long as a window. A fresh server process and a
 * fresh data directory for every N.
 */
import type { LoadResult, LoadWish } from '../load/generator.ts'
import type { Form, Options } from '../options.ts'
import { fsyncP95 } from '../process/fsync.ts'
import { killed, messageFrom, startPinned } from '../process/pinned.ts'
import { type RunningServer, startServer, withDataFolder } from '../process/server.ts'
import { machineCpuMs, type Usage, usageOf } from '../process/usage.ts'
import { progress } from '../progress.ts'
import { type Target, targetOf } from '../targets.ts'
import { fillSheet } from './fill.ts'

/** One run. Percentages of CPU are of one core. */
export interface LiveResult extends LoadResult {
  readonly server: string
  readonly title: string
  readonly clients: number
  readonly serverCpuPercent: number
  readonly serverPeakMb: number
  /** What everything else on the machine used meanwhile. Much of it, and the run says little. */
  readonly othersCpuPercent: number
  /** The generator was itself at its limit: latencies say more about it than about the server. */
  readonly saturated: boolean
  readonly note: string | undefined
  /** 95th percentile of one append and fsync on the same disk, right before the run, ms. */
  readonly fsyncP95: number
}

type Unprobed = Omit<LiveResult, 'fsyncP95'>

const ROWS = 10_000
/** The probes are members too, apart from the clients. */
const PROBES = 3

const SERVERS: Record<Form, readonly string[]> = {
  short: ['gongji', 'hocuspocus'],
  full: ['gongji', 'hocuspocus', 'y-websocket', 'y-websocket-leveldb', 'sharedb-noclone', 'sharedb'],
}
const CLIENTS: Record<Form, readonly number[]> = {
  short: [10, 50, 200],
  full: [10, 50, 200, 500, 1000, 1500, 2000],
}

/** Runs each server through its numbers of clients until it fails: p95 over 250 ms, or under 97 % delivered. */
export async function* runLive(options: Options): AsyncIterable<LiveResult> {
  for (const id of options.servers ?? SERVERS[options.form])
    for (const clients of options.clients ?? CLIENTS[options.form]) {
      const result = await runOnce(targetOf(id), clients, options)
      yield result
      progress(`live ${id} ${clients}: ${describe(result)}`)
      if (hasFailed(result)) break
    }
}

/** Whether a server no longer carries this many people. */
export const hasFailed = (result: LiveResult): boolean =>
  result.p95 === null || result.p95 > 250 || !(result.deliveredPercent >= 97)

const describe = (r: LiveResult): string =>
  `p95 ${r.p95 === null ? '–' : r.p95.toFixed(1)} ms, ${r.deliveredPercent.toFixed(1)} % delivered, core ${r.serverCpuPercent.toFixed(0)} %, ` +
  `${r.serverPeakMb.toFixed(0)} MB; generator ${r.generatorCpuPercent.toFixed(0)} %, closed ${JSON.stringify(r.closed)}, others ${r.othersCpuPercent.toFixed(0)} %`

function runOnce(target: Target, clients: number, options: Options): Promise<LiveResult> {
  return withDataFolder(async folder => {
    const server = await startServer(target, folder, { rows: ROWS, members: clients + PROBES })
    try {
      await fillSheet(server, ROWS)
      const fsync = fsyncP95(folder)
      return { ...(await load(server, clients, options)), fsyncP95: fsync }
    } finally {
      await server.kill()
    }
  })
}

async function load(server: RunningServer, clients: number, options: Options): Promise<Unprobed> {
  const { target, address } = server
  const wish: LoadWish = {
    target: target.id,
    address,
    clients,
    rows: ROWS,
    warmUp: warmUp(options),
    window: options.seconds,
  }
  const generator = startPinned('load/generator.ts', 1)
  try {
    generator.send(wish)
    await messageFrom(generator, 'window')
    const before = take(server.pid)
    await messageFrom(generator, 'window')
    const after = take(server.pid)
    const { result } = await messageFrom<{ result: LoadResult }>(generator, 'result')
    return judge(server, clients, result, { before, after })
  } finally {
    await killed(generator)
  }
}

interface Reading extends Usage {
  readonly at: number
  readonly machineMs: number
}

const take = (pid: number): Reading => ({ ...usageOf(pid), at: performance.now(), machineMs: machineCpuMs() })

function judge(
  server: RunningServer,
  clients: number,
  result: LoadResult,
  { before, after }: { readonly before: Reading; readonly after: Reading },
): Unprobed {
  const percent = (milliseconds: number): number => (100 * milliseconds) / (after.at - before.at)
  const serverCpuPercent = percent(after.cpuMs - before.cpuMs)
  const others = percent(after.machineMs - before.machineMs) - serverCpuPercent - result.generatorCpuPercent
  return {
    ...result,
    server: server.target.id,
    title: server.target.title,
    clients,
    serverCpuPercent,
    serverPeakMb: after.peakMb,
    othersCpuPercent: Math.max(0, others),
    saturated: result.generatorCpuPercent > 90 || result.generatorLagP99 > 25,
    note: server.address.note,
  }
}

/** Time for compilers and buffers to settle, and for Hocuspocus to store once. Shorter than that only while developing. */
const warmUp = (options: Options): number => Math.min(5, options.seconds)
