/**
 * One open document and everybody who reads it (docs/SPEC.md SYNC-12 … SYNC-19): joiners, slow readers, presence. What is written goes through
 * DocumentWriter; the room shows an update only when the writer says it is on disk.
 */
import * as Y from 'yjs'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { Settle } from '../../shared/protocol/syncMessages.ts'
import type { CellChange } from '../storage/Store.ts'
import { answerSettle } from './answers.ts'
import type { Connection, ConnectionHost } from './Connection.ts'
import type { Queued } from './DocumentWindow.ts'
import { type DocumentKind, DocumentWriter } from './DocumentWriter.ts'
import { SYNC_STEP_1, syncFrame } from './frames.ts'
import { updateFrame } from './Joining.ts'
import type { LiveDocument } from './LiveDocument.ts'
import { Presence } from './Presence.ts'
import { PresenceCast } from './PresenceCast.ts'
import type { RoomDeps } from './roomDeps.ts'

/** The state vector of a reader that has nothing. */
const NOTHING = Uint8Array.of(0)

/** Which document: its name, and the sheet it belongs to. */
export interface RoomPlace {
  readonly id: string
  readonly document: string
}

export class DocumentRoom<L extends LiveDocument> implements ConnectionHost {
  readonly sheetId: string
  readonly document: string
  protected readonly writer: DocumentWriter<L>
  readonly #deps: RoomDeps
  readonly #connections = new Set<Connection>()
  /** Readers that are behind, and from where their difference starts; `asked` when it is the answer to a state vector of their own. */
  readonly #missed = new Map<Connection, { readonly vector: Uint8Array; readonly asked: boolean }>()
  readonly #presence = new Presence(client => this.writer.live.owners.get(client))
  readonly #presenceCast: PresenceCast

  /** `live` is what `loadLive` gave. */
  constructor(place: RoomPlace, kind: DocumentKind<L>, live: L, deps: RoomDeps) {
    this.sheetId = place.id
    this.document = place.document
    this.#deps = deps
    this.#presenceCast = new PresenceCast(this.#presence, deps.clock, out => this.#cast(out))
    this.writer = new DocumentWriter(place.document, kind, live, deps, {
      publish: (update, changes) => this.#publish(update, changes),
      stopped: code => this.#stopped(code),
    })
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections
  }

  /** From now on edits of these members are refused with that reason, or come in where there is none. */
  withhold(withheld: ReadonlyMap<string, ErrorCode | undefined>): void {
    for (const connection of this.#connections) {
      const { id } = connection.speaker.member
      if (withheld.has(id)) connection.withheld = withheld.get(id)
    }
  }

  /** Records and bytes since the last snapshot. */
  get tail(): { readonly records: number; readonly bytes: number } {
    return this.writer.live.tail
  }

  /** When the newest edit came, ms. */
  get lastEdit(): number {
    return this.writer.lastEdit
  }

  /** Why nothing is saved now; undefined when all is well. */
  get trouble(): ErrorCode | undefined {
    return this.writer.trouble
  }

  /** Reads the document as it is on disk; `read` must not await. Rejects with HubError and the trouble's code while the disk refuses. */
  readLive<T>(read: (live: L) => T): Promise<T> {
    return this.writer.read(read)
  }

  /** Puts a snapshot in the place of the log so far. */
  async compact(): Promise<void> {
    const { live } = this.writer
    const snapshot = await this.writer.read(({ doc }) => ({
      seq: live.seq,
      at: this.#deps.now(),
      update: Y.encodeStateAsUpdate(doc),
    }))
    const { records, bytes } = live.tail
    await this.#deps.store.compact(this.document, snapshot)
    live.tail = { records: live.tail.records - records, bytes: live.tail.bytes - bytes }
  }

