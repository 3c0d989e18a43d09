/**
 * One open note of this tab (docs/SPEC.md NOTE-18): the document, its copy on this device, the connection, and what is not saved yet. Like a sheet's
 * session; what the server refuses is kept as text.
 */
import { nanoid } from 'nanoid'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { NOTE_FIELD, noteText } from '../../shared/notes/noteModel.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { codeOf, REFUSED } from '../sync/endings.ts'
import { HubProvider } from '../sync/HubProvider.ts'
import { browserStore, type LocalCopy, type LocalStore } from '../sync/localCopies.ts'
import type { SaveState } from '../sync/session.ts'
import { readSetting, writeSetting } from '../ui/localSetting.ts'
import { UnsavedNote } from './UnsavedNote.ts'

export interface NoteParts {
  /** Which row's note: what its name on this device is kept under. */
  readonly place: string
  readonly member: string
  readonly readOnly: boolean
  /** `ws://host/sync` */
  readonly url: string
  /** The note's name now. Rejects when nobody could be asked. */
  readonly name: () => Promise<string>
  readonly now?: () => number
  readonly store?: LocalStore
  readonly WebSocket?: typeof WebSocket
}

/** What a note said when the server would not take it: kept until its author has done something with it. */
export interface HeldNote {
  readonly id: string
  readonly text: string
}

/** What the editor works on. Another object after the document had to start afresh. */
export interface OpenNote {
  readonly doc: Y.Doc
  readonly note: Y.XmlFragment
  readonly awareness: Awareness
}

interface Opened {
  readonly document: string
  readonly doc: Y.Doc
  readonly unsaved: UnsavedNote
  readonly copy: LocalCopy
  provider: HubProvider | undefined
}

type Link =
  | { readonly kind: 'opening' }
  | { readonly kind: 'up' }
  | { readonly kind: 'down'; readonly code: ErrorCode | undefined }
  | { readonly kind: 'closed'; readonly code: ErrorCode }

