/**
 * What a flood of submissions costs those who edit: 200 editors in one sheet, first alone and then while 1,000 submissions a minute come in by the
 * HTTP interface, each kept before it is answered.
 */
import { Flood } from '../load/Flood.ts'
import type { LoadResult, LoadWish } from '../load/generator.ts'
import type { Options } from '../options.ts'
import { killed, messageFrom, startPinned } from '../process/pinned.ts'
import { startServer, withDataFolder } from '../process/server.ts'
import { progress } from '../progress.ts'
import { targetOf } from '../targets.ts'
import { fillSheet } from './fill.ts'

/** One window. Latencies in milliseconds; of submissions from sending to their answer. */
export interface IntakeResult {
  readonly editors: number
  readonly perMinute: number
  readonly editorsP95: number | null
  readonly deliveredPercent: number
  readonly submissionsP95: number | null
  readonly accepted: number
  readonly refused: number
}

const ROWS = 10_000
const EDITORS = 200
const PROBES = 3
const PER_MINUTE = 1_000

/** A fresh server without, then one with submissions. */
export async function* runIntake(options: Options): AsyncIterable<IntakeResult> {
  for (const perMinute of [0, PER_MINUTE]) {
    const result = await runOnce(options.clients?.[0] ?? EDITORS, perMinute, options)
    yield result
    const ms = (value: number | null): string => (value === null ? '–' : value.toFixed(1))
    progress(
      `intake ${perMinute}/min beside ${result.editors} editors: editors' p95 ${ms(result.editorsP95)} ms, ` +
        `${result.accepted} accepted, ${result.refused} refused, answered p95 ${ms(result.submissionsP95)} ms`,
    )
  }
}

function runOnce(editors: number, perMinute: number, options: Options): Promise<IntakeResult> {
  return withDataFolder(async folder => {
    const server = await startServer(targetOf('gongji'), folder, { rows: ROWS, members: editors + PROBES })
    const flood = new Flood(server.address)
    const generator = startPinned('load/generator.ts', 1)
    try {
      await fillSheet(server, ROWS)
      const { target, address } = server
      const warmUp = Math.min(5, options.seconds)
      const wish: LoadWish = {
        target: target.id,
        address,
        clients: editors,
        rows: ROWS,
        warmUp,
        window: options.seconds,
      }
      generator.send(wish)
      await messageFrom(generator, 'window')
      flood.start(perMinute)
      await messageFrom(generator, 'window')
      const sent = await flood.stop()
      const { result } = await messageFrom<{ result: LoadResult }>(generator, 'result')
      return { editors, perMinute, editorsP95: result.p95, deliveredPercent: result.deliveredPercent, ...sent }
    } finally {
      await flood.stop()
      await killed(generator)
      await server.kill()
    }
  })
}
