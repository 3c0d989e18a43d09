/**
 * What services may ask of the live sheets. server/sync/Rooms.ts answers; nobody outside server/sync holds a Room or a Y.Doc.
 */
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'

/** Who a server-side write is attributed to. */
export interface Author {
  readonly member: string
  readonly session: string
}

export interface NewRow {
  readonly id: string
  readonly cells: Readonly<Record<string, Scalar>>
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
  /** Creates the empty document of a sheet just inserted into the `sheet` table. */
  create(sheet: string, document: string): Promise<void>
  /** Closes every connection of this member with the close code of `not-signed-in`; only those of one session when it is named. */
  disconnect(member: string, session?: string): void
  /** Flushes, closes all connections with 1012 and waits for the last commit. */
  close(): Promise<void>
}
