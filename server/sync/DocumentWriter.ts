/**
 * The one way anything gets into a document (docs/SPEC.md SYNC-5 … SYNC-11, SYNC-25): validate → append → fsync → publish, one window at a time.
 * While a commit is in flight everybody who asks for state waits; when the disk refuses, memory is thrown away and loaded anew.
 */
import * as Y from 'yjs'
import { ERRORS, type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import type { CellChange, Store, StoredDocument } from '../storage/Store.ts'
import { reply } from './answers.ts'
import type { DocumentWindow, Queued } from './DocumentWindow.ts'
import type { LiveDocument } from './LiveDocument.ts'
import { Recovery } from './Recovery.ts'
import { RefusedUpdates } from './RefusedUpdates.ts'
import type { RoomDeps } from './roomDeps.ts'
import type { Author } from './SheetRooms.ts'
import { WindowPolicy } from './windowPolicy.ts'

/** The record a write of the server will be: its place in the log and its time, ms. */
export type RecordPlace = Pick<DocumentWindow, 'seq' | 'at'>
/** Part of a write of the server itself: runs inside a transaction; its history rows get the record's seq and time. */
export type ServerStep<L> = (live: L, record: RecordPlace) => readonly ServerChange[]

interface ServerWrite<L> {
  readonly author: Author
  readonly steps: readonly ServerStep<L>[]
  readonly done: (bytes: number) => void
  readonly failed: (error: unknown) => void
}
/** What a write of the server changes, for the history. */
export type ServerChange = Pick<CellChange, 'row' | 'column' | 'old' | 'new'>

type State =
  | { readonly kind: 'open' }
  | { readonly kind: 'committing' }
  /** The disk refused; memory is thrown away and loaded anew as soon as the disk takes writes. */
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly unsaved: readonly Queued[] }
  | { readonly kind: 'closed' }

/** What the writer tells its room. */
export interface WriterHost {
  /** This update is on disk: everybody may see it. */
  publish(update: Uint8Array, changes: readonly CellChange[]): void
  /** Nothing is saved any more, and why. */
  stopped(code: ErrorCode): void
}

/** What tells sheets and notes apart. */
export interface DocumentKind<L extends LiveDocument> {
  /** Builds the document from disk. Throws when an update cannot be applied. */
  live(stored: StoredDocument): L
  /** A window on the document as it is now: what may come in, and what is noted of it. */
  window(live: L, seq: number, at: number, refusals: RefusedUpdates): DocumentWindow
}

export class DocumentWriter<L extends LiveDocument> {
  readonly #document: string
  readonly #kind: DocumentKind<L>
  readonly #deps: RoomDeps
  readonly #host: WriterHost
  readonly #recovery: Recovery
  readonly #refusals: RefusedUpdates
  readonly #window = new WindowPolicy()
  #live: L
  #state: State = { kind: 'open' }
  #queue: Queued[] = []
  #serverWrites: ServerWrite<L>[] = []
  #waiting: (() => void)[] = []
  /** Takes back what `#arm` has set; undefined while nothing is. */
  #disarm: (() => void) | undefined
  /** When the newest edit came, for upkeep. */
  lastEdit: number

  /** `live` is what `loadLive` gave. */
  constructor(document: string, kind: DocumentKind<L>, live: L, deps: RoomDeps, host: WriterHost) {
    this.#document = document
    this.#kind = kind
    this.#live = live
    this.#deps = deps
    this.#host = host
    this.#recovery = new Recovery(() => this.#reopen())
    this.#refusals = new RefusedUpdates(document, deps)
    this.lastEdit = deps.now()
  }

  /** The document in memory; another object after a recovery. */
  get live(): L {
    return this.#live
  }

  /** Whether the document is ahead of what has been published. */
  get committing(): boolean {
    return this.#state.kind === 'committing'
  }

  /** Why nothing is saved now; undefined when all is well. */
  get trouble(): ErrorCode | undefined {
    return this.#state.kind === 'failed' ? this.#state.code : this.#state.kind === 'closed' ? 'unavailable' : undefined
  }

