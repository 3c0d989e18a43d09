/** A server under measurement: its own process on core 0, over a data directory that may outlive it. */
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from '../targets.ts'
import { killed, messageFrom, startPinned } from './pinned.ts'

/** Where clients find the document. */
export interface Address {
  readonly port: number
  /** The path of the socket, without the host. */
  readonly path: string
  /** The document's name on the wire, for servers that want it in every message. */
  readonly document: string
  /** A bearer token per client; empty where the server knows no members. Client i uses token i modulo their number. */
  readonly tokens: readonly string[]
  /** Ours only: the secret behind `/demo#` that signs a browser in as the first member. */
  readonly link?: string
  /** The server's own word on what it runs with, for the table. */
  readonly note?: string
}

export interface RunningServer {
  readonly target: Target
  readonly address: Address
  readonly pid: number
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>
}

export interface ServerWish {
  /** Rows of the sheet that a server of our own makes by itself; peers are given theirs over the wire. */
  readonly rows: number
  /** How many members with a token it shall have. */
  readonly members: number
  /** Whether it serves its page, too: ours only. */
  readonly page?: boolean
}

/** Starts a server and waits until it listens. */
export async function startServer(target: Target, dataFolder: string, wish: ServerWish): Promise<RunningServer> {
  const child: ChildProcess = startPinned(target.script, 0, {
    ...target.environment,
    BENCH_DATA: dataFolder,
    BENCH_ROWS: String(wish.rows),
    BENCH_MEMBERS: String(wish.members),
    ...(wish.page === true ? { BENCH_PAGE: '1' } : {}),
  })
  const address = await messageFrom<Address>(child, 'port')
  return { target, address, pid: child.pid ?? 0, kill: () => killed(child) }
}

/** Runs `use` with a fresh data directory that is gone afterwards. */
export async function withDataFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gongji-bench-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
