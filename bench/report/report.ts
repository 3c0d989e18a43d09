/** The whole report: goals, then a table a part. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Machine } from '../machine.ts'
import type { Form } from '../options.ts'
import { type Results, readResults } from '../results.ts'
import { goalsTable } from './goals.ts'
import { intakeTable, joinTable, killTable, liveTable, machineText, millionTable, pageTable } from './table.ts'

const START = '<!-- bench:start -->'
const END = '<!-- bench:end -->'
const DOCUMENT = fileURLToPath(new URL('../../docs/BENCHMARKS.md', import.meta.url))

/** Everything measured so far in this form. */
export const allResults = (form: Form): Results => ({
  live: readResults('live', form),
  join: readResults('join', form),
  million: readResults('million', form),
  kill: readResults('kill', form),
  intake: readResults('intake', form),
  page: readResults('page', form),
})

/** The report as Markdown. Parts without results are left out. */
export function reportText(results: Results, machine: Machine): string {
  const days = Object.values(results)
    .flat()
    .map(({ day }) => day)
    .sort()
  const span = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`
  const parts: readonly (readonly [string, number, () => string])[] = [
    ['Many people in one sheet', results.live.length, () => liveTable(results.live)],
    ['Opening a sheet', results.join.length, () => joinTable(results.join)],
    ['After many edits', results.million.length, () => millionTable(results.million)],
    ['Killed right after an edit was visible', results.kill.length, () => killTable(results.kill)],
    ['Submissions while people edit', results.intake.length, () => intakeTable(results.intake)],
    ['The page on a large sheet', results.page.length, () => pageTable(results.page)],
  ]
  return [
    `Measured ${span ?? 'never'} on: ${machineText(machine)}`,
    '### Goals',
    goalsTable(results),
    ...parts.filter(([, count]) => count > 0).flatMap(([title, , make]) => [`### ${title}`, make()]),
  ].join('\n\n')
}

/** Puts the report between the markers of docs/BENCHMARKS.md. Throws when they are not there. */
export function writeDocument(report: string): void {
  const text = readFileSync(DOCUMENT, 'utf8')
  const start = text.indexOf(START)
  const end = text.indexOf(END)
  if (start < 0 || end < start) throw new Error(`docs/BENCHMARKS.md has lost its markers ${START} and ${END}`)
  writeFileSync(DOCUMENT, `${text.slice(0, start + START.length)}\n\n${report}\n\n${text.slice(end)}`)
}
