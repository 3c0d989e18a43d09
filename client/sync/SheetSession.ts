/**
 * One open sheet of this tab (docs/SPEC.md SYNC-20 … SYNC-24, UNDO-1 … UNDO-4): the document, its copy on this device, the connection,
 * what is not saved yet, and undo. Implements `SheetSession` of session.ts.
 */
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { Replay, Settled, SheetChanged } from '../../shared/protocol/syncMessages.ts'
import { type CellEdit, cellKey, ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { UndoCell, UndoPlan, UndoStep, WishKind } from '../../shared/sheet/UndoStack.ts'
import { EditedSheet } from './EditedSheet.ts'
import { ASK_AGAIN, codeOf, NETWORK_EVENTS, REFUSED } from './endings.ts'
import { HeldEdits } from './HeldEdits.ts'
import { HubProvider } from './HubProvider.ts'
import { Listeners } from './Listeners.ts'
import { browserStore, type LocalCopy, type LocalStore } from './localCopies.ts'
import { OwnUndo } from './OwnUndo.ts'
import { carryOver, type PendingEdit } from './PendingEdits.ts'
import { peerOf } from './peerOf.ts'
import { type Link, saveStateOf } from './saveStateOf.ts'
import type { AddedRows, HeldEdit, Peer, SaveState, SheetSession, UndoResult } from './session.ts'

export interface SessionParts {
  /** Document name as the API gave it. */
  readonly document: string
  readonly member: string
  readonly readOnly: boolean
  /** `ws://host/sync` */
  readonly url: string
  /** The document's name now, asked when the server says there is no such document; undefined when the sheet is gone for this member. */
  readonly renamed: () => Promise<string | undefined>
  /** The server says that what the sheet is made of has changed, or that there is news of suggestions. */
  readonly sheetChanged?: (what: SheetChanged['what']) => void
  readonly now?: () => number
  readonly newId?: () => string
  /** The Yjs client id of each new document; random without. */
  readonly newClientId?: () => number
  readonly store?: LocalStore
  readonly WebSocket?: typeof WebSocket
}

/** Opens a sheet: its copy on this device first, then the server. */
export const openSession = (parts: SessionParts): SheetSession => new Session(parts)

/** Everything that goes when a document has to start afresh. */
interface Open {
  readonly document: string
  readonly edited: EditedSheet
  readonly copy: LocalCopy
  provider: HubProvider | undefined
}

class Session implements SheetSession {
  readonly readOnly: boolean
  readonly #parts: SessionParts
  readonly #now: () => number
  readonly #newId: () => string
  readonly #store: LocalStore
  readonly #held: HeldEdits
  readonly #listeners = new Listeners()
  readonly #replacedListeners = new Listeners()
  readonly #conflictListeners = new Listeners()
  readonly #writtenListeners = new Listeners<readonly CellEdit[]>()
  readonly subscribe = this.#listeners.add
  readonly onReplaced = this.#replacedListeners.add
  readonly onConflicts = this.#conflictListeners.add
  readonly onWritten = this.#writtenListeners.add
  readonly #undo = new OwnUndo((row, column) => this.#open.edited.wished(row, column))
  #open: Open
  #link: Link = { kind: 'opening' }
  #savedAt: number | undefined
  #saveState: SaveState = { kind: 'opening' }
  #peers: readonly Peer[] = []
  #cell: { row: string; column: string } | undefined
  #destroyed = false
  /** A hub on this very machine stays reachable without a network, so "offline" only means: look whether it still is. */
  readonly #networkChanged = (): void => {
    if (!this.#destroyed && this.#link.kind !== 'closed') this.#open.provider?.reconnect()
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

  isUnsaved(row: string, column: string): boolean {
    return this.#open.edited.pending.get(row, column) !== undefined
  }

  get canUndo(): boolean {
    return this.nextUndo() !== undefined
  }

  get canRedo(): boolean {
    return this.nextRedo() !== undefined
  }

  nextUndo(): UndoStep | undefined {
    return this.#undo.nextUndo
  }

  nextRedo(): UndoStep | undefined {
    return this.#undo.nextRedo
  }

  planUndo(): UndoPlan | undefined {
    return this.#undo.planUndo()
  }

  planRedo(): UndoPlan | undefined {
    return this.#undo.planRedo()
  }

  change(edits: readonly CellEdit[], added?: AddedRows, kind: WishKind = 'edit'): readonly string[] {
    const changed = edits.flatMap((edit): UndoCell[] => {
      const before = this.sheet.value(edit.row, edit.column)
      return before === edit.value ? [] : [{ row: edit.row, column: edit.column, before, after: edit.value }]
    })
    const rows = added?.rows.map(cells => ({ id: this.#newId(), cells })) ?? []
    const orders = rows.length === 0 ? [] : this.#open.edited.ordersAfter(added?.after, rows.length)
    this.#write([
      ...changed.map(({ row, column, after }) => ({ row, column, value: after })),
      ...rows.flatMap(({ id: row, cells }, i) => [
        { row, column: ROW_EXISTS, value: true },
        { row, column: ROW_ORDER, value: orders[i] ?? null },
        ...Object.entries(cells).map(([column, value]) => ({ row, column, value })),
      ]),
    ])
    // Undoing an added row deletes it: it comes back whole when redone, and a colleague's edit to it survives.
    this.#undo.push(
      [...changed, ...rows.map(({ id }): UndoCell => ({ row: id, column: ROW_GONE, before: true, after: null }))],
      kind,
    )
    this.#changed()
    return rows.map(({ id }) => id)
  }

  edit(edits: readonly CellEdit[], kind?: WishKind): void {
    this.change(edits, undefined, kind)
  }

  addRow(cells: Readonly<Record<string, Scalar>>, after?: string): string {
    const [row] = this.change([], { rows: [cells], ...(after === undefined ? {} : { after }) })
    if (row === undefined) throw new Error('a row was asked for and none came')
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

  noteDone(step: UndoStep): void {
    this.#undo.push(step.cells, step.kind)
    this.#changed()
  }

  hold(edits: readonly CellEdit[], code: ErrorCode): void {
    for (const { row, column, value } of edits) this.#held.add({ row, column, value, code, id: this.#newId() })
    this.#changed()
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
    for (const told of [this.#listeners, this.#replacedListeners, this.#conflictListeners, this.#writtenListeners])
      told.clear()
  }

  // ─── the document ───

  #openDocument(document: string): Open {
    const doc = new Y.Doc()
    doc.clientID = this.#parts.newClientId?.() ?? doc.clientID
    const edited = new EditedSheet(doc, this.#store.edits(document, 'unsaved'), edits =>
      this.#open.provider?.replaying(edits),
    )
    const open: Open = { document, edited, copy: this.#store.copy(document, doc), provider: undefined }
    // Unsaved edits wait for their generation; a new one may be what a replay needs.
    edited.sheet.onChange(() => edited.replayDead())
    this.#undo.follow(edited)
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
        conflicts: () => this.#tellConflicts(),
        sheetChanged: what => this.#parts.sheetChanged?.(what),
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
    const unsaved = old.edited.pending.all()
    for (const edit of unsaved) shelf(edit)
    old.edited.pending.dropAll(unsaved)
    this.#closeDocument()
    await old.copy.erase()
    if (this.#destroyed) return
    this.#link = { kind: 'opening' }
    this.#open = this.#openDocument(document)
    this.#replacedListeners.tell()
    this.#changed()
  }

  // ─── edits and what becomes of them ───

  #write(edits: readonly CellEdit[]): void {
    this.#open.edited.write(edits)
    this.#writtenListeners.tell(edits)
  }

  #carryOut(plan: UndoPlan | undefined): UndoResult | undefined {
    if (plan === undefined) return undefined
    this.#write(plan.edits)
    this.#changed()
    return { step: plan.step, written: plan.edits.length, left: plan.left }
  }

  #acknowledged(client: number, clock: number): void {
    if (this.#open.edited.pending.acknowledge(client, clock)) this.#noteSaved()
  }

  #deadOnArrival(edits: Replay['edits']): void {
    this.#open.edited.pending.settleAll(edits.map(({ client, clock }) => ({ client, clock, saved: false })))
    this.#open.edited.replayDead()
  }

  #settled(edits: Settled['edits']): void {
    this.#open.edited.pending.settleAll(edits)
    this.#open.edited.replayDead()
    this.#noteSaved()
  }

  #tellConflicts(): void {
    this.#conflictListeners.tell()
  }

  #synced(): void {
    if (this.#link.kind === 'down') this.#parts.sheetChanged?.('sheet')
    this.#link = { kind: 'up' }
    this.#tellConflicts()
    const { edited, provider } = this.#open
    const edits = edited.pending
      .ask()
      .map(({ row, column, client, clock }) => ({ key: cellKey(row, column), client, clock }))
    provider?.settle(edits)
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
      // Nobody could be asked: that says nothing about the sheet. The server is asked again, at the latest when the network is back.
      setTimeout(this.#networkChanged, ASK_AGAIN)
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
    const { pending, sheet } = this.#open.edited
    const next = saveStateOf(this.#link, pending.count, sheet.generation > 0, this.#savedAt)
    if (JSON.stringify(next) !== JSON.stringify(this.#saveState)) this.#saveState = next
    this.#listeners.tell()
  }
}
