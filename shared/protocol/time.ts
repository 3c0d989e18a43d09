/** Conflicts, deleted rows, moments of a sheet and going back to one: the bodies of HTTP. */
import { z } from 'zod'
import { COLUMN_ID, ROW_ID } from '../sheet/cell.ts'
import { pageQuery, scalar } from './http.ts'

const instant = z.iso.datetime()
const author = z.object({ id: z.string(), name: z.string() })
/** One value of a conflict; nobody is named where the history does not reach. */
const side = z.object({ value: scalar, member: author.nullable(), at: instant.nullable() })

/** A value that somebody wrote and that another took the place of without either having seen the other's, and nobody has settled yet. */
export const conflict = z.object({
  /** The change of the history that made it. */
  id: z.number().int(),
  row: z.string(),
  column: z.string(),
  lost: side,
  stands: side,
})
/** Newest first. `more`: there are more than these. */
export const conflictList = z.object({ items: z.array(conflict), more: z.boolean() })
/** Keeps what stands: everything lost in this cell up to the change `upTo` is settled for everybody. */
export const settleConflict = z.object({
  row: z.string().regex(ROW_ID),
  column: z.string().regex(COLUMN_ID),
  upTo: z.number().int().min(0),
})
export const conflictSettled = z.object({ settled: z.literal(true) })

export const pastQuery = z.object({ at: instant, row: z.string().regex(ROW_ID).optional() })
/** For every cell changed after `at`: what it held then. Row id → column → value, reserved columns included. */
export const pastCells = z.object({ at: instant, rows: z.record(z.string(), z.record(z.string(), scalar)) })

/** A deleted row as it would come back, newest deletion first. */
export const deletedRow = z.object({
  id: z.string(),
  cells: z.record(z.string(), scalar),
  member: author.nullable(),
  at: instant.nullable(),
})
export const deletedQuery = pageQuery.pick({ limit: true })
/** `count`: all there are. */
export const deletedRows = z.object({ items: z.array(deletedRow), count: z.number().int() })

/** Without `from` and `to`: from the first change to the last. */
export const timelineQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  buckets: z.coerce.number().int().min(1).max(500).default(120),
})
/** How many changes fell into each part of the time between `from` and `to`; all parts are as long. Null where a sheet has no history. */
export const timeline = z.object({
  first: instant.nullable(),
  last: instant.nullable(),
  from: instant.nullable(),
  to: instant.nullable(),
  counts: z.array(z.number().int()),
})
/** Everybody who has changed the sheet. */
export const historyAuthors = z.object({ items: z.array(author) })

export const restoreQuery = z.object({ at: instant })
const change = z.object({ row: z.string(), column: z.string(), now: scalar, was: scalar })
/** What going back to `at` would change; nothing is written. `seen` is the newest change looked at. */
export const restorePreview = z.object({
  at: instant,
  seen: z.number().int(),
  cells: z.number().int(),
  rowsBack: z.number().int(),
  rowsAway: z.number().int(),
  rowsMoved: z.number().int(),
  columns: z.array(z.object({ column: z.string(), cells: z.number().int() })),
  /** The first of the cells. */
  sample: z.array(change),
})
/** `seen` as the preview said: cells changed after it are left alone. */
export const restoreWish = z.object({ at: instant, seen: z.number().int().min(0) })
/** `before` and `seen` are what takes this restoring back; null where nothing was written. */
export const restored = z.object({
  written: z.number().int(),
  leftCount: z.number().int(),
  /** The first of the cells that were changed after the preview and are left as they are. */
  left: z.array(z.object({ row: z.string(), column: z.string() })),
  before: instant.nullable(),
  seen: z.number().int(),
})

export type Conflict = z.infer<typeof conflict>
export type ConflictList = z.infer<typeof conflictList>
export type DeletedRow = z.infer<typeof deletedRow>
export type Timeline = z.infer<typeof timeline>
export type RestorePreview = z.infer<typeof restorePreview>
export type Restored = z.infer<typeof restored>
