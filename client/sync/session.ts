/**
 * What the page knows of one open sheet: rows, presence, what is saved. client/sync/SheetSession.ts makes it; the grid and the frame use it.
 */
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { CellEdit } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { UndoPlan, UndoStep, WishKind } from '../../shared/sheet/UndoStack.ts'

/**
 * What is true about saving, always on screen:
 * - `opening`: no rows yet · `saved`: every edit is on the server's disk · `saving`: `count` edits are on their way
 * - `waiting`: no connection; `count` edits are kept on this device · `notSaved`: the server says why it does not save (`count` edits kept here)
 * - `closed`: the server ended this for good (signed out, no right, sheet gone)
 */
export type SaveState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'saved'; readonly at: number | undefined }
  | { readonly kind: 'saving'; readonly count: number }
  | { readonly kind: 'waiting'; readonly count: number }
  | { readonly kind: 'notSaved'; readonly count: number; readonly code: ErrorCode }
  | { readonly kind: 'closed'; readonly count: number; readonly code: ErrorCode }

/** Somebody else in this sheet (one entry a tab). Name and colour are the server's. */
export interface Peer {
  readonly client: number
  readonly name: string
  readonly color: string
  readonly cell: { readonly row: string; readonly column: string } | undefined
}

/** An edit the server refused: the text is kept until its author does something with it. */
export interface HeldEdit extends CellEdit {
  readonly id: string
  readonly code: ErrorCode
}

/** Undo or redo: what the step will write, and the cells left alone because a colleague has changed them since. */
export interface UndoResult {
  readonly step: UndoStep
  readonly written: number
  readonly left: readonly { readonly row: string; readonly column: string }[]
}

/** Rows a wish adds: one below the other, under `after` or at the end without one. */
export interface AddedRows {
  readonly after?: string
  readonly rows: readonly Readonly<Record<string, CellEdit['value']>>[]
}

export interface SheetSession {
  readonly sheet: SheetDocument
  /** For useSyncExternalStore: the same object until something changes. */
  saveState(): SaveState
  peers(): readonly Peer[]
  held(): readonly HeldEdit[]
  /** Whether this cell holds an edit of this device that is not known to be on the server's disk. */
  isUnsaved(row: string, column: string): boolean
  /** Called after any of the above changed. Returns how to stop. */
  subscribe(listener: () => void): () => void
  /**
   * Called when the whole document was replaced (new edition of the sheet, or after a refusal): `sheet` is another object now; rebuild the grid.
   */
  onReplaced(listener: () => void): () => void
  /** Called when the server says that the open conflicts may be others now, and after each reconnect. Returns how to stop. */
  onConflicts(listener: () => void): () => void
  /** Called after this tab has written cells for its person – a wish, its undo or redo – with what it wrote, bookkeeping columns included. Returns how to stop. */
  onWritten(listener: (edits: readonly CellEdit[]) => void): () => void
  readonly readOnly: boolean

  /**
   * One wish, one Yjs transaction, one undo step: cells to change and rows to add (a paste does both). Cells that already hold the value are
   * left out. `kind` is what the undo of it will be called (`edit` without one). Returns the ids of the added rows, in order.
   */
  change(edits: readonly CellEdit[], added?: AddedRows, kind?: WishKind): readonly string[]
  /** `change` of cells alone. */
  edit(edits: readonly CellEdit[], kind?: WishKind): void
  /** Adds a row below `after` (at the end without one) holding these cells; returns its id. One undo step. */
  addRow(cells: Readonly<Record<string, CellEdit['value']>>, after?: string): string
  /** Tombstones; one undo step. */
  deleteRows(rows: readonly string[]): void
  undo(): UndoResult | undefined
  redo(): UndoResult | undefined
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** What `undo()` and `redo()` would take up next, for saying so beforehand. */
  nextUndo(): UndoStep | undefined
  nextRedo(): UndoStep | undefined
  /** What they would come to now, the cells they would leave to a colleague included. Looks at every cell of the step. */
  planUndo(): UndoPlan | undefined
  planRedo(): UndoPlan | undefined
  /** Tells the others which cell this tab is in. */
  setCell(cell: { row: string; column: string } | undefined): void
  /** A command of the server has done this for the person: undo takes it back like a wish of their own. */
  noteDone(step: UndoStep): void
  /** Keeps edits that were not written, with the reason, until their author settles them: the same shelf as what the server refused. */
  hold(edits: readonly CellEdit[], code: ErrorCode): void
  /** Writes a refused edit again as a new one. */
  redoHeld(id: string): void
  dropHeld(id: string): void
  /** Ends the connection; local copies stay (sign-out deletes them: `clearLocalCopies` in client/sync/localCopies.ts). */
  destroy(): void
}
