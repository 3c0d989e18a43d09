/** What was measured, kept in bench/results/ (not in git), one file a part and form: later runs of a part replace only what they measured again. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Form, PartName } from './options.ts'
import type { IntakeResult } from './parts/intake.ts'
import type { JoinResult } from './parts/join.ts'
import type { KillResult } from './parts/kill.ts'
import type { LiveResult } from './parts/live.ts'
import type { MillionResult } from './parts/million.ts'
import type { PageResult } from './parts/page.ts'

/** What a part gives, and how one of its results is told from the others. */
export interface ResultOf {
  live: LiveResult
  join: JoinResult
  million: MillionResult
  kill: KillResult
  intake: IntakeResult
  page: PageResult
}

/** A result with the day it was measured, `YYYY-MM-DD`. */
export type Dated<T> = T & { readonly day: string }

/** Everything known of one form. Parts that never ran are empty. */
export type Results = { readonly [P in PartName]: readonly Dated<ResultOf[P]>[] }

const fileOf = (part: PartName, form: Form): string =>
  fileURLToPath(new URL(`./results/${part}-${form}.json`, import.meta.url))

export function readResults<P extends PartName>(part: P, form: Form): readonly Dated<ResultOf[P]>[] {
  const file = fileOf(part, form)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Dated<ResultOf[P]>[]) : []
}

/** Adds today's results of a part, replacing older ones of the same server and size. */
export function keepResults<P extends PartName>(part: P, form: Form, fresh: readonly ResultOf[P][], now: Date): void {
  const day = now.toISOString().slice(0, 10)
  const measured = new Set(fresh.map(keyOf))
  const older = readResults(part, form).filter(result => !measured.has(keyOf(result)))
  mkdirSync(fileURLToPath(new URL('./results/', import.meta.url)), { recursive: true })
  const all = [...older, ...fresh.map(result => ({ ...result, day }))]
  writeFileSync(fileOf(part, form), `${JSON.stringify(all, null, 1)}\n`)
}

/** Server or layout, with the number that was varied. */
function keyOf(result: ResultOf[PartName]): string {
  if ('perMinute' in result) return `${result.perMinute} beside ${result.editors}`
  const who = 'server' in result ? result.server : result.layout
  const size = 'clients' in result ? result.clients : 'rows' in result ? result.rows : 0
  return `${who} ${size}`
}
