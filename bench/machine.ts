/** Where and with what the figures were taken: a figure without this says nothing. */
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { canPin } from './process/pinned.ts'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly kernel: string
  readonly node: string
  /** Whether server and clients each had a core of their own. */
  readonly pinned: boolean
  /** Package → version, as installed. */
  readonly versions: Readonly<Record<string, string>>
}

const OURS = ['yjs', 'y-protocols', 'lib0', 'ws', '@libsql/client', 'y-websocket']
const PEERS = [
  '@hocuspocus/server',
  '@hocuspocus/provider',
  '@hocuspocus/extension-sqlite',
  'better-sqlite3',
  '@y/websocket-server',
  'y-leveldb',
  'sharedb',
]

export function describeMachine(): Machine {
  const [cpu] = cpus()
  const versions = [...OURS.map(name => ['..', name]), ...PEERS.map(name => ['.', name])].map(
    ([root = '', name = '']) => [name, versionOf(root, name)] as const,
  )
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    node: process.version,
    pinned: canPin(),
    versions: Object.fromEntries(versions),
  }
}

function versionOf(root: string, name: string): string {
  try {
    const file = new URL(`${root}/node_modules/${name}/package.json`, import.meta.url)
    return String((JSON.parse(readFileSync(file, 'utf8')) as { version: unknown }).version)
  } catch {
    return 'not installed'
  }
}
