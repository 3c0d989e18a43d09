/**
 * Processes on a core of their own, talking to the bench over Node's IPC channel: the server on core 0, whatever drives it on core 1.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Where a process runs. */
export type Core = 0 | 1

/** Whether processes can be pinned on this machine. Figures taken without pinning say so. */
export const canPin = (): boolean => spawnSync('taskset', ['-c', '0,1', 'true']).status === 0

/**
 * Starts a script of the bench (`path` relative to bench/), TypeScript through tsx, on one core where that is possible.
 * Its stdout goes nowhere (peers are chatty), its stderr to ours.
 */
export function startPinned(
  path: string,
  core: Core,
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const script = fileURLToPath(new URL(`../${path}`, import.meta.url))
  const node = [process.execPath, ...(path.endsWith('.ts') ? ['--import', 'tsx'] : []), script]
  const [command = '', ...args] = canPin() ? ['taskset', '-c', String(core), ...node] : node
  return spawn(command, args, {
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** The next message of this shape from the child. Rejects when it exits first or says `{ failed }`. */
export function messageFrom<T extends object>(child: ChildProcess, field: keyof T & string): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      child.off('message', onMessage)
      child.off('exit', onExit)
      settle()
    }
    const onMessage = (message: unknown): void => {
      if (typeof message !== 'object' || message === null) return
      if ('failed' in message) finish(() => reject(new Error(String(message.failed))))
      else if (field in message) finish(() => resolve(message as T))
    }
    const onExit = (code: number | null): void => finish(() => reject(new Error(`the process ended with code ${code}`)))
    child.on('message', onMessage)
    child.on('exit', onExit)
  })
}

/** Ends a process at once and waits until it is gone. */
export function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(resolve => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
