/** One sheet on a real store behind a real room, and clients on wires. Timers are the test's (vi.useFakeTimers). */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import * as Y from 'yjs'
import type { LocalCopy, LocalStore } from '../../../client/sync/localCopies.ts'
import type { EditKeeper } from '../../../client/sync/PendingEdits.ts'
import { openSession } from '../../../client/sync/SheetSession.ts'
import type { SheetSession } from '../../../client/sync/session.ts'
import { newEditions } from '../../../server/services/editions.ts'
import type { Store, StoredChange } from '../../../server/storage/Store.ts'
import { openSqlite } from '../../../server/storage/sqlite.ts'
import { Connection, type Speaker, turnAway } from '../../../server/sync/Connection.ts'
import { LIMITS } from '../../../server/sync/limits.ts'
import { Room } from '../../../server/sync/Room.ts'
import type { SyncMetrics } from '../../../server/sync/roomDeps.ts'
import { TokenBucket } from '../../../server/sync/TokenBucket.ts'
import { UPKEEP, Upkeep, type UpkeepPolicy } from '../../../server/sync/Upkeep.ts'
import { writableColumns } from '../../../shared/schema/schemas.ts'
import { appendRows, createSheet } from '../../../shared/sheet/writeBase.ts'
import { ClientEnd, Wire } from './Wire.ts'

export const SHEET = 'needs'
export const DOCUMENT = 'sheet/needs'
const AUTHOR = { member: 'importer', session: 'test' }

export class TestHub {
  readonly log: { fields: object; message: string }[] = []
  readonly metrics: SyncMetrics = { edits: 0, commits: 0, refused: 0, failures: 0 }
  store: Store
  room: Room
  /** The document's present name. */
  document = DOCUMENT
  readonly #directory: string
  readonly #wrap: (store: Store) => Store
  readonly #columns: ReadonlySet<string>

  private constructor(directory: string, store: Store, wrap: (store: Store) => Store, columns: ReadonlySet<string>) {
    this.#directory = directory
    this.store = store
    this.room = undefined as unknown as Room
    this.#wrap = wrap
    this.#columns = columns
  }

  /** A sheet with these rows on a fresh database. `wrap` may put faults between room and store; `columns` are those of the needs sheet unless told. */
  static async start(
    rows: readonly string[],
    wrap: (store: Store) => Store = store => store,
    columns = writableColumns('needs'),
  ): Promise<TestHub> {
    const directory = await mkdtemp(join(tmpdir(), 'gongji-sync-'))
    const store = await openTestStore(directory)
    await prepare(store)
    const hub = new TestHub(directory, wrap(store), wrap, columns)
    hub.room = await hub.#openRoom()
    await hub.room.write(AUTHOR, sheet => {
      createSheet(sheet)
      appendRows(
        sheet,
        rows.map(id => ({ id, cells: { item: `item of ${id}`, quantity: 1 } })),
      )
      return []
    })
    return hub
  }

  /** The process ends as by kill -9 (no flush, no goodbye) and starts again on the same files. */
  async restart(): Promise<void> {
    await this.room.close()
    await this.store.close()
    this.store = this.#wrap(await openTestStore(this.#directory))
    this.room = await this.#openRoom()
  }

  /** The same sheet goes on under another name, as after a restored backup: nobody may bring the old document's structs along. */
  async newEdition(): Promise<void> {
    await this.room.close()
    for (const { to } of await newEditions(this.store)) this.document = to
    this.room = await this.#openRoom()
  }

  async stop(): Promise<void> {
    await this.room.close()
    await this.store.close()
    await rm(this.#directory, { recursive: true })
  }

  upkeep(policy: UpkeepPolicy = { ...UPKEEP, blocksPerSlice: 1 }): Upkeep {
    return new Upkeep(this.room, {
      policy,
      now: () => Date.now(),
      pause: () => Promise.resolve(),
    })
  }

  /** A tab of this member; `random` makes its ids. */
  client(member: string, role: 'editor' | 'viewer' = 'editor', random: () => number = Math.random): TestClient {
    return new TestClient(this, member, role, random)
  }

  /** The whole history, oldest first. */
  async history(): Promise<readonly StoredChange[]> {
    const changes: StoredChange[] = []
    for (let before: number | undefined; ; before = changes.at(-1)?.id) {
      const page = await this.store.history({ sheet: SHEET, limit: 1000, before })
      changes.push(...page)
      if (page.length < 1000) return changes.reverse()
    }
  }

  #openRoom(): Promise<Room> {
    const note = (fields: object, message: string): void => void this.log.push({ fields, message })
    return Room.open(
      { id: SHEET, document: this.document, columns: this.#columns },
      {
        store: this.store,
        now: () => Date.now(),
        clock: () => Date.now(),
        log: { warn: note, error: note },
        metrics: this.metrics,
      },
    )
  }
}

const openTestStore = (directory: string): Promise<Store> =>
  openSqlite({ file: join(directory, 'hub.db'), now: () => Date.now() })

async function prepare({ db }: Store): Promise<void> {
  await db.insertInto('operation').values({ id: 'op', name: 'op', time_zone: 'Asia/Shanghai', created_at: 0 }).execute()
  await db
    .insertInto('sheet')
    .values({
      id: SHEET,
      operation_id: 'op',
      kind: 'needs',
      title: 'needs',
      document: DOCUMENT,
      position: 0,
      created_at: 0,
    })
    .execute()
  await db
    .insertInto('document')
    .values({
      name: DOCUMENT,
      sheet_id: SHEET,
      head_seq: 0,
      snapshot_seq: 0,
      snapshot_at: null,
      snapshot: null,
      snapshot_digest: null,
    })
    .execute()
}

/** A person's tab: the real session over a wire; its local copies live in memory and outlive `reopen`. */
export class TestClient {
  readonly member: string
  readonly #hub: TestHub
  readonly #role: 'editor' | 'viewer'
  readonly #random: () => number
  readonly #copies = new Map<string, Uint8Array[]>()
  readonly #shelves = new Map<string, Map<string, string>>()
  session: SheetSession
  wire: Wire | undefined
  /** Whether new sockets get through. */
  online = true
  /** Whether this member is told that the sheet is gone for good. */
  gone = false
  /** Whether asking for the sheet's name gets an answer. */
  reachable = true

