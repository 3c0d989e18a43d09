/**
 * One window of a room: what came in together is applied inside a single Yjs transaction, and what must be durable before anyone sees it is noted.
 * What may come in is the business of each kind of document: Window.ts for sheets, notes/NoteWindow.ts for notes.
 */
import type { Authorship, CellChange, LogBatch } from '../storage/Store.ts'
import type { Connection } from './Connection.ts'
import type { Accepted, GateRefusal } from './structGate.ts'

/** An update on its way into a window. */
export interface Queued {
  readonly connection: Connection
  readonly update: Uint8Array
  readonly when: 'early' | 'in-turn'
}

/** What an early update may lack: the reader sends it again with all before it, in its answer to our state vector. */
export const COMES_AGAIN: ReadonlySet<GateRefusal> = new Set<GateRefusal>([
  'gap',
  'missing-dependency',
  'future-delete',
  'bad-key',
])

/** An update that changed nothing, or whose edits fell into a folded generation: its author must be told. */
export interface Reply {
  readonly connection: Connection
  readonly accepted: Accepted
}

/** What a window is for: which document, of which sheet, and whose its client ids are. */
export interface WindowPlace {
  readonly document: string
  readonly sheetId: string
  readonly seq: number
  readonly at: number
  /** True when the binding is new and has to be stored. */
  bind(client: number, member: string): boolean
}

export abstract class DocumentWindow {
  readonly authors: Authorship[] = []
  readonly changes: CellChange[] = []
  readonly bindings: { client: number; member: string }[] = []
  readonly replies: Reply[] = []
  readonly seq: number
  readonly at: number
  readonly #place: WindowPlace

  constructor(place: WindowPlace) {
    this.#place = place
    this.seq = place.seq
    this.at = place.at
  }

  /** Inspects and applies one update. Called inside the window's transaction. */
  abstract take(item: Queued): void

  /** Notes who wrote what of an update that has been applied. */
  protected noteAuthor(connection: Connection, accepted: Accepted): void {
    const { member, session } = connection.speaker
    for (const range of accepted.ranges) {
      this.authors.push({ member: member.id, session, ...range })
      if (this.#place.bind(range.client, member.id)) this.bindings.push({ client: range.client, member: member.id })
    }
    if (accepted.dead.length > 0 || accepted.ranges.length === 0) this.replies.push({ connection, accepted })
  }

  /** What the store must make durable. */
  batch(update: Uint8Array): LogBatch {
    return {
      document: this.#place.document,
      sheet: this.#place.sheetId,
      record: { seq: this.seq, at: this.at, update, authors: this.authors },
      changes: this.changes,
      bindings: this.bindings,
    }
  }
}
