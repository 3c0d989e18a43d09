/** The command line as a process of its own, as people and scripts run it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const environment = (dataDir: string, more: Record<string, string>) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  DATA_DIR: dataDir,
  PORT: '0',
  LOG_LEVEL: 'silent',
  ...more,
})

/** Starts `gongji <args>` on this data directory. */
export const startCli = (dataDir: string, args: readonly string[], more: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', ...args], {
    env: environment(dataDir, more),
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Runs it to its end. */
export async function runCli(
  dataDir: string,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<Ran> {
  const child = startCli(dataDir, args, more)
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, stdout, stderr }
}

/** Runs it with --json, demands success and exactly one JSON value on stdout, and gives that. */
export async function cliJson<T>(
  dataDir: string,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<T> {
  const { code, stdout, stderr } = await runCli(dataDir, [...args, '--json'], more)
  if (code !== 0) throw new Error(`gongji ${args.join(' ')}: ${code} ${stderr}`)
  return JSON.parse(stdout) as T
}
