/** Commands that are taken back as one (imports, the undoing of a person), and who changed how much. */
import { z } from 'zod'
import { historyItem, pageQuery, scalar } from './http.ts'

const id = z.string().min(1).max(64)
const count = z.number().int().min(0)
const instant = z.iso.datetime()
const person = z.object({ id, name: z.string() })

/** A cell a command left alone because somebody has changed it since; `_row`: an added row somebody else has written into. */
export const commandLeft = z.object({
  sheet: id,
  row: id,
  column: z.string(),
  /** What the row is about. */
  label: z.string(),
})
export const commandInfo = z.object({
  id,
  kind: z.enum(['import', 'revert', 'merge']),
  /** null: every sheet of the operation */
  sheet: id.nullable(),
  by: person,
  /** Whose changes a revert takes back, and since when. */
  of: person.nullable(),
  since: instant.nullable(),
  fileName: z.string().nullable(),
  at: instant,
  /** `undone` may be done again, `done` taken back. */
  state: z.enum(['underWay', 'done', 'undone']),
  stateAt: instant,
  stateBy: person,
  /** What it did, in numbers: rowsAdded, rowsUpdated, cellsUpdated, skipped; cells, rowsRemoved, rowsRestored. */
  counts: z.record(z.string(), count),
  /** Of its newest step. */
  leftCount: count,
  left: z.array(commandLeft),
})
/** `written`: cells this call has changed; 0 when it was so already. */
export const commandResult = z.object({ command: commandInfo, written: count })
export const commandList = z.object({ items: z.array(commandInfo) })

/** Everything this member did since that moment, in one sheet or in all of the operation. */
export const revertWish = z.object({ member: id, since: instant, sheet: id.optional() })
export const revertPreview = z.object({
  /** What would be written, and rows that would go or come back. */
  cells: count,
  rowsRemoved: count,
  rowsRestored: count,
  /** Left alone, because somebody else has changed them since. */
  leftCount: count,
  left: z.array(commandLeft),
  /** Where: cells by sheet and column, most first. */
  columns: z.array(z.object({ sheet: id, column: z.string(), cells: count })),
  /** The first few, from what to what. */
  sample: z.array(
    z.object({
      sheet: id,
      row: id,
      column: z.string(),
      label: z.string(),
      old: scalar,
      new: scalar,
    }),
  ),
})

export const activityQuery = z.object({ from: instant, to: instant.optional(), sheet: id.optional() })
/** Why somebody's changes want a look. */
export const suspicion = z.object({
  why: z.enum(['sameText', 'emptying', 'deleting', 'overwriting']),
  count,
  /** The repeated text, cut. */
  text: z.string().optional(),
})
export const personActivity = z.object({
  member: person,
  organization: z.string(),
  edits: count,
  rowsAdded: count,
  rowsDeleted: count,
  emptied: count,
  overwritten: count,
  imports: count,
  /** Rows that came in by their imports. */
  imported: count,
  lastAt: instant,
  /** Changes in each five minutes, from the start of the time asked for; longer steps when it is longer than a day. */
  spark: z.array(count),
  suspicions: z.array(suspicion),
})
export const activity = z.object({
  from: instant,
  to: instant,
  stepMinutes: count,
  /** Whether there were more changes than are counted here. */
  cut: z.boolean(),
  people: z.array(personActivity),
})
export const changesQuery = pageQuery.extend({
  member: id,
  from: instant,
  to: instant.optional(),
  sheet: id.optional(),
})
/** One person's changes, newest first. */
export const changesPage = z.object({
  items: z.array(historyItem.extend({ sheet: id, label: z.string() })),
  next: z.string().nullable(),
})

export type CommandInfo = z.infer<typeof commandInfo>
export type CommandLeft = z.infer<typeof commandLeft>
export type CommandResult = z.infer<typeof commandResult>
export type RevertWish = z.infer<typeof revertWish>
export type RevertPreview = z.infer<typeof revertPreview>
export type Activity = z.infer<typeof activity>
export type PersonActivity = z.infer<typeof personActivity>
export type Suspicion = z.infer<typeof suspicion>