  /** Makes what is queued durable, ends every connection with 1012 and takes no more. */
  async close(): Promise<void> {
    await this.writer.close()
    for (const connection of [...this.#connections]) connection.closeWith(1012, 'restart')
    this.#presenceCast.stop()
    this.writer.live.destroy()
  }

  /**
   * Makes what is queued durable and takes no more; `work` then puts another document in the place of this one, and everybody is told that it is gone.
   * When that fails they are told to come again, and it throws what `work` throws.
   */
  async replace(work: (live: L) => Promise<void>): Promise<void> {
    await this.writer.close()
    let code: ErrorCode = 'unavailable'
    try {
      await work(this.writer.live)
      code = 'no-such-document'
    } finally {
      for (const connection of [...this.#connections]) connection.close(code)
      this.#presenceCast.stop()
      this.writer.live.destroy()
    }
  }

  opened(connection: Connection): void {
    if (this.trouble !== undefined) return connection.close(this.trouble)
    this.#connections.add(connection)
    this.writer.settled(() => {
      connection.send(syncFrame(SYNC_STEP_1, Y.encodeStateVector(this.writer.live.doc)))
      if (this.#presence.size > 0) connection.send(this.#presence.everybody())
    })
  }

  stateWanted(connection: Connection, vector: Uint8Array): void {
    this.writer.settled(() => {
      if (connection.live) connection.send(...this.writer.live.joining.frames(vector))
      else this.#missed.set(connection, { vector, asked: true })
    })
  }

  updated(connection: Connection, update: Uint8Array, when: Queued['when']): void {
    if (this.trouble !== undefined) return connection.close(this.trouble)
    // The empty update every y-websocket client answers step 1 with.
    if (update.length === 2 && update[0] === 0 && update[1] === 0) return
    this.writer.push({ connection, update, when })
  }

  present(connection: Connection, body: Uint8Array): void {
    const { member } = connection.speaker
    for (const client of this.#presence.take(body, member, connection.clients)) this.writer.live.show(client, member.id)
    this.#presenceCast.arm()
  }

  presenceWanted(connection: Connection): void {
    if (this.#presence.size > 0) connection.send(this.#presence.everybody())
  }

  /** Answered behind the updates that came before it: they may be what it asks about. */
  settle(connection: Connection, { edits }: Settle): void {
    this.writer.behindQueue(() => {
      if (this.trouble === undefined) answerSettle(connection, edits, { sheet: this.sheetId, ...this.#deps })
    })
  }

  /** What the reader has is what has been published. While a commit is in flight the document is ahead of that, and it gets everything again. */
  fellBehind(connection: Connection): void {
    const vector = this.writer.committing ? NOTHING : Y.encodeStateVector(this.writer.live.doc)
    this.#missed.set(connection, { vector, asked: false })
  }

  caughtUp(connection: Connection): void {
    this.writer.settled(() => {
      const missed = this.#missed.get(connection)
      if (missed === undefined || connection.gone) return
      this.#missed.delete(connection)
      const parts = missed.asked
        ? this.writer.live.joining.frames(missed.vector)
        : [updateFrame(Y.encodeStateAsUpdate(this.writer.live.doc, missed.vector))]
      connection.send(...parts, this.#presence.everybody())
    })
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection)
    this.#missed.delete(connection)
    this.#presence.leave(connection.clients)
    this.#presenceCast.arm()
  }

  /** What these changes mean to the readers beyond the update itself. */
  protected published(_changes: readonly CellChange[]): void {}

  /** Sends a message of ours to everybody who understands it. */
  protected announce(message: Buffer): void {
    for (const connection of this.#connections) if (connection.understands) connection.tell(message)
  }

  #publish(update: Uint8Array, changes: readonly CellChange[]): void {
    const out = updateFrame(update)
    this.writer.live.joining.published(out)
    this.#cast(this.#presenceCast.ride(out))
    this.published(changes)
  }

  #stopped(code: ErrorCode): void {
    this.#presenceCast.stop()
    for (const connection of [...this.#connections]) connection.close(code)
  }

  #cast(out: Buffer): void {
    for (const connection of this.#connections) connection.send(out)
  }
}
