/** The servers that are measured, and how each is started. */

/** What a server speaks: plain y-websocket (ours and the Yjs server's), Hocuspocus' envelope around it, or ShareDB's JSON. */
export type WireKind = 'yjs' | 'hocuspocus' | 'sharedb'
/** How the sheet lies in the document: our blocks and generations, nested Yjs maps, or plain JSON. */
export type Layout = 'gongji' | 'nested' | 'json'

export interface Target {
  readonly id: string
  readonly title: string
  /** Its script under bench/. */
  readonly script: string
  readonly environment?: Readonly<Record<string, string>>
  readonly wire: WireKind
  readonly layout: Layout
  /** Keeps what it is told on disk, so that killing it is a fair question. */
  readonly durable: boolean
}

const hocuspocus = { script: 'servers/hocuspocus.mjs', wire: 'hocuspocus', layout: 'nested' } as const
const yWebsocket = { script: 'servers/yWebsocket.mjs', wire: 'yjs', layout: 'nested' } as const
const sharedb = { script: 'servers/sharedb.mjs', wire: 'sharedb', layout: 'json', durable: false } as const

export const TARGETS: readonly Target[] = [
  {
    id: 'gongji',
    title: 'Gongji, everything on',
    script: 'servers/gongji.ts',
    wire: 'yjs',
    layout: 'gongji',
    durable: true,
  },
  { ...hocuspocus, id: 'hocuspocus', title: 'Hocuspocus 4.7 + SQLite', durable: true },
  { ...yWebsocket, id: 'y-websocket', title: '@y/websocket-server 0.1.1, memory only', durable: false },
  {
    ...yWebsocket,
    id: 'y-websocket-leveldb',
    title: '@y/websocket-server 0.1.1 + y-leveldb',
    environment: { BENCH_PERSIST: '1' },
    durable: true,
  },
  {
    ...sharedb,
    id: 'sharedb-noclone',
    title: 'ShareDB 7, MemoryDB without its per-op clone',
    environment: { BENCH_NOCLONE: '1' },
  },
  { ...sharedb, id: 'sharedb', title: 'ShareDB 7, MemoryDB as shipped' },
]

/** The target of this id. Throws an Error naming the known ones. */
export function targetOf(id: string): Target {
  const target = TARGETS.find(each => each.id === id)
  if (target === undefined) throw new Error(`no such server: ${id} (known: ${TARGETS.map(each => each.id).join(', ')})`)
  return target
}
