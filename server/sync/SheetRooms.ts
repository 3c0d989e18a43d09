/**
 * What services may ask of the live sheets. server/sync/Rooms.ts answers; nobody outside server/sync holds a Room or a Y.Doc.
 */
import type { BrakeRefusal } from '../../shared/domain/brake.ts'
import type { CellEdit, Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { RowsMove } from '../storage/rowTables.ts'

/** Who a server-side write is attributed to. */
export interface Author {
  readonly member: string
  readonly session: string
  /** Somebody who may has agreed to this write: it does not wait although its author's edits do. */
  readonly nodded?: true
}

export interface NewRow {
  readonly id: string
  readonly cells: Readonly<Record<string, Scalar>>
}

/** A cell a command of the server writes. */
export interface CellWish extends CellEdit {
  /** Written only where the cell holds this now; without it, whatever it holds. */
  readonly expected?: Scalar
}

/** What became of a command's cells. */
export interface CellsWritten {
  /** Cells that hold another value now. */
  readonly written: number
  /** Cells left alone because they no longer held what was expected. */
  readonly left: readonly { readonly row: string; readonly column: string }[]
  /** The record of the log they are in, by which the history tells them from all others; undefined when nothing was written. */
  readonly record: { readonly seq: number; readonly at: number } | undefined
}

/** What edits would do to cells that hold something, how many of those others wrote last, and whether the brake would refuse them now. */
export interface Weighed {
  readonly emptied: number
  readonly overwritten: number
  readonly others: number
  readonly refused?: BrakeRefusal
}

export interface SheetRooms {
  /**
   * Reads the sheet as it is on disk: waits for a commit under way. `read` must not keep the document nor await.
   * Throws HubError `no-such-document` or `unavailable`.
   */
  read<T>(sheet: string, read: (sheet: SheetDocument) => T): Promise<T>
  /**
   * Appends rows at the end as base blocks, in one durable transaction with a history row each (`_row`: null → true): all or none.
   * Rows whose id is in the sheet already are left out. Resolves to the number added once everybody may see them.
   */
  appendRows(sheet: string, rows: readonly NewRow[], by: Author): Promise<number>
  /**
   * Writes cells forward (restore, taking a person's edits back, an import that changes rows) in one durable transaction attributed to `by`: all or
   * none. Reserved columns bring rows back (`_gone`: null) or take them away. Cells that hold the value already are left out. Rows must
   * be known, each cell named once. Throws HubError `bad-request` naming an unknown row, and what `rooms.read` throws.
   */
  writeCells(sheet: string, wishes: readonly CellWish[], by: Author): Promise<CellsWritten>
  /**
   * Takes rows out of one sheet and puts them into another with everything that is known of them – cells, history, note, comments, contact – all or
   * nothing. Nothing of them is left in the first, whose readers and the other's go on in new editions. Throws HubError `not-found` for an unknown row,
   * `conflict` for one the other sheet has, and what `rooms.writeCells` throws.
   */
  moveRows(move: RowsMove, by: Author): Promise<void>
  /** Throws what `rooms.read` throws. */
  weigh(sheet: string, member: string, edits: readonly CellEdit[]): Promise<Weighed>
  /**
   * What the sheet is made of, whether its operation has ended or it has been put away or whose edits wait has changed in the database: an open room goes by it when this resolves,
   * and its readers are told.
   */
  renew(sheet: string): Promise<void>
  /** Tells everybody in the sheet that its open conflicts may be others now. */
  announceConflicts(sheet: string): Promise<void>
  /** A member has just been told whether their edits wait in this operation: open connections go by the same. */
  noteNewcomer(operation: string, member: string, waits: boolean): Promise<void>
  /** Tells these members, and who decides, that there is news of suggestions. */
  tellOfSuggestions(sheet: string, members: readonly string[]): Promise<void>
  /** Creates the empty document of a sheet just inserted into the `sheet` table. */
  create(sheet: string, document: string): Promise<void>
  /** Closes every connection of this member with the close code of `not-signed-in`; only those of one session when it is named. */
  disconnect(member: string, session?: string): void
  /** Closes every connection of this member with `rights-changed`: they come back by themselves, with the rights they have then. */
  rejoin(member: string): void
  /** Flushes, closes all connections with 1012 and waits for the last commit. */
  close(): Promise<void>
}
