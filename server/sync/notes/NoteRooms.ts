/**
 * The notes that are open (docs/SPEC.md NOTE-1 … NOTE-8). There may be as many notes as rows, so a note nobody has open for a while is put away;
 * otherwise a note's room is like a sheet's.
 */
import type * as Y from 'yjs'
import { HubError } from '../../../shared/protocol/errors.ts'
import type { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { DocumentRoom } from '../DocumentRoom.ts'
import { loadLive } from '../DocumentWriter.ts'
import type { RoomDeps } from '../roomDeps.ts'
import type { LiveNote } from './LiveNote.ts'
import { noteKind } from './noteKind.ts'
import { claimName, type NotePlace, placesOf } from './noteNames.ts'

/** What services may ask of notes. */
export interface Notes {
  /** The name of a row's note on the sync socket. Throws HubError `not-found` for a row the sheet does not know. */
  documentOf(sheet: string, row: string): Promise<string>
  /** Reads a note as it is on disk; `read` must not await nor keep it. */
  read<T>(sheet: string, row: string, read: (note: Y.XmlFragment) => T): Promise<T>
}

interface Parts extends RoomDeps {
  /** Whether the sheet knows this row, deleted or not. */
  readonly hasRow: (sheet: string, row: string) => Promise<boolean>
}

/** A note's room, and where it belongs. */
export interface OpenNote {
  readonly room: DocumentRoom<LiveNote>
  readonly operation: string
}

/** A note nobody has open is put away after so long, ms. */
const IDLE = 60_000
/** Records after which a snapshot takes their place: while it is open, and when it is put away. */
const COMPACT_AT = 500
const COMPACT_IDLE = 50

export const hasRow = (row: string) => (sheet: SheetDocument) => sheet.has(row)

export class NoteRooms implements Notes {
  readonly #parts: Parts
  readonly #rooms = new Map<string, Promise<OpenNote>>()
  /** Notes being put away: who wants one of them waits until the disk has all of it. */
  readonly #leaving = new Map<string, Promise<void>>()
  readonly #lastUsed = new Map<string, number>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The row whose note this document is, for which `allowed` holds; undefined when there is none. */
  async placeOf(document: string): Promise<NotePlace | undefined> {
    for (const place of await placesOf(this.#parts.store.db, document))
      if (await this.#parts.hasRow(place.sheet, place.row)) return place
    return undefined
  }

  /** Opens the note of a place that `placeOf` gave. Throws HubError `no-such-document` when the row's note has another name. */
  async open({ sheet, row, operation }: NotePlace, document: string): Promise<OpenNote> {
    if ((await claimName(this.#parts.store.db, sheet, row)) !== document) throw new HubError('no-such-document')
    return this.#open(document, sheet, operation)
  }

  async documentOf(sheet: string, row: string): Promise<string> {
    if (!(await this.#parts.hasRow(sheet, row))) throw new HubError('not-found', `row ${row}`)
    return claimName(this.#parts.store.db, sheet, row)
  }

  async read<T>(sheet: string, row: string, read: (note: Y.XmlFragment) => T): Promise<T> {
    const document = await this.documentOf(sheet, row)
    const { operation_id: operation } = await this.#parts.store.db
      .selectFrom('sheet')
      .select('operation_id')
      .where('id', '=', sheet)
      .executeTakeFirstOrThrow()
    const { room } = await this.#open(document, sheet, operation)
    return room.readLive(({ note }) => read(note))
  }

  /** The rooms that are open now. */
  async opened(): Promise<ReadonlyArray<DocumentRoom<LiveNote>>> {
    const settled = await Promise.allSettled(this.#rooms.values())
    return settled.flatMap(result => (result.status === 'fulfilled' ? [result.value.room] : []))
  }

  /** Called every few seconds: heartbeats, snapshots, and notes nobody has open are put away. */
  async beat(): Promise<void> {
    const now = this.#parts.now()
    for (const room of await this.opened()) {
      for (const connection of [...room.connections]) connection.heartbeat()
      if (room.connections.size > 0) this.#lastUsed.set(room.document, now)
      if (room.trouble !== undefined) continue
      const idle = now - (this.#lastUsed.get(room.document) ?? now) > IDLE
      if (room.tail.records >= (idle ? COMPACT_IDLE : COMPACT_AT)) await room.compact()
      if (idle && room.connections.size === 0) await this.#putAway(room)
    }
  }

  /** Makes everything durable and ends all connections. */
  async close(): Promise<void> {
    await Promise.all((await this.opened()).map(room => room.close()))
    await Promise.all(this.#leaving.values())
  }

  #open(document: string, sheet: string, operation: string): Promise<OpenNote> {
    this.#lastUsed.set(document, this.#parts.now())
    const opening = this.#rooms.get(document) ?? this.#load(document, sheet, operation)
    this.#rooms.set(document, opening)
    return opening
  }

  async #load(document: string, sheet: string, operation: string): Promise<OpenNote> {
    try {
      await this.#leaving.get(document)
      const kind = noteKind({ sheet, document })
      const live = await loadLive(kind, document, this.#parts.store)
      return { room: new DocumentRoom({ id: sheet, document }, kind, live, this.#parts), operation }
    } catch (error) {
      this.#rooms.delete(document)
      throw error
    }
  }

  async #putAway(room: DocumentRoom<LiveNote>): Promise<void> {
    const { document } = room
    this.#rooms.delete(document)
    this.#lastUsed.delete(document)
    const leaving = room.close()
    this.#leaving.set(document, leaving)
    await leaving
    this.#leaving.delete(document)
  }
}
