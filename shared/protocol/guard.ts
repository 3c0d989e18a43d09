/** What protects an operation against vandals: confirmed bulk edits, and newcomers' edits that wait for a nod. */
import { z } from 'zod'
import { scalar } from './http.ts'

const cell = z.object({ row: z.string().min(1).max(40), column: z.string().min(1).max(41), value: scalar })
/** Cells one command may write. */
export const MAX_BULK = 10_000
export const bulkEdits = z.object({ edits: z.array(cell).min(1).max(MAX_BULK) })
/** What a set of edits would do, counted where everybody's authorship is known. */
export const bulkWeight = z.object({
  /** Cells that hold something and would be emptied. */
  emptied: z.number().int(),
  /** Cells that hold something and would hold something else. */
  overwritten: z.number().int(),
  /** How many of both were last written by somebody else. */
  others: z.number().int(),
  /** Why the sync socket would refuse them now; absent when it would not. */
  refused: z.enum(['mass-delete', 'mass-overwrite']).exactOptional(),
})
export type BulkWeight = z.infer<typeof bulkWeight>
export const bulkResult = z.object({ written: z.number().int() })

/** Whether newcomers' edits wait, and who is one: no edit here as old as `hours` hours, and fewer than `edits` accepted suggestions. */
export const guardSettings = z.object({
  nod: z.boolean(),
  hours: z.number().int().min(1).max(8760),
  edits: z.number().int().min(1).max(10_000),
})
export type GuardSettings = z.infer<typeof guardSettings>

/** Suggestions of one call. */
export const newSuggestions = z.object({ edits: z.array(cell).min(1).max(10_000) })
export const suggestion = z.object({
  id: z.string(),
  row: z.string(),
  column: z.string(),
  /** What the cell held when it was suggested, or when a coordinator last looked. */
  old: scalar,
  new: scalar,
  member: z.object({ id: z.string(), name: z.string() }),
  at: z.iso.datetime(),
  state: z.enum(['waiting', 'accepted', 'refused', 'withdrawn']),
  reason: z.string().nullable(),
})
export type Suggestion = z.infer<typeof suggestion>
export const suggestionList = z.object({
  items: z.array(suggestion),
  /** How many wait, shown here or not. */
  waiting: z.number().int(),
})
export const suggestionDecision = z.object({
  accept: z.array(z.string().max(64)).max(2_000).default([]),
  refuse: z.array(z.string().max(64)).max(2_000).default([]),
  /** Told to the author of what is refused. */
  reason: z.string().trim().max(200).default(''),
})
/** Suggestions their author takes back; those that are not the caller's or no longer wait are passed over. */
export const suggestionWithdrawal = z.object({ ids: z.array(z.string().max(64)).min(1).max(2_000) })
export const suggestionsWithdrawn = z.object({ withdrawn: z.number().int(), waiting: z.number().int() })
export const suggestionOutcome = z.object({
  accepted: z.number().int(),
  refused: z.number().int(),
  /** Not accepted because the cell has changed since it was suggested: they wait on, with what the cell holds now. */
  changed: z.number().int(),
})
export const suggestionsMade = z.object({ waiting: z.number().int() })
