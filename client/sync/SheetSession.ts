/**
 * One open sheet of this tab (docs/SPEC.md SYNC-20 … SYNC-24, UNDO-1 … UNDO-4): the document, its copy on this device, the connection,
 * what is not saved yet, and undo. Implements `SheetSession` of session.ts.
 */
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import { ERRORS, type ErrorCode } from '../../shared/protocol/errors.ts'
import type { Replay, Settled } from '../../shared/protocol/syncMessages.ts'
import { type CellEdit, cellKey, ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { type UndoCell, type UndoPlan, UndoStack } from '../../shared/sheet/UndoStack.ts'
import { EditedSheet } from './EditedSheet.ts'
import { HeldEdits } from './HeldEdits.ts'
import { HubProvider, TOO_BIG } from './HubProvider.ts'
import { browserStore, type LocalCopy, type LocalStore } from './localCopies.ts'
import { carryOver, type PendingEdit } from './PendingEdits.ts'
import type { HeldEdit, Peer, SaveState, SheetSession, UndoResult } from './session.ts'

export interface SessionParts {
  /** Document name as the API gave it. */
  readonly document: string
  readonly member: string
  readonly readOnly: boolean
  /** `ws://host/sync` */
  readonly url: string
  /** The document's name now, asked when the server says there is no such document; undefined when the sheet is gone for this member. */
  readonly renamed: () => Promise<string | undefined>
  readonly now?: () => number
  readonly newId?: () => string
  /** The Yjs client id of each new document; random without. */
  readonly newClientId?: () => number
  readonly store?: LocalStore
  readonly WebSocket?: typeof WebSocket
}

/** Opens a sheet: its copy on this device first, then the server. */
export const openSession = (parts: SessionParts): SheetSession => new Session(parts)

/** Codes after which the edits on their way are held for their author instead of being sent again. */
const REFUSED: ReadonlySet<string> = new Set<ErrorCode>([
  'edit-refused',
  'mass-delete',
  'malformed',
  'too-large',
  'no-right',
])

/** Everything that goes when a document has to start afresh. */
interface Open {
  readonly document: string
  readonly edited: EditedSheet
  readonly copy: LocalCopy
  provider: HubProvider | undefined
}

type Link =
  | { readonly kind: 'opening' }
  | { readonly kind: 'up' }
  | { readonly kind: 'down'; readonly code: ErrorCode | undefined }
  | { readonly kind: 'closed'; readonly code: ErrorCode }

class Session implements SheetSession {
  readonly readOnly: boolean
  readonly #parts: SessionParts
  readonly #now: () => number
  readonly #newId: () => string
  readonly #store: LocalStore
  readonly #held: HeldEdits
  readonly #listeners = new Set<() => void>()
  readonly #replacedListeners = new Set<() => void>()
  readonly #undo = new UndoStack((row, column) => this.#open.edited.wished(row, column))
  #open: Open
  #link: Link = { kind: 'opening' }
  #savedAt: number | undefined
  #saveState: SaveState = { kind: 'opening' }
  #peers: readonly Peer[] = []
  #cell: { row: string; column: string } | undefined
  #destroyed = false
  /** A hub on this very machine stays reachable without a network, so "offline" only means: look whether it still is. */
  readonly #networkChanged = (): void => {
    if (this.#link.kind !== 'closed') this.#open.provider?.reconnect()
  }

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.readOnly = parts.readOnly
    this.#now = parts.now ?? Date.now
    this.#newId = parts.newId ?? (() => nanoid(12))
    this.#store = parts.store ?? browserStore(parts.member)
    this.#held = new HeldEdits(this.#store.edits(parts.document, 'held'))
    this.#open = this.#openDocument(parts.document)
    for (const event of NETWORK_EVENTS) globalThis.addEventListener?.(event, this.#networkChanged)
  }

  get sheet(): SheetDocument {
    return this.#open.edited.sheet
  }

  saveState(): SaveState {
    return this.#saveState
  }

  peers(): readonly Peer[] {
    return this.#peers
  }

  held(): readonly HeldEdit[] {
    return this.#held.all()
  }

  get canUndo(): boolean {
    return this.#undo.canUndo
  }

  get canRedo(): boolean {
    return this.#undo.canRedo
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onReplaced(listener: () => void): () => void {
    this.#replacedListeners.add(listener)
    return () => this.#replacedListeners.delete(listener)
  }

  edit(edits: readonly CellEdit[]): void {
    const step = edits.flatMap((edit): UndoCell[] => {
      const before = this.sheet.value(edit.row, edit.column)
      return before === edit.value ? [] : [{ row: edit.row, column: edit.column, before, after: edit.value }]
    })
    this.#open.edited.write(step.map(({ row, column, after }) => ({ row, column, value: after })))
    this.#undo.push(step)
    this.#changed()
  }

  addRow(cells: Readonly<Record<string, Scalar>>, after?: string): string {
    const row = this.#newId()
    const edits = Object.entries(cells).map(([column, value]) => ({ row, column, value }))
    const order = this.#open.edited.orderAfter(after)
    this.#open.edited.write([
      { row, column: ROW_EXISTS, value: true },
      { row, column: ROW_ORDER, value: order },
      ...edits,
    ])
    // Undoing an added row deletes it: it comes back whole when redone, and a colleague's edit to it survives.
    this.#undo.push([{ row, column: ROW_GONE, before: true, after: null }])
    this.#changed()
    return row
  }

  deleteRows(rows: readonly string[]): void {
    this.edit(rows.map(row => ({ row, column: ROW_GONE, value: true })))
  }

  undo(): UndoResult | undefined {
    return this.#carryOut(this.#undo.undo())
  }

  redo(): UndoResult | undefined {
    return this.#carryOut(this.#undo.redo())
  }

  setCell(cell: { row: string; column: string } | undefined): void {
    this.#cell = cell
    this.#open.provider?.awareness.setLocalStateField('cell', cell ?? null)
  }

  redoHeld(id: string): void {
    const held = this.#held.all().find(edit => edit.id === id)
    if (held === undefined) return
    this.dropHeld(id)
    this.edit([held])
  }

  dropHeld(id: string): void {
    this.#held.drop(id)
    this.#changed()
  }

  destroy(): void {
    this.#destroyed = true
    for (const event of NETWORK_EVENTS) globalThis.removeEventListener?.(event, this.#networkChanged)
    this.#closeDocument()
    this.#listeners.clear()
    this.#replacedListeners.clear()
  }

  // ─── the document ───

  #openDocument(document: string): Open {
    const doc = new Y.Doc()
    doc.clientID = this.#parts.newClientId?.() ?? doc.clientID
    const edited = new EditedSheet(doc, this.#store.edits(document, 'unsaved'))
    const open: Open = { document, edited, copy: this.#store.copy(document, doc), provider: undefined }
    // Unsaved edits wait for their generation; a new one may be what a replay needs.
    edited.sheet.onChange(() => edited.replayDead())
    open.copy.loaded.then(
      () => this.#connect(open),
      () => this.#connect(open),
    )
    return open
  }

  #connect(open: Open): void {
    if (this.#destroyed || this.#open !== open) return
    open.provider = new HubProvider({
      url: this.#parts.url,
      document: open.document,
      doc: open.edited.doc,
      WebSocket: this.#parts.WebSocket,
      events: {
        opened: () => void open.edited.pending.ask(),
        synced: () => this.#synced(),
        acknowledged: (client, clock) => this.#acknowledged(client, clock),
        replay: edits => this.#deadOnArrival(edits),
        settled: edits => this.#settled(edits),
        ended: how => this.#ended(how),
      },
    })
    open.provider.awareness.on('change', () => this.#presenceChanged())
    this.setCell(this.#cell)
    this.#changed()
  }

  #closeDocument(): void {
    this.#open.provider?.destroy()
    this.#open.edited.sheet.destroy()
    void this.#open.copy.stop()
    this.#open.edited.doc.destroy()
  }

  /** Begins with an empty document. What was not saved goes to `shelf` before it is forgotten here. */
  async #startAfresh(document: string, shelf: (unsaved: PendingEdit) => void): Promise<void> {
    const old = this.#open
    for (const edit of old.edited.pending.all()) {
      shelf(edit)
      old.edited.pending.drop(edit)
    }
    this.#closeDocument()
    await old.copy.erase()
    if (this.#destroyed) return
    this.#link = { kind: 'opening' }
    this.#open = this.#openDocument(document)
    for (const listener of this.#replacedListeners) listener()
    this.#changed()
  }

  // ─── edits and what becomes of them ───

  #carryOut(plan: UndoPlan | undefined): UndoResult | undefined {
    if (plan === undefined) return undefined
    this.#open.edited.write(plan.edits)
    this.#changed()
    return { step: plan.step, written: plan.edits.length, left: plan.left }
  }

  #acknowledged(client: number, clock: number): void {
    if (this.#open.edited.pending.acknowledge(client, clock)) this.#noteSaved()
  }

  #deadOnArrival(edits: Replay['edits']): void {
    for (const { client, clock } of edits) this.#open.edited.pending.settle(client, clock, false)
    this.#open.edited.replayDead()
  }

  #settled(edits: Settled['edits']): void {
    for (const { client, clock, saved } of edits) this.#open.edited.pending.settle(client, clock, saved)
    this.#open.edited.replayDead()
    this.#noteSaved()
  }

  #synced(): void {
    this.#link = { kind: 'up' }
    const { edited, provider } = this.#open
    const edits = edited.pending
      .ask()
      .map(({ row, column, client, clock }) => ({ key: cellKey(row, column), client, clock }))
    for (let i = 0; i < edits.length; i += SETTLE_AT_ONCE)
      provider?.settle({ edits: edits.slice(i, i + SETTLE_AT_ONCE) })
    this.#changed()
  }

  #noteSaved(): void {
    if (this.#open.edited.pending.count === 0) this.#savedAt = this.#now()
    this.#changed()
  }

  // ─── when the connection ends ───

  #ended({ code, reason, final }: { code: number | undefined; reason: string; final: boolean }): void {
    const said = codeOf(code, reason)
    if (!final) {
      this.#link = { kind: 'down', code: said }
    } else if (said === 'no-such-document') {
      void this.#followRename()
    } else if (
      said !== undefined &&
      REFUSED.has(said) &&
      this.#link.kind === 'up' &&
      this.#open.edited.pending.count > 0
    ) {
      void this.#hold(said)
    } else {
      this.#link = { kind: 'closed', code: said ?? 'unavailable' }
    }
    this.#changed()
  }

  /** The server refused something this tab wrote: keep the texts, start afresh, let their author decide. */
  #hold(code: ErrorCode): Promise<void> {
    return this.#startAfresh(this.#open.document, ({ row, column, value }) =>
      this.#held.add({ row, column, value, code, id: this.#newId() }),
    )
  }

  /** The sheet goes on under another name: take the unsaved edits over. */
  async #followRename(): Promise<void> {
    let document: string | undefined
    try {
      document = await this.#parts.renamed()
    } catch {
      // Nobody could be asked: that says nothing about the sheet. When the network is back the server names it again.
      return this.#noteLink({ kind: 'down', code: 'unavailable' })
    }
    if (document === undefined || document === this.#open.document)
      return this.#noteLink({ kind: 'closed', code: 'no-such-document' })
    const unsaved = this.#store.edits(document, 'unsaved')
    await this.#startAfresh(document, edit => carryOver(edit, unsaved))
  }

  // ─── what the page is told ───

  #noteLink(link: Link): void {
    this.#link = link
    this.#changed()
  }

  #presenceChanged(): void {
    const { provider, edited } = this.#open
    const states = provider?.awareness.getStates() ?? new Map()
    this.#peers = [...states].flatMap(([client, state]) =>
      client === edited.doc.clientID ? [] : (peerOf(client, state) ?? []),
    )
    this.#changed()
  }

  #changed(): void {
    const next = this.#nextSaveState()
    if (JSON.stringify(next) !== JSON.stringify(this.#saveState)) this.#saveState = next
    for (const listener of this.#listeners) listener()
  }

  #nextSaveState(): SaveState {
    const { pending, sheet } = this.#open.edited
    const { count } = pending
    switch (this.#link.kind) {
      case 'closed':
        return { kind: 'closed', count, code: this.#link.code }
      case 'opening':
        return sheet.generation === 0 ? { kind: 'opening' } : { kind: 'waiting', count }
      case 'down':
        return this.#link.code === undefined
          ? { kind: 'waiting', count }
          : { kind: 'notSaved', count, code: this.#link.code }
      case 'up':
        return count > 0 ? { kind: 'saving', count } : { kind: 'saved', at: this.#savedAt }
    }
  }
}

/** What a browser says when the device's network changes. */
const NETWORK_EVENTS = ['offline', 'online'] as const
/** Edits one SETTLE may ask about. */
const SETTLE_AT_ONCE = 10_000

function codeOf(code: number | undefined, reason: string): ErrorCode | undefined {
  if (code === TOO_BIG) return 'too-large'
  return Object.hasOwn(ERRORS, reason) ? (reason as ErrorCode) : undefined
}

/** A peer from an awareness state, which another version of the page may have written. */
function peerOf(client: number, state: unknown): Peer | undefined {
  if (typeof state !== 'object' || state === null) return undefined
  const { user, cell } = state as {
    user?: { name?: unknown; color?: unknown }
    cell?: { row?: unknown; column?: unknown } | null
  }
  if (typeof user?.name !== 'string' || typeof user.color !== 'string') return undefined
  const { row, column } = cell ?? {}
  return {
    client,
    name: user.name,
    color: user.color,
    cell: typeof row === 'string' && typeof column === 'string' ? { row, column } : undefined,
  }
}
