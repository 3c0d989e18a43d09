/** What the command line and the environment ask of the bench. */
import { parseArgs } from 'node:util'

/** The parts, in the order they run. */
export const PARTS = ['live', 'join', 'million', 'kill', 'intake', 'page'] as const
export type PartName = (typeof PARTS)[number]
/** `short` fits into a coffee break, `full` is what docs/BENCHMARKS.md shows. */
export type Form = 'short' | 'full'

export interface Options {
  readonly form: Form
  readonly parts: readonly PartName[]
  /** Ids of servers, where only some are wanted. */
  readonly servers: readonly string[] | undefined
  /** Numbers of clients, where others than the form's are wanted. */
  readonly clients: readonly number[] | undefined
  /** Length of a measured window, seconds. */
  readonly seconds: number
}

export const USAGE = `npm run bench -- [--full] [--only live|join|million|kill|intake|page] [--servers a,b] [--clients 10,200]
Environment: BENCH_SECONDS, the measured window of the live part (10, with --full 15).`

const isPart = (name: string): name is PartName => (PARTS as readonly string[]).includes(name)

/** Reads them. Throws an Error naming what it does not understand. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      full: { type: 'boolean', default: false },
      only: { type: 'string' },
      servers: { type: 'string' },
      clients: { type: 'string' },
    },
  })
  const form = values.full ? 'full' : 'short'
  const parts = values.only === undefined ? PARTS : values.only.split(',')
  for (const part of parts) if (!isPart(part)) throw new Error(`no such part: ${part}`)
  return {
    form,
    parts: parts.filter(isPart),
    servers: values.servers?.split(','),
    clients: values.clients?.split(',').map(text => positive(text, '--clients')),
    seconds: positive(environment.BENCH_SECONDS ?? (values.full ? '15' : '10'), 'BENCH_SECONDS'),
  }
}

function positive(text: string, name: string): number {
  const number = Number(text)
  if (!Number.isFinite(number) || number <= 0) throw new Error(`${name}: ${text} is not a positive number`)
  return number
}
