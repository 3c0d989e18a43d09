/**
 * A document in memory: Yjs as it is on disk (at most one commit ahead), whose client ids are whose, and where its log stands.
 * It is thrown away and loaded anew whenever the disk refused something it already holds.
 */
import * as Y from 'yjs'
import type { StoredDocument } from '../storage/Store.ts'
import { Joining } from './Joining.ts'

/** Who the server's own client ids belong to. */
export const SERVER = 'server'

export class LiveDocument {
  readonly doc = new Y.Doc()
  readonly joining: Joining
  /** Client id → member id, for ever. */
  readonly owners = new Map<number, string>()
  /** Client ids shown by a presence only: not in the store yet. */
  readonly #shown = new Set<number>()
  /** Seq of the newest record. */
  seq: number
  /** Records and bytes since the snapshot: what a start would have to read. */
  tail: { records: number; bytes: number }
  #emitted: Uint8Array | undefined

  /** Builds the document from disk. Throws when an update cannot be applied. */
  constructor(stored: StoredDocument) {
    this.doc.transact(() => {
      if (stored.snapshot !== undefined) Y.applyUpdate(this.doc, stored.snapshot.update)
      for (const record of stored.records) Y.applyUpdate(this.doc, record.update)
    })
    this.seq = stored.records.at(-1)?.seq ?? stored.snapshot?.seq ?? 0
    this.tail = {
      records: stored.records.length,
      bytes: stored.records.reduce((sum, record) => sum + record.update.length, 0),
    }
    // Ids nobody is bound to are the server's: it wrote the base, the generations and the folds.
    for (const client of this.doc.store.clients.keys()) this.owners.set(client, SERVER)
    this.owners.set(this.doc.clientID, SERVER)
    for (const [client, member] of stored.bindings) this.owners.set(client, member)
    this.joining = new Joining(this.doc)
    this.doc.on('update', (update: Uint8Array) => {
      this.#emitted = update
    })
  }

  /** Runs `write` in one transaction and gives the one update it made; undefined when it changed nothing. */
  transact(write: () => void): Uint8Array | undefined {
    this.#emitted = undefined
    this.doc.transact(write)
    return this.#emitted
  }

  /** A presence showed a client id nobody owned: it is this member's from now on. */
  show(client: number, member: string): void {
    if (this.owners.has(client)) return
    this.owners.set(client, member)
    this.#shown.add(client)
  }

  /** A member writes with this client id. True the first time: then the binding has to be stored. */
  bind(client: number, member: string): boolean {
    if (this.owners.has(client) && !this.#shown.delete(client)) return false
    this.owners.set(client, member)
    return true
  }

  /** Whether the last transaction, however it ended, left something in the document. */
  get changed(): boolean {
    return this.#emitted !== undefined
  }

  destroy(): void {
    this.doc.destroy()
  }
}
