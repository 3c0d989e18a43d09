/**
 * How much of a note this device has and the server's disk has not (docs/SPEC.md NOTE-18). What was written is known by the state vectors the server
 * sends; what only deletes leaves no struct, so each such edit waits for the server's word.
 */
import * as Y from 'yjs'
import type { EditKeeper } from '../sync/PendingEdits.ts'

const KEY = 'edits'

export class UnsavedNote {
  readonly #doc: Y.Doc
  readonly #keeper: EditKeeper
  /** Clocks behind the edits of this tab that wrote something. */
  #written: number[] = []
  /** Edits of this connection that only deleted. */
  #deleted = 0
  /** Edits from before this connection: they go out with the answer to the server's state vector, all at once. */
  #earlier: number
  /** What the server is known to have. */
  #server = new Map<number, number>()

  /** What an earlier tab left unsaved counts too; `keeper` is where it is noted. */
  constructor(doc: Y.Doc, keeper: EditKeeper) {
    this.#doc = doc
    this.#keeper = keeper
    this.#earlier = [...keeper.all()].reduce((sum, [key, text]) => (key === KEY ? sum + (Number(text) || 0) : sum), 0)
  }

  get count(): number {
    return this.#written.length + this.#deleted + this.#earlier
  }

  /** This tab has made an edit. */
  edited(update: Uint8Array): void {
    const end = Y.parseUpdateMeta(update).to.get(this.#doc.clientID)
    if (end === undefined) this.#deleted++
    else this.#written.push(end)
    this.#keep()
  }

  /** A connection has begun: whatever has no answer yet goes out again. */
  connected(): void {
    this.#server = new Map()
    this.#earlier += this.#deleted
    this.#deleted = 0
  }

  /** The server has named or sent these. */
  serverHas(clocks: ReadonlyMap<number, number>): void {
    const behind = this.#behind()
    for (const [client, clock] of clocks) this.#server.set(client, Math.max(clock, this.#server.get(client) ?? 0))
    const own = this.#server.get(this.#doc.clientID) ?? 0
    this.#written = this.#written.filter(clock => clock > own)
    // What went out all at once has come back: the deletions in it are on disk with it.
    if (behind && !this.#behind()) this.#earlier = 0
    this.#keep()
  }

  /** An update of ours that brought no structs is on disk. */
  nothingNew(): void {
    if (this.#earlier > 0 && !this.#behind()) this.#earlier = 0
    else if (this.#deleted > 0) this.#deleted--
    this.#keep()
  }

  /** Both sides have told what they have. Where nothing was ever deleted and the server has every struct, nothing is left to tell. */
  synced(): void {
    if (!this.#behind() && Y.createDeleteSetFromStructStore(this.#doc.store).clients.size === 0) this.#earlier = 0
    this.#keep()
  }

  /** Forgets all: it is kept elsewhere, or given up. */
  forget(): void {
    this.#written = []
    this.#deleted = this.#earlier = 0
    this.#keep()
  }

  #behind(): boolean {
    return [...Y.decodeStateVector(Y.encodeStateVector(this.#doc))].some(
      ([client, clock]) => clock > (this.#server.get(client) ?? 0),
    )
  }

  #keep(): void {
    if (this.count === 0) this.#keeper.remove(KEY)
    else this.#keeper.put(KEY, String(this.count))
  }
}
