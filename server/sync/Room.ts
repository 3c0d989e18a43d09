/**
 * One open sheet: validate → append → fsync → show (docs/SPEC.md SYNC-5 … SYNC-19). Nobody is sent what could still be lost.
 *
 * The life of a window: members' updates queue up → one transaction through the gate → the store makes record, history and bindings durable →
 * one merged update goes to everyone, its authors included. While the commit is in flight everybody who asks for state waits.
 */
import * as Y from 'yjs'
import { ERRORS, type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import { ACKNOWLEDGED, encodeCustom, REPLAY, SETTLED, type Settle } from '../../shared/protocol/syncMessages.ts'
import { splitCellKey } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { CellChange, Store } from '../storage/Store.ts'
import type { Connection, ConnectionHost } from './Connection.ts'
import { EmptyingBrake } from './EmptyingBrake.ts'
import { frame, SYNC_STEP_1, syncFrame } from './frames.ts'
import type { GateRefusal } from './gate.ts'
import { updateFrame } from './Joining.ts'
import { LiveSheet } from './LiveSheet.ts'
import { Presence } from './Presence.ts'
import type { Author } from './SheetRooms.ts'
import { type Queued, type Reply, Window } from './Window.ts'
import { WindowPolicy } from './windowPolicy.ts'

export interface RoomDeps {
  readonly store: Store
  readonly now: () => number
  /** A monotonic clock, ms, for measuring. */
  readonly clock: () => number
  readonly log: {
    warn(fields: object, message: string): void
    error(fields: object, message: string): void
  }
  readonly metrics: SyncMetrics
}

/** Counters of the sync server; /metrics shows them. */
export interface SyncMetrics {
  edits: number
  commits: number
  refused: number
  failures: number
}

export interface RoomSheet {
  readonly id: string
  readonly document: string
  readonly columns: ReadonlySet<string>
}

/** A write of the server itself: runs inside a transaction; its history rows get seq and time from the room. */
interface ServerWrite {
  readonly author: Author
  readonly write: (sheet: SheetDocument) => readonly ServerChange[]
  readonly done: (bytes: number) => void
  readonly failed: (error: unknown) => void
}
export type ServerChange = Pick<CellChange, 'row' | 'column' | 'old' | 'new'>

type State =
  | { readonly kind: 'open' }
  | { readonly kind: 'committing' }
  /** The disk refused; memory is thrown away and loaded anew as soon as the disk takes writes. */
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly attempt: number }
  | { readonly kind: 'closed' }

/** Presence goes out with an update when it is at least this old, alone after `ALONE`, ms. */
const PIGGYBACK = 80
const ALONE = 130
/** Between two attempts to recover: first and longest, ms. */
const RETRY_FIRST = 250
const RETRY_LONGEST = 5_000
/** A refused update larger than this is kept only as its first bytes. */
const KEPT_REFUSED = 1 << 20

export class Room implements ConnectionHost {
  readonly sheetId: string
  readonly document: string
  readonly #deps: RoomDeps
  readonly #columns: ReadonlySet<string>
  readonly #connections = new Set<Connection>()
  /** Readers that are behind, and from where their difference starts; `asked` when it is the answer to a state vector of their own. */
  readonly #missed = new Map<Connection, { readonly vector: Uint8Array; readonly asked: boolean }>()
  readonly #presence = new Presence(client => this.#live.owners.get(client))
  readonly #brake = new EmptyingBrake()
  readonly #window = new WindowPolicy()
  #live: LiveSheet
  #state: State = { kind: 'open' }
  #queue: Queued[] = []
  #serverWrites: ServerWrite[] = []
  #waiting: (() => void)[] = []
  #timer: NodeJS.Timeout | NodeJS.Immediate | undefined
  #presenceTimer: NodeJS.Timeout | undefined
  #presenceSent = Number.NEGATIVE_INFINITY
  /** When the newest edit came, for upkeep. */
  lastEdit: number