export class NoteSession {
  readonly readOnly: boolean
  readonly #parts: NoteParts
  readonly #store: LocalStore
  readonly #listeners = new Set<() => void>()
  #opened: Opened | undefined
  #open: OpenNote | undefined
  #link: Link = { kind: 'opening' }
  #state: SaveState = { kind: 'opening' }
  #held: readonly HeldNote[] = []
  #savedAt: number | undefined
  #destroyed = false
  readonly #online = (): void => {
    if (this.#opened === undefined) void this.#begin()
    else if (this.#link.kind !== 'closed') this.#opened.provider?.reconnect()
  }

  constructor(parts: NoteParts) {
    this.#parts = parts
    this.readOnly = parts.readOnly
    this.#store = parts.store ?? browserStore(parts.member)
    globalThis.addEventListener?.('online', this.#online)
    void this.#begin()
  }

  /** What is true about saving; the same object until it changes. */
  state(): SaveState {
    return this.#state
  }

  /** Undefined until it is known what the note says, here or on the server. */
  open(): OpenNote | undefined {
    return this.#open
  }

  held(): readonly HeldNote[] {
    return this.#held
  }

  dropHeld(id: string): void {
    if (this.#opened !== undefined) this.#shelf(this.#opened.document).remove(id)
    this.#held = this.#held.filter(held => held.id !== id)
    this.#changed()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  destroy(): void {
    this.#destroyed = true
    globalThis.removeEventListener?.('online', this.#online)
    this.#close()
    this.#listeners.clear()
  }

  /** Asks for the name; without a network the one this device knows is good enough to go on with. */
  async #begin(): Promise<void> {
    const setting = `note.${this.#parts.member}.${this.#parts.place}`
    try {
      const document = await this.#parts.name()
      writeSetting(setting, document)
      this.#load(document)
    } catch {
      const known = readSetting(setting)
      if (known !== undefined) return this.#load(known)
      this.#link = { kind: 'down', code: undefined }
      this.#changed()
    }
  }

  #load(document: string): void {
    if (this.#destroyed || this.#opened !== undefined) return
    const doc = new Y.Doc()
    const unsaved = new UnsavedNote(doc, this.#store.edits(document, 'unsaved'))
    const opened: Opened = { document, doc, unsaved, copy: this.#store.copy(document, doc), provider: undefined }
    this.#opened = opened
    this.#held = [...this.#shelf(document).all()].map(([id, text]) => ({ id, text }))
    this.#link = { kind: 'opening' }
    const connect = (): void => this.#connect(opened)
    opened.copy.loaded.then(connect, connect)
    this.#changed()
  }

  #connect(opened: Opened): void {
    if (this.#destroyed || this.#opened !== opened) return
    const { doc, unsaved } = opened
    doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      if (!transaction.local) return
      unsaved.edited(update)
      this.#changed()
    })
    opened.provider = new HubProvider({
      url: this.#parts.url,
      document: opened.document,
      doc,
      WebSocket: this.#parts.WebSocket,
      events: {
        opened: () => unsaved.connected(),
        synced: () => {
          unsaved.synced()
          this.#link = { kind: 'up' }
          this.#show(opened)
        },
        serverHas: clocks => this.#noted(() => unsaved.serverHas(clocks)),
        nothingNew: () => this.#noted(() => unsaved.nothingNew()),
        acknowledged: () => undefined,
        replay: () => undefined,
        settled: () => undefined,
        conflicts: () => undefined,
        sheetChanged: () => undefined,
        ended: how => this.#ended(opened, how),
      },
    })
    // What this device has is shown at once; what the server has comes in beside it.
    if (doc.getXmlFragment(NOTE_FIELD).length > 0) this.#show(opened)
  }

  #show({ doc, provider }: Opened): void {
    if (provider !== undefined && this.#open?.doc !== doc)
      this.#open = { doc, note: doc.getXmlFragment(NOTE_FIELD), awareness: provider.awareness }
    this.#changed()
  }

  #noted(note: () => void): void {
    const before = this.#opened?.unsaved.count ?? 0
    note()
    if (before > 0 && this.#opened?.unsaved.count === 0) this.#savedAt = (this.#parts.now ?? Date.now)()
    this.#changed()
  }

  #ended(
    opened: Opened,
    { code, reason, final }: { readonly code: number | undefined; readonly reason: string; readonly final: boolean },
  ): void {
    if (this.#opened !== opened) return
    const said = codeOf(code, reason)
    if (!final) {
      this.#link = { kind: 'down', code: said }
      // Without a network there is nothing to wait for: what this device has is what can be written on.
      return this.#show(opened)
    }
    if (said === 'no-such-document') void this.#renamed(opened)
    else if (said !== undefined && REFUSED.has(said) && opened.unsaved.count > 0)
      void this.#startAfresh(opened, opened.document)
    else this.#link = { kind: 'closed', code: said ?? 'unavailable' }
    this.#changed()
  }

  async #renamed(opened: Opened): Promise<void> {
    try {
      const document = await this.#parts.name()
      if (document !== opened.document) return await this.#startAfresh(opened, document)
      this.#link = { kind: 'closed', code: 'no-such-document' }
    } catch {
      this.#link = { kind: 'down', code: 'unavailable' }
    }
    this.#changed()
  }

  /** Begins with an empty document. What was not saved is kept as the text its author saw. */
  async #startAfresh(opened: Opened, document: string): Promise<void> {
    if (opened.unsaved.count > 0) this.#shelf(document).put(nanoid(8), noteText(opened.doc.getXmlFragment(NOTE_FIELD)))
    opened.unsaved.forget()
    this.#close()
    await opened.copy.erase()
    if (this.#destroyed) return
    writeSetting(`note.${this.#parts.member}.${this.#parts.place}`, document)
    this.#load(document)
  }

  #shelf(document: string) {
    return this.#store.edits(document, 'held')
  }

  #close(): void {
    const opened = this.#opened
    this.#opened = this.#open = undefined
    opened?.provider?.destroy()
    void opened?.copy.stop()
    opened?.doc.destroy()
  }

  #changed(): void {
    const next = this.#nextState()
    if (JSON.stringify(next) !== JSON.stringify(this.#state)) this.#state = next
    for (const listener of this.#listeners) listener()
  }

  #nextState(): SaveState {
    const count = this.#opened?.unsaved.count ?? 0
    switch (this.#link.kind) {
      case 'closed':
        return { kind: 'closed', count, code: this.#link.code }
      case 'opening':
        return { kind: 'opening' }
      case 'down':
        return this.#link.code === undefined
          ? { kind: 'waiting', count }
          : { kind: 'notSaved', count, code: this.#link.code }
      case 'up':
        return count > 0 ? { kind: 'saving', count } : { kind: 'saved', at: this.#savedAt }
    }
  }
}

/** Opens a note: its copy on this device first, then the server. */
export const openNote = (parts: NoteParts): NoteSession => new NoteSession(parts)
