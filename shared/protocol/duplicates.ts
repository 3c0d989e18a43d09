/** Rows that may tell of the same: what is found, what a person says, rows made one (docs/SPEC.md DUP). */
import { z } from 'zod'
import { MERGE_CHOICES } from '../domain/mergeRows.ts'
import { pageQuery, scalar } from './http.ts'
import { commandLeft } from './revert.ts'

const id = z.string().min(1).max(64)
const rowId = z.string().min(1).max(40)
const instant = z.iso.datetime()
const count = z.number().int().min(0)
const person = z.object({ id, name: z.string() })
const cells = z.record(z.string(), scalar)

/** One of two rows, with what a person needs to tell them apart. */
export const pairRow = z.object({
  row: rowId,
  cells,
  /** Column → when it was last changed, `_row`: when the row came in. */
  changedAt: z.record(z.string(), instant),
  /** Stands for what the row holds now: a merge says which it has seen. */
  seen: z.string(),
  comments: count,
  verification: z.enum(['verified', 'rejected']).nullable(),
  /** Masked. */
  contact: z.object({ name: z.string().nullable(), phone: z.string().nullable() }).nullable(),
})
export const duplicatePair = z.object({
  sheet: id,
  rows: z.tuple([pairRow, pairRow]),
  /** 0 … 1, and why; 0 for two rows nobody has found alike. */
  score: z.number(),
  why: z.array(z.string()),
  state: z.enum(['open', 'dismissed', 'none']),
  /** Who said that they are two things; of an open pair before something changed in them. */
  decided: z.object({ by: person, at: instant }).nullable(),
})
export const duplicatesQuery = pageQuery.extend({
  sheet: id.optional(),
  state: z.enum(['open', 'dismissed']).default('open'),
})
export const duplicateList = z.object({
  items: z.array(duplicatePair),
  next: z.string().nullable(),
  /** How many wait, over all pages and of all the sheets asked for. */
  count,
})
export const pairQuery = z.object({ row: rowId, other: rowId })

/** A row that is about to be added, or that is being filled in. */
export const nearWish = z.object({ cells, row: rowId.optional() })
export const nearRow = z.object({ row: rowId, score: z.number(), why: z.array(z.string()), cells })
export const nearList = z.object({ items: z.array(nearRow) })

/** These two are two things; `undo` takes that back. */
export const dismissal = z.object({ rows: z.tuple([rowId, rowId]), undo: z.boolean().optional() })
export const dismissed = z.object({ state: z.enum(['open', 'dismissed', 'none']) })

export const mergeWish = z.object({
  kept: rowId,
  merged: rowId,
  /** Column → what the row that stays shall hold; a column left out takes what is usual. */
  choices: z.record(z.string().max(41), z.enum(MERGE_CHOICES)),
  /** `seen` of both rows, as they were shown. */
  seen: z.object({ kept: z.string().max(100), merged: z.string().max(100) }),
})
export const mergeInfo = z.object({
  id,
  sheet: id,
  kept: rowId,
  merged: rowId,
  /** What the row that stayed is about. */
  label: z.string(),
  by: person,
  at: instant,
  /** `undone`: they are two rows again. */
  state: z.enum(['underWay', 'done', 'undone']),
  /** Cells its newest step left alone, because somebody had changed them since. */
  leftCount: count,
  left: z.array(commandLeft),
})
export const mergesQuery = z.object({ row: rowId.optional() })
export const mergeList = z.object({ items: z.array(mergeInfo) })

export type PairRow = z.infer<typeof pairRow>
export type DuplicatePair = z.infer<typeof duplicatePair>
export type DuplicateList = z.infer<typeof duplicateList>
export type MergeWish = z.infer<typeof mergeWish>
export type MergeInfo = z.infer<typeof mergeInfo>
export type NearRow = z.infer<typeof nearRow>