  private constructor(sheet: RoomSheet, live: LiveSheet, deps: RoomDeps) {
    this.sheetId = sheet.id
    this.document = sheet.document
    this.#columns = sheet.columns
    this.#live = live
    this.#deps = deps
    this.lastEdit = deps.now()
  }

  /** Loads a sheet. Throws HubError `no-such-document`, or `unavailable` when what is on disk is damaged: never an empty sheet. */
  static async open(sheet: RoomSheet, deps: RoomDeps): Promise<Room> {
    return new Room(sheet, await load(sheet.document, deps.store), deps)
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections
  }

  /** Records and bytes since the last snapshot. */
  get tail(): { readonly records: number; readonly bytes: number } {
    return this.#live.tail
  }

  get overlaySize(): number {
    return this.#live.sheet.overlaySize
  }

  /** More than one while a fold is under way, or was cut short. */
  get generations(): number {
    return this.#live.sheet.living.length
  }

  /** Why nothing is saved now; undefined when all is well. */
  get trouble(): ErrorCode | undefined {
    return this.#state.kind === 'failed' ? this.#state.code : this.#state.kind === 'closed' ? 'unavailable' : undefined
  }

  /** Reads the sheet as it is on disk. Throws `unavailable`-like codes while the disk refuses. */
  read<T>(read: (sheet: SheetDocument) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#settled(() => {
        const trouble = this.trouble
        if (trouble !== undefined) return reject(new HubError(trouble))
        try {
          resolve(read(this.#live.sheet))
        } catch (error) {
          reject(error)
        }
      })
    })
  }

  /** Writes as the server, in one durable transaction with these history rows. Resolves to the update's bytes once everybody may see it. */
  write(author: Author, write: ServerWrite['write']): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.trouble !== undefined) return reject(new HubError(this.trouble))
      this.#serverWrites.push({ author, write, done: resolve, failed: reject })
      this.#arm()
    })
  }

  /** Puts a snapshot in the place of the log so far. */
  async compact(): Promise<void> {
    const snapshot = await this.read(({ doc }) => ({
      seq: this.#live.seq,
      at: this.#deps.now(),
      update: Y.encodeStateAsUpdate(doc),
    }))
    const tail = { ...this.#live.tail }
    await this.#deps.store.compact(this.document, snapshot)
    this.#live.tail = { records: this.#live.tail.records - tail.records, bytes: this.#live.tail.bytes - tail.bytes }
  }

  /** Makes what is queued durable, ends every connection with 1012 and takes no more. */
  async close(): Promise<void> {
    while (this.#state.kind === 'committing' || (this.#state.kind === 'open' && this.#pendingWork())) {
      this.#flushNow()
      await new Promise<void>(resolve => this.#settled(resolve))
    }
    this.#state = { kind: 'closed' }
    this.#clearTimers()
    for (const connection of [...this.#connections]) connection.closeWith(1012, 'restart')
    this.#release()
    this.#live.destroy()
  }

  // ─── what connections ask ───

  opened(connection: Connection): void {
    const trouble = this.trouble
    if (trouble !== undefined) return connection.close(trouble)
    this.#connections.add(connection)
    this.#settled(() => {
      connection.send(syncFrame(SYNC_STEP_1, Y.encodeStateVector(this.#live.doc)))
      if (this.#presence.size > 0) connection.send(this.#presence.everybody())
    })
  }

  stateWanted(connection: Connection, vector: Uint8Array): void {
    this.#settled(() => {
      if (connection.live) connection.send(...this.#live.joining.frames(vector))
      else this.#missed.set(connection, { vector, asked: true })
    })
  }

  updated(connection: Connection, update: Uint8Array, when: Queued['when']): void {
    if (this.trouble !== undefined) return connection.close(this.trouble)
    // The empty update every y-websocket client answers step 1 with.
    if (update.length === 2 && update[0] === 0 && update[1] === 0) return
    this.#queue.push({ connection, update, when })
    this.#arm()
  }

  present(connection: Connection, body: Uint8Array): void {
    const { member } = connection.speaker
    for (const client of this.#presence.take(body, member, connection.clients)) this.#live.show(client, member.id)
    this.#armPresence()
  }

  presenceWanted(connection: Connection): void {
    if (this.#presence.size > 0) connection.send(this.#presence.everybody())
  }

  /** Answered behind the updates that came before it: they may be what it asks about. */
  settle(connection: Connection, { edits }: Settle): void {
    this.#settled(() => {
      if (this.#queue.length > 0) this.#waiting.push(() => this.#answerSettle(connection, edits))
      else this.#answerSettle(connection, edits)
    })
  }

  /** Called while the document is just what has been sent: its vector is what the reader will have. */
  fellBehind(connection: Connection): void {
    this.#missed.set(connection, { vector: Y.encodeStateVector(this.#live.doc), asked: false })
  }

  caughtUp(connection: Connection): void {
    this.#settled(() => {
      const missed = this.#missed.get(connection)
      if (missed === undefined || connection.gone) return
      this.#missed.delete(connection)
      const parts = missed.asked
        ? this.#live.joining.frames(missed.vector)
        : [updateFrame(Y.encodeStateAsUpdate(this.#live.doc, missed.vector))]
      connection.send(...parts, this.#presence.everybody())
    })
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection)
    this.#missed.delete(connection)
    this.#presence.leave(connection.clients)
    this.#armPresence()
  }

  // ─── a window ───

  #pendingWork(): boolean {
    return this.#queue.length > 0 || this.#serverWrites.length > 0
  }

  #arm(): void {
    if (this.#timer !== undefined || this.#state.kind !== 'open' || !this.#pendingWork()) return
    const wait = this.#window.wait(this.#deps.clock())
    // Timers below a millisecond round up; a turn of the loop is enough to gather what came in together.
    this.#timer = wait > 0.6 ? setTimeout(() => this.#flushNow(), wait) : setImmediate(() => this.#flushNow())
  }

  #flushNow(): void {
    if (this.#state.kind !== 'open') return
    clearTimeout(this.#timer as NodeJS.Timeout)
    clearImmediate(this.#timer as NodeJS.Immediate)
    this.#timer = undefined
    const write = this.#serverWrites.shift()
    if (write !== undefined) this.#flushServer(write)
    else if (this.#queue.length > 0) this.#flushMembers()
  }

  #flushMembers(): void {
    const started = this.#deps.clock()
    const queued = this.#queue
    this.#queue = []
    const window = new Window(this.#windowHost(), this.#live.seq + 1, this.#deps.now())
    let update: Uint8Array | undefined
    try {
      update = this.#live.transact(() => {
        for (const item of queued) window.take(item)
      })
    } catch (error) {
      return this.#fail(error, queued)
    }
    this.lastEdit = this.#deps.now()
    this.#deps.metrics.edits += queued.length
    if (update === undefined) {
      this.#reply(window.replies)
      return this.#done()
    }
    this.#commit(window, update, started, {
      done: () => this.#reply(window.replies),
      failed: error => this.#fail(error, queued),
    })
  }

  #flushServer(job: ServerWrite): void {
    const started = this.#deps.clock()
    const at = this.#deps.now()
    const seq = this.#live.seq + 1
    const window = new Window(this.#windowHost(), seq, at)
    const client = this.#live.doc.clientID
    const clock = Y.getState(this.#live.doc.store, client)
    let update: Uint8Array | undefined
    try {
      update = this.#live.transact(() => {
        for (const change of job.write(this.#live.sheet))
          window.changes.push({
            ...change,
            member: job.author.member,
            at,
            seq,
            won: true,
            unseen: false,
            client,
            clock,
          })
      })
    } catch (error) {
      job.failed(error)
      return this.#live.changed ? this.#fail(error, []) : this.#done()
    }
    if (update === undefined) {
      job.done(0)
      return this.#done()
    }
    const length = Y.getState(this.#live.doc.store, client) - clock
    window.authors.push({ member: job.author.member, session: job.author.session, client, clock, length })
    const bytes = update.length
    this.#commit(window, update, started, {
      done: () => job.done(bytes),
      failed: error => {
        job.failed(error)
        this.#fail(error, [])
      },
    })
  }

  #commit(
    window: Window,
    update: Uint8Array,
    started: number,
    then: { readonly done: () => void; readonly failed: (error: unknown) => void },
  ): void {
    this.#state = { kind: 'committing' }
    const prepared = this.#deps.clock() - started
    this.#deps.store.append(window.batch(update)).then(
      () => {
        if (this.#state.kind !== 'committing') return
        this.#state = { kind: 'open' }
        const durable = this.#deps.clock()
        this.#live.seq++
        this.#live.tail.records++
        this.#live.tail.bytes += update.length
        this.#deps.metrics.commits++
        then.done()
        this.#publish(update)
        this.#window.flushed(this.#deps.clock(), prepared + this.#deps.clock() - durable)
        this.#done()
      },
      (error: unknown) => then.failed(error),
    )
  }

  /** Everybody who waited is served, then the next window opens. */
  #done(): void {
    this.#release()
    this.#arm()
  }

  #publish(update: Uint8Array): void {
    const out = updateFrame(update)
    this.#live.joining.published(out)
    const now = this.#deps.clock()
    if (this.#presence.changed && now - this.#presenceSent >= PIGGYBACK)
      this.#cast(Buffer.concat([out, this.#presenceFrame()]))
    else this.#cast(out)
  }

  #cast(out: Buffer): void {
    for (const connection of this.#connections) connection.send(out)
  }

  #reply(replies: readonly Reply[]): void {
    for (const { connection, accepted } of replies) {
      if (!connection.understands) continue
      if (accepted.dead.length > 0) connection.tell(frame(encodeCustom(REPLAY, { edits: accepted.dead })))
      if (accepted.ranges.length > 0) continue
      for (const client of connection.clients) {
        const clock = Y.getState(this.#live.doc.store, client) - 1
        if (clock >= 0) connection.tell(frame(encodeCustom(ACKNOWLEDGED, { client, clock })))
      }
    }
  }

  #answerSettle(connection: Connection, edits: Settle['edits']): void {
    if (this.trouble !== undefined) return
    const asked = edits.flatMap(({ key, client, clock }) => {
      const cell = splitCellKey(key)
      return cell === undefined ? [] : [{ ...cell, client, clock }]
    })
    this.#deps.store.saved(this.sheetId, asked).then(
      saved => {
        const answer = asked.map(({ client, clock }, i) => ({ client, clock, saved: saved[i] === true }))
        connection.tell(frame(encodeCustom(SETTLED, { edits: answer })))
      },
      (error: unknown) => {
        this.#deps.log.error(
          { document: this.document, error },
          'the history could not be read for a reconnecting client',
        )
        connection.close('overloaded')
      },
    )
  }

  #windowHost(): ConstructorParameters<typeof Window>[0] {
    const { owners, sheet } = this.#live
    return {
      document: this.document,
      sheetId: this.sheetId,
      sheet,
      owner: client => owners.get(client),
      bind: (client, member) => this.#live.bind(client, member),
      hasColumn: column => this.#columns.has(column),
      mayEmpty: (member, cells) => this.#brake.take(member, cells, this.#deps.now()),
      refuse: (connection, update, reason) => this.#refuse(connection, update, reason),
    }
  }

  // ─── refusal and failure ───

  /** A refused update poisons its Yjs client (all it sends later is a gap), so refusing is closing; the update is kept apart. */
  #refuse(connection: Connection, update: Uint8Array, reason: GateRefusal | 'mass-delete'): void {
    const { member } = connection.speaker
    this.#deps.metrics.refused++
    this.#deps.log.warn(
      { document: this.document, member: member.id, reason, bytes: update.length },
      'an update was refused',
    )
    connection.close(codeOf(reason))
    this.#keep(member.id, update, reason)
  }

  #keep(member: string, update: Uint8Array, reason: string): void {
    this.#deps.store.db
      .insertInto('refused_update')
      .values({
        document: this.document,
        member_id: member,
        at: this.#deps.now(),
        reason,
        body: update.subarray(0, KEPT_REFUSED),
      })
      .execute()
      .catch((error: unknown) =>
        this.#deps.log.error({ document: this.document, error }, 'a refused update could not be kept'),
      )
  }

  /**
   * The disk refused, so memory is ahead of it: throw memory away, say why, and load anew once the disk takes writes.
   * The edits are still in their authors' clients, which send them again; those of clients that are gone by then are kept apart.
   */
  #fail(error: unknown, unsaved: readonly Queued[]): void {
    const code: ErrorCode = error instanceof HubError && ERRORS[error.code].retry === 'later' ? error.code : 'not-saved'
    this.#deps.metrics.failures++
    this.#deps.log.error(
      { document: this.document, error, code },
      'not saved; the room stops until the disk takes writes again',
    )
    const lost = [...unsaved, ...this.#queue]
    this.#queue = []
    this.#state = { kind: 'failed', code, attempt: 0 }
    this.#clearTimers()
    for (const write of this.#serverWrites.splice(0)) write.failed(new HubError(code))
    for (const connection of [...this.#connections]) connection.close(code)
    this.#release()
    this.#recoverLater(lost)
  }

  #recoverLater(lost: readonly Queued[]): void {
    if (this.#state.kind !== 'failed') return
    const wait = Math.min(RETRY_LONGEST, RETRY_FIRST * 2 ** this.#state.attempt)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#recover(lost)
    }, wait)
    this.#timer.unref()
  }

  async #recover(lost: readonly Queued[]): Promise<void> {
    if (this.#state.kind !== 'failed') return
    const { attempt, code } = this.#state
    try {
      await this.#deps.store.probe()
      const live = await load(this.document, this.#deps.store)
      this.#live.destroy()
      this.#live = live
      this.#state = { kind: 'open' }
      for (const { connection, update } of lost) this.#keep(connection.speaker.member.id, update, code)
      this.#deps.log.warn({ document: this.document, attempt }, 'the disk takes writes again; the room is open')
    } catch (error) {
      const now = error instanceof HubError ? error.code : code
      this.#state = { kind: 'failed', code: now, attempt: attempt + 1 }
      this.#recoverLater(lost)
    }
  }

  // ─── waiting and presence ───

  /** Runs `then` now, or as soon as the commit in flight has ended. */
  #settled(then: () => void): void {
    if (this.#state.kind === 'committing') this.#waiting.push(then)
    else then()
  }

  #release(): void {
    for (const then of this.#waiting.splice(0)) then()
  }

  #presenceFrame(): Buffer {
    clearTimeout(this.#presenceTimer)
    this.#presenceTimer = undefined
    this.#presenceSent = this.#deps.clock()
    return this.#presence.changes()
  }

  #armPresence(): void {
    if (this.#presenceTimer !== undefined || !this.#presence.changed || this.#state.kind === 'closed') return
    const wait = Math.max(0, ALONE - (this.#deps.clock() - this.#presenceSent))
    this.#presenceTimer = setTimeout(() => {
      this.#presenceTimer = undefined
      if (this.#presence.changed) this.#cast(this.#presenceFrame())
    }, wait)
  }

  #clearTimers(): void {
    clearTimeout(this.#timer as NodeJS.Timeout)
    clearImmediate(this.#timer as NodeJS.Immediate)
    clearTimeout(this.#presenceTimer)
    this.#timer = this.#presenceTimer = undefined
  }
}

/** What a refusal is called outside. */
function codeOf(reason: GateRefusal | 'mass-delete'): ErrorCode {
  if (reason === 'malformed') return 'malformed'
  if (reason === 'mass-delete') return 'mass-delete'
  return reason === 'read-only' ? 'no-right' : 'edit-refused'
}

async function load(document: string, store: Store): Promise<LiveSheet> {
  const stored = await store.load(document)
  if (stored === undefined) throw new HubError('no-such-document', document)
  try {
    return new LiveSheet(stored)
  } catch (error) {
    throw new HubError('unavailable', document, { cause: error })
  }
}
