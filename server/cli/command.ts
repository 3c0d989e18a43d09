/**
 * What a command of the command line is, and what it may say where (docs/SPEC.md CLI-2): data on stdout, everything else on stderr.
 */
import type { ParseArgsConfig } from 'node:util'
import type { Config } from '../config.ts'

/** Exit codes: done · failed · called wrongly. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const

export interface Io {
  /** `json`: exactly one JSON value may go to stdout, at the end. */
  readonly format: 'text' | 'json'
  /** Data: a line for people, left out in JSON format. */
  line(text: string): void
  /** Data: the one value, left out in text format. */
  value(value: unknown): void
  /** Data as it is, a file's content. */
  raw(bytes: Uint8Array): Promise<void>
  /** Talk: progress, warnings, reasons. */
  say(text: string): void
}

export interface CommandCall {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  /** What stands after the command's name. */
  readonly operands: readonly string[]
  readonly config: Config
  readonly io: Io
}

export interface Command {
  /** `import <file> --sheet S [--yes]` */
  readonly usage: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** How many operands it takes. */
  readonly operands: number
  /** Resolves to the exit code. Throws CommandError or HubError for what goes wrong. */
  readonly run: (call: CommandCall) => Promise<number>
}

/** A failure told in one line, with the exit code that goes with it. */
export class CommandError extends Error {
  readonly exit: 1 | 2
  constructor(message: string, exit: 1 | 2 = EXIT.failed, options?: ErrorOptions) {
    super(message, options)
    this.exit = exit
  }
}

/** The text of an option, `undefined` when it was not given. */
export function text({ values }: CommandCall, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** The text of an option the command cannot do without. Throws CommandError. */
export function needed(call: CommandCall, name: string): string {
  const value = text(call, name)
  if (value === undefined) throw new CommandError(`--${name} is missing.`, EXIT.usage)
  return value
}

/** All texts of an option that may be repeated; commas separate as well. */
export function texts({ values }: CommandCall, name: string): string[] {
  const value = values[name]
  return (Array.isArray(value) ? value : [value]).flatMap(it => (typeof it === 'string' ? it.split(',') : []))
}
