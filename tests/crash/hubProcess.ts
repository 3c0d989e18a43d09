/** The hub as people run it: a process of its own on a data directory, which tests kill. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import type { NewRow } from '../../server/sync/SheetRooms.ts'
import { API } from '../../shared/protocol/http.ts'
import { operationIn, type TestHub, temporaryFolder, testHub, tokenIn } from '../server/testHub.ts'

/** What outlives every process: a data directory with one sheet, and those who may edit it. */
export interface Place {
  readonly dataDir: string
  readonly port: number
  readonly sheet: string
  readonly document: string
  /** Of one editor each. */
  readonly tokens: readonly string[]
  /** Of somebody who may read everything. */
  readonly auditor: string
}

export interface PlaceWish {
  readonly editors: number
  readonly rows?: readonly NewRow[]
  /** Where the data is to be; a folder of its own without. */
  readonly dataDir?: string
}

/** Makes such a place through a hub in this process that is gone afterwards. */
export async function makePlace({ editors, rows = [], dataDir }: PlaceWish): Promise<Place> {
  const test = await testHub({}, { DATA_DIR: dataDir ?? (await temporaryFolder()) })
  const here = await operationIn(test, '甲')
  await test.hub.rooms.appendRows(here.sheet, rows, { member: 'local-operator', session: 'test' })
  const tokens: string[] = []
  for (let i = 0; i < editors; i++) tokens.push(await tokenIn(test, 'editor', here))
  const auditor = await tokenIn(test, 'auditor', here)
  const place = { ...(await addressOf(test, here.sheet)), tokens, auditor }
  await test.hub.close()
  return place
}

async function addressOf(test: TestHub, sheet: string) {
  const { document } = await test.operator<{ document: string }>('GET', `/sheets/${sheet}`)
  return { dataDir: test.config.dataDir, port: await freePort(), sheet, document }
}

/** A port that was free just now: a hub that is started again has to answer where it did. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export interface HubProcess {
  readonly url: string
  /** Exit code and signal, once it has ended. */
  readonly ended: Promise<readonly [code: number | null, signal: string | null]>
  /** What it has said on stderr so far. */
  said(): string
  /** To the whole process group. Returns at once. */
  signal(name: 'SIGKILL' | 'SIGTERM'): void
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>
}

export interface Start {
  readonly args?: readonly string[]
  /** Largest file it may write, in KiB. */
  readonly fileLimit?: number
}

/** Starts `gongji serve` there. Resolves when it ends or listens: `url` is empty when it has not started. */
export async function startHub(place: Place, { args = [], fileLimit }: Start = {}): Promise<HubProcess> {
  const node = ['--import', 'tsx', 'server/cli/main.ts', 'serve', '--json', ...args]
  // Node ignores the signal a process gets at the limit, so that the write fails as on a disk that is full.
  const child =
    fileLimit === undefined
      ? spawn(process.execPath, node, { ...options(place), detached: true })
      : spawn('bash', ['-c', `ulimit -f ${fileLimit} && exec "$0" "$@"`, process.execPath, ...node], {
          ...options(place),
          detached: true,
        })
  const hub = new Running(child)
  onTestFinished(() => hub.kill())
  await hub.started()
  return hub
}

const options = ({ dataDir, port }: Place) => ({
  env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
})

class Running implements HubProcess {
  readonly ended: Promise<readonly [code: number | null, signal: string | null]>
  readonly #child: ChildProcess
  #stderr = ''
  url = ''

  constructor(child: ChildProcess) {
    this.#child = child
    this.ended = once(child, 'close').then(([code, signal]) => [code, signal] as const)
    child.stderr?.setEncoding('utf8').on('data', text => {
      this.#stderr += text
    })
  }

  said(): string {
    return this.#stderr
  }

  signal(name: 'SIGKILL' | 'SIGTERM'): void {
    const { pid, exitCode, signalCode } = this.#child
    if (pid === undefined || exitCode !== null || signalCode !== null) return
    process.kill(-pid, name)
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL')
    await this.ended
  }

  /** Until it says where it answers, or is gone. */
  async started(): Promise<void> {
    if (this.#child.stdout === null) throw new Error('no pipe')
    for await (const line of createInterface({ input: this.#child.stdout })) {
      this.url = (JSON.parse(line) as { url: string }).url
      return
    }
    await this.ended
  }
}

/** Calls a path of the HTTP interface with a token; fails when it is refused. */
export async function get<T>(hub: HubProcess, token: string, path: string): Promise<T> {
  const response = await fetch(hub.url + API + path, { headers: { authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

/** All pages of a list. */
export async function getAll<T>(hub: HubProcess, token: string, path: string): Promise<T[]> {
  const items: T[] = []
  let cursor = ''
  for (;;) {
    const page = await get<{ items: T[]; next: string | null }>(hub, token, `${path}?limit=1000${cursor}`)
    items.push(...page.items)
    if (page.next === null) return items
    cursor = `&cursor=${encodeURIComponent(page.next)}`
  }
}
