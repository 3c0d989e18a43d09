/**
 * Rooms of the documents beside the sheets – notes, desks: there may be very many, so each is loaded when somebody asks for it and put away when
 * nobody has had it open for a while.
 */
import type { DocumentRoom } from './DocumentRoom.ts'
import type { LiveDocument } from './LiveDocument.ts'

/** What is asked of such a room. */
type PassingRoom = Pick<
  DocumentRoom<LiveDocument>,
  'document' | 'connections' | 'tail' | 'trouble' | 'compact' | 'close'
>

/** A document nobody has open is put away after so long, ms. */
const IDLE = 60_000
/** Records after which a snapshot takes their place: while it is open, and when it is put away. */
const COMPACT_AT = 500
const COMPACT_IDLE = 50

export class PassingRooms<R extends PassingRoom> {
  readonly #now: () => number
  readonly #rooms = new Map<string, Promise<R>>()
  /** Documents being put away: who wants one of them waits until the disk has all of it. */
  readonly #leaving = new Map<string, Promise<void>>()
  readonly #lastUsed = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** The room of a document, made with `load` unless it is open. When that fails the next one who asks tries again. */
  open(document: string, load: () => Promise<R>): Promise<R> {
    this.#lastUsed.set(document, this.#now())
    const opening = this.#rooms.get(document) ?? this.#load(document, load)
    this.#rooms.set(document, opening)
    return opening
  }

  /** The room of a document if it is open or being opened. */
  get(document: string): Promise<R> | undefined {
    return this.#rooms.get(document)
  }

  /** The rooms that are open now. */
  async opened(): Promise<readonly R[]> {
    const settled = await Promise.allSettled(this.#rooms.values())
    return settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  }

  /** Called every few seconds: heartbeats, snapshots, and what nobody has open is put away. */
  async beat(): Promise<void> {
    const now = this.#now()
    for (const room of await this.opened()) {
      for (const connection of [...room.connections]) connection.heartbeat()
      if (room.connections.size > 0) this.#lastUsed.set(room.document, now)
      if (room.trouble !== undefined) continue
      const idle = now - (this.#lastUsed.get(room.document) ?? now) > IDLE
      if (room.tail.records >= (idle ? COMPACT_IDLE : COMPACT_AT)) await room.compact()
      if (idle && room.connections.size === 0) await this.#putAway(room)
    }
  }

  /** Puts a document away although somebody may have it open: its readers come again and find what holds now. */
  async end(document: string): Promise<void> {
    const room = (await this.opened()).find(open => open.document === document)
    if (room !== undefined) await this.#putAway(room)
  }

  /** Ends the room of a document, if there is one, and runs `work`; who wants to come in waits until it is done. */
  async whileClosed<T>(document: string, work: () => Promise<T>): Promise<T> {
    const opening = this.#rooms.get(document)
    this.#rooms.delete(document)
    const done = (async () => {
      await (await opening?.catch(() => undefined))?.close()
      return work()
    })()
    const left = done.then(
      () => undefined,
      () => undefined,
    )
    this.#leaving.set(document, left)
    try {
      return await done
    } finally {
      this.#leaving.delete(document)
    }
  }

  /** Makes everything durable and ends all connections. */
  async close(): Promise<void> {
    const rooms = await this.opened()
    this.#rooms.clear()
    await Promise.all(rooms.map(room => room.close()))
    await Promise.all(this.#leaving.values())
  }

  async #load(document: string, load: () => Promise<R>): Promise<R> {
    try {
      await this.#leaving.get(document)
      return await load()
    } catch (error) {
      this.#rooms.delete(document)
      throw error
    }
  }

  async #putAway(room: R): Promise<void> {
    const { document } = room
    this.#rooms.delete(document)
    this.#lastUsed.delete(document)
    const leaving = room.close()
    this.#leaving.set(document, leaving)
    await leaving
    this.#leaving.delete(document)
  }
}
