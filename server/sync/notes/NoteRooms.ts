/**
 * The notes that are open (docs/SPEC.md NOTE-1 … NOTE-8). There may be as many notes as rows, so a note nobody has open for a while is put away;
 * otherwise a note's room is like a sheet's.
 */
import type * as Y from 'yjs'
import { HubError } from '../../../shared/protocol/errors.ts'
import type { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { DocumentRoom } from '../DocumentRoom.ts'
import { loadLive } from '../DocumentWriter.ts'
import { PassingRooms } from '../PassingRooms.ts'
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

export const hasRow = (row: string) => (sheet: SheetDocument) => sheet.has(row)

export class NoteRooms implements Notes {
  readonly #parts: Parts
  readonly #rooms: PassingRooms<DocumentRoom<LiveNote>>

  constructor(parts: Parts) {
    this.#parts = parts
    this.#rooms = new PassingRooms(parts.now)
  }

  /** The row whose note this document is, for which `allowed` holds; undefined when there is none. */
  async placeOf(document: string): Promise<NotePlace | undefined> {
    for (const place of await placesOf(this.#parts.store.db, document))
      if (await this.#parts.hasRow(place.sheet, place.row)) return place
    return undefined
  }

  /** Opens the note of a place that `placeOf` gave. Throws HubError `no-such-document` when the row's note has another name. */
  async open({ sheet, row }: Omit<NotePlace, 'operation'>, document: string): Promise<DocumentRoom<LiveNote>> {
    if ((await claimName(this.#parts.store.db, sheet, row)) !== document) throw new HubError('no-such-document')
    return this.#open(document, sheet)
  }

  async documentOf(sheet: string, row: string): Promise<string> {
    if (!(await this.#parts.hasRow(sheet, row))) throw new HubError('not-found', `row ${row}`)
    return claimName(this.#parts.store.db, sheet, row)
  }

  async read<T>(sheet: string, row: string, read: (note: Y.XmlFragment) => T): Promise<T> {
    const room = await this.#open(await this.documentOf(sheet, row), sheet)
    return room.readLive(({ note }) => read(note))
  }

  /** The notes of these rows belong to another sheet now: whoever reads one has to ask for it again. */
  async moved(sheet: string, rows: readonly string[]): Promise<void> {
    const notes = await this.#parts.store.db
      .selectFrom('note')
      .select('document')
      .where('sheet_id', '=', sheet)
      .where('row_id', 'in', [...rows])
      .execute()
    for (const { document } of notes) await this.#rooms.end(document)
  }

  /** The rooms that are open now. */
  opened(): Promise<ReadonlyArray<DocumentRoom<LiveNote>>> {
    return this.#rooms.opened()
  }

  /** Called every few seconds: heartbeats, snapshots, and notes nobody has open are put away. */
  beat(): Promise<void> {
    return this.#rooms.beat()
  }

  /** Runs `work` while nobody is in this note. */
  whileClosed<T>(document: string, work: () => Promise<T>): Promise<T> {
    return this.#rooms.whileClosed(document, work)
  }

  /** Makes everything durable and ends all connections. */
  close(): Promise<void> {
    return this.#rooms.close()
  }

  #open(document: string, sheet: string): Promise<DocumentRoom<LiveNote>> {
    return this.#rooms.open(document, async () => {
      const kind = noteKind({ sheet, document })
      const live = await loadLive(kind, document, this.#parts.store)
      return new DocumentRoom({ id: sheet, document }, kind, live, this.#parts)
    })
  }
}