  constructor(hub: TestHub, member: string, role: 'editor' | 'viewer', random: () => number) {
    this.#random = random
    this.#hub = hub
    this.member = member
    this.#role = role
    this.session = this.#openSession()
  }

  /** Closes the tab and opens it again: only what was kept on the device is there. */
  reopen(): void {
    this.session.destroy()
    this.wire?.cut()
    this.session = this.#openSession()
  }

  cut(): void {
    this.online = false
    this.wire?.cut()
  }

  get synced(): boolean {
    return this.online && ['saved', 'saving'].includes(this.session.saveState().kind)
  }

  /** Lets the newest socket through, if the network is there. */
  connect(): void {
    if (!this.online || this.wire === undefined || this.wire.open) return
    const known = this.wire.url === `ws://wire/sync/${this.#hub.document}`
    this.wire.connect((ws, socket) => {
      if (known) new Connection(ws, socket, this.#speaker(), this.#hub.room, () => Date.now())
      else turnAway(ws, 'no-such-document')
    })
  }

  #speaker(): Speaker {
    const member = { id: this.member, name: `name of ${this.member}`, color: '#123456', role: this.#role }
    const bytes = new TokenBucket(LIMITS.bytesPerSecond, LIMITS.bytesBurst, Date.now())
    return { member, session: `session of ${this.member}`, mayEdit: this.#role === 'editor', bytes }
  }

  #openSession(): SheetSession {
    const take = (wire: Wire): void => {
      this.wire = wire
    }
    class Socket extends ClientEnd {
      constructor(url: string) {
        const wire = new Wire(url)
        super(wire)
        // The wire's own client end is the one that is used.
        take(wire)
        // biome-ignore lint/correctness/noConstructorReturn: y-websocket makes its socket with `new`
        return wire.client
      }
    }
    return openSession({
      document: this.#hub.document,
      member: this.member,
      readOnly: this.#role === 'viewer',
      url: 'ws://wire/sync',
      renamed: async () => {
        if (!this.reachable) throw new Error('no answer')
        return this.gone ? undefined : this.#hub.document
      },
      newId: () => `n${Math.floor(this.#random() * 1e12).toString(36)}`,
      newClientId: () => Math.floor(this.#random() * 2 ** 32),
      store: this.#localStore(),
      WebSocket: Socket as unknown as typeof WebSocket,
    })
  }

  #localCopy(document: string, doc: Y.Doc): LocalCopy {
    const updates = this.#copies.get(document) ?? []
    this.#copies.set(document, updates)
    const keep = (update: Uint8Array): void => void updates.push(update)
    const stop = async (): Promise<void> => doc.off('update', keep)
    const loaded = Promise.resolve().then(() => {
      for (const update of [...updates]) Y.applyUpdate(doc, update)
      doc.on('update', keep)
    })
    return { loaded, stop, erase: () => stop().then(() => void updates.splice(0)) }
  }

  #localStore(): LocalStore {
    return {
      copy: (document, doc) => this.#localCopy(document, doc),
      edits: (document, shelf): EditKeeper => {
        const name = `${shelf}/${document}`
        const kept = this.#shelves.get(name) ?? new Map<string, string>()
        this.#shelves.set(name, kept)
        return {
          put: (key, value) => void kept.set(key, value),
          remove: key => void kept.delete(key),
          all: () => [...kept],
        }
      },
    }
  }
}

/** Timers and clock are the test's from now on. `setImmediate` too: a window is flushed when the test says so. */
export function fakeTimers(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Date'],
  })
}

/** Waits for the server's own work while the clock goes on and the network is still. */
export async function finished<T>(work: Promise<T>): Promise<T> {
  let ended = false
  const end = (): void => {
    ended = true
  }
  work.then(end, end)
  while (!ended) await vi.advanceTimersByTimeAsync(5)
  return work
}

/** Carries everything once up and, after a while, once down. */
export async function carry(clients: readonly TestClient[]): Promise<void> {
  for (const client of clients) {
    client.connect()
    client.wire?.deliver('up')
  }
  await vi.advanceTimersByTimeAsync(60)
  for (const client of clients) client.wire?.deliver('down')
  await vi.advanceTimersByTimeAsync(60)
}

/** Carries everything between these clients and the hub until nothing is under way any more. */
export async function settle(clients: readonly TestClient[]): Promise<void> {
  for (let round = 0; round < 60; round++) await carry(clients)
}
