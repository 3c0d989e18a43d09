/** `npm run bench`: measures the hub beside its peers and prints tables. It asserts nothing; docs/BENCHMARKS.md says how to read it. */
import { describeMachine } from './machine.ts'
import { type Options, type PartName, parseOptions, USAGE } from './options.ts'
import { runIntake } from './parts/intake.ts'
import { runJoin } from './parts/join.ts'
import { runKill } from './parts/kill.ts'
import { runLive } from './parts/live.ts'
import { runMillion } from './parts/million.ts'
import { runPage } from './parts/page.ts'
import { progress } from './progress.ts'
import { allResults, reportText, writeDocument } from './report/report.ts'
import { keepResults, type ResultOf } from './results.ts'

const PART: { readonly [P in PartName]: (options: Options) => AsyncIterable<ResultOf[P]> } = {
  live: runLive,
  join: runJoin,
  million: runMillion,
  kill: runKill,
  intake: runIntake,
  page: runPage,
}

async function run<P extends PartName>(part: P, options: Options): Promise<void> {
  progress(`bench: ${part} (${options.form})`)
  // Kept one by one: whatever ends the run, what has been measured stays.
  for await (const result of PART[part](options)) keepResults(part, options.form, [result], new Date())
}

async function main(options: Options): Promise<void> {
  const machine = describeMachine()
  if (!machine.pinned)
    progress('bench: taskset is missing, processes are not pinned to cores; read the figures with care')
  for (const part of options.parts) await run(part, options)
  const report = reportText(allResults(options.form), machine)
  process.stdout.write(`${report}\n`)
  if (options.form === 'full') writeDocument(report)
}

function wishes(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2), process.env)
  } catch (error) {
    progress(`bench: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
    return undefined
  }
}

const options = wishes()
if (options === undefined) process.exitCode = 2
else
  await main(options).catch((error: unknown) => {
    progress(`bench: ${error instanceof Error ? error.stack : String(error)}`)
    process.exitCode = 1
  })
// The peers' libraries leave timers behind that would keep the process for ever.
process.stdout.write('', () => process.exit())