  /** Reads the document as it is on disk. Throws `unavailable`-like codes while the disk refuses. */
  read<T>(read: (live: L) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.settled(() => {
        const trouble = this.trouble
        if (trouble !== undefined) return reject(new HubError(trouble))
        try {
          resolve(read(this.#live))
        } catch (error) {
          reject(error)
        }
      })
    })
  }

  /**
   * Writes as the server, in one durable transaction with these history rows, all or nothing. Several steps have a turn of the event loop between
   * them, in which nobody is shown what they have written so far. Resolves to the update's bytes once everybody may see it.
   */
  write(author: Author, ...steps: readonly ServerStep<L>[]): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.trouble !== undefined) return reject(new HubError(this.trouble))
      this.#serverWrites.push({ author, steps, done: resolve, failed: reject })
      this.#arm()
    })
  }

  /** Takes a member's update into the next window. */
  push(item: Queued): void {
    this.#queue.push(item)
    this.#arm()
  }

  /** Runs `then` now, or as soon as the commit in flight has ended. */
  settled(then: () => void): void {
    if (this.#state.kind === 'committing') this.#waiting.push(then)
    else then()
  }

  /** Runs `then` behind the updates that are queued now. */
  behindQueue(then: () => void): void {
    this.settled(() => {
      if (this.#queue.length > 0) this.#waiting.push(then)
      else then()
    })
  }

  /** Makes what is queued durable and takes no more. */
  async close(): Promise<void> {
    while (this.#state.kind === 'committing' || (this.#state.kind === 'open' && this.#pendingWork())) {
      this.#flushNow()
      await new Promise<void>(resolve => this.settled(resolve))
    }
    this.#state = { kind: 'closed' }
    this.#recovery.stop()
    this.#clearTimer()
    this.#release()
  }

  #pendingWork(): boolean {
    return this.#queue.length > 0 || this.#serverWrites.length > 0
  }

  #arm(): void {
    if (this.#disarm !== undefined || this.#state.kind !== 'open' || !this.#pendingWork()) return
    const wait = this.#window.wait(this.#deps.clock())
    // Timers below a millisecond round up; a turn of the loop is enough to gather what came in together.
    if (wait > 0.6) {
      const timer = setTimeout(() => this.#flushNow(), wait)
      this.#disarm = () => clearTimeout(timer)
    } else {
      const turn = setImmediate(() => this.#flushNow())
      this.#disarm = () => clearImmediate(turn)
    }
  }

  #flushNow(): void {
    if (this.#state.kind !== 'open') return
    this.#clearTimer()
    const write = this.#serverWrites.shift()
    if (write !== undefined) this.#flushServer(write)
    else if (this.#queue.length > 0) this.#flushMembers()
  }

  #flushMembers(): void {
    const started = this.#deps.clock()
    const queued = this.#queue
    this.#queue = []
    const window = this.#newWindow()
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
      reply(window.replies, this.#live.doc)
      return this.#done()
    }
    this.#commit(window, update, started, {
      done: () => reply(window.replies, this.#live.doc),
      failed: error => this.#fail(error, queued),
    })
  }

  #flushServer(job: ServerWrite<L>): void {
    const started = this.#deps.clock()
    const window = this.#newWindow()
    const client = this.#live.doc.clientID
    const clock = Y.getState(this.#live.doc.store, client)
    const updates: Uint8Array[] = []
    const step = (n: number): void => {
      try {
        const update = this.#serverStep(job, n, window, { client, clock })
        if (update !== undefined) updates.push(update)
      } catch (error) {
        job.failed(error)
        if (updates.length > 0 || this.#live.changed) return this.#fail(error, [])
        this.#state = { kind: 'open' }
        return this.#done()
      }
      if (n + 1 < job.steps.length) {
        // The document is ahead of the disk from here on: who reads it waits, as for a commit.
        this.#state = { kind: 'committing' }
        setImmediate(() => step(n + 1))
      } else this.#commitServer(job, window, updates, started, { client, clock })
    }
    step(0)
  }

  /** Runs one step in a transaction; gives its update, undefined when it changed nothing. */
  #serverStep(
    job: ServerWrite<L>,
    n: number,
    window: DocumentWindow,
    { client, clock }: { readonly client: number; readonly clock: number },
  ): Uint8Array | undefined {
    const { member } = job.author
    return this.#live.transact(() => {
      for (const { row, column, old, new: value } of job.steps[n]?.(this.#live, window) ?? [])
        window.changes.push({
          row,
          column,
          old,
          new: value,
          member,
          at: window.at,
          seq: window.seq,
          won: true,
          unseen: false,
          client,
          clock,
        })
    })
  }

  #commitServer(
    job: ServerWrite<L>,
    window: DocumentWindow,
    updates: readonly Uint8Array[],
    started: number,
    { client, clock }: { readonly client: number; readonly clock: number },
  ): void {
    const [first, ...more] = updates
    if (first === undefined) {
      this.#state = { kind: 'open' }
      job.done(0)
      return this.#done()
    }
    const update = more.length === 0 ? first : Y.mergeUpdates([...updates])
    const length = Y.getState(this.#live.doc.store, client) - clock
    window.authors.push({ member: job.author.member, session: job.author.session, client, clock, length })
    this.#commit(window, update, started, {
      done: () => job.done(update.length),
      failed: error => {
        job.failed(error)
        this.#fail(error, [])
      },
    })
  }

  #commit(
    window: DocumentWindow,
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
        this.#host.publish(update, window.changes)
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

  #newWindow(): DocumentWindow {
    return this.#kind.window(this.#live, this.#live.seq + 1, this.#deps.now(), this.#refusals)
  }

  /**
   * The disk refused, so memory is ahead of it: throw memory away, say why, and load anew once the disk takes writes.
   * The edits are still in their authors' clients, which send them again; those of clients that are gone by then are kept apart.
   */
  #fail(error: unknown, unsaved: readonly Queued[]): void {
    const code: ErrorCode = error instanceof HubError && ERRORS[error.code].retry === 'later' ? error.code : 'not-saved'
    this.#deps.metrics.failures++
    this.#deps.log.error(
      { document: this.#document, error, code },
      'not saved; the room stops until the disk takes writes again',
    )
    this.#state = { kind: 'failed', code, unsaved: [...unsaved, ...this.#queue] }
    this.#queue = []
    this.#clearTimer()
    for (const write of this.#serverWrites.splice(0)) write.failed(new HubError(code))
    this.#host.stopped(code)
    this.#release()
    this.#recovery.begin()
  }

  /** Loads anew once the disk takes writes. Throws while it does not. */
  async #reopen(): Promise<void> {
    if (this.#state.kind !== 'failed') return
    try {
      await this.#deps.store.probe()
      const live = await loadLive(this.#kind, this.#document, this.#deps.store)
      this.#live.destroy()
      this.#live = live
    } catch (error) {
      this.#state = { ...this.#state, code: error instanceof HubError ? error.code : this.#state.code }
      throw error
    }
    const { unsaved, code } = this.#state
    this.#state = { kind: 'open' }
    for (const { connection, update } of unsaved) this.#refusals.keep(connection.speaker.member.id, update, code)
    this.#deps.log.warn({ document: this.#document }, 'the disk takes writes again; the room is open')
  }

  #release(): void {
    for (const then of this.#waiting.splice(0)) then()
  }

  #clearTimer(): void {
    this.#disarm?.()
    this.#disarm = undefined
  }
}

/** Loads a document. Throws HubError `no-such-document`, or `unavailable` when what is on disk is damaged: never an empty one. */
export async function loadLive<L extends LiveDocument>(
  kind: DocumentKind<L>,
  document: string,
  store: Store,
): Promise<L> {
  const stored = await store.load(document)
  if (stored === undefined) throw new HubError('no-such-document', document)
  try {
    return kind.live(stored)
  } catch (error) {
    throw new HubError('unavailable', document, { cause: error })
  }
}
