/** What a room is made of and made with. */
import type { Store } from '../storage/Store.ts'
import type { SheetChanges } from './SheetChanges.ts'

export interface RoomDeps {
  readonly store: Store
  readonly now: () => number
  /** A monotonic clock, ms, for measuring. */
  readonly clock: () => number
  readonly log: {
    warn(fields: object, message: string): void
    error(fields: object, message: string): void
  }
  readonly metrics: SyncMetrics
  /** Told of every sheet that is opened, and of its changes. */
  readonly changes?: SheetChanges
}

/** Counters of the sync server; /metrics shows them. */
export interface SyncMetrics {
  edits: number
  commits: number
  refused: number
  failures: number
}

/** Which sheet: its id, its document's present name, and the columns members may write. A column added meanwhile counts from the next update on. */
export interface RoomSheet {
  readonly id: string
  readonly document: string
  columns: ReadonlySet<string>
  /** Rows that have been made confidential: edits of them, sent by who did not know yet, are refused. */
  readonly away?: ReadonlySet<string>
}
