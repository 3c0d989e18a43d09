/**
 * What two rows made one hold (docs/SPEC.md DUP-7): column by column one row's value or the other's; amounts are added up only when a person says so,
 * long texts may stay both. Pure; the page shows by it and the server writes by it.
 */
import type { Column } from '../schema/column.ts'
import { type CellEdit, MAX_TEXT, ROW_GONE, type Scalar } from '../sheet/cell.ts'
import type { Cells } from './sameRow.ts'

/** `kept`: what the row that stays holds · `merged`: what the other holds · `sum`: both amounts · `both`: both texts, one below the other. */
export const MERGE_CHOICES = ['kept', 'merged', 'sum', 'both'] as const
export type MergeChoice = (typeof MERGE_CHOICES)[number]
export type MergeChoices = Readonly<Record<string, MergeChoice>>

/** Column → when it was last changed, ISO 8601; `_row` for when the row came in. */
export type ChangedAt = Readonly<Record<string, string>>

export interface MergeSide {
  readonly cells: Cells
  readonly changedAt: ChangedAt
}

/** One column in which the rows differ. */
export interface MergeLine {
  readonly column: Column
  readonly kept: Scalar
  readonly merged: Scalar
  readonly options: readonly MergeChoice[]
  /** What is taken unless a person says otherwise; undefined where they have to. */
  readonly usual: MergeChoice | undefined
}

/** Amounts that may be added up where the unit is one. */
const AMOUNTS: ReadonlySet<string> = new Set(['quantity', 'peopleAffected', 'capacityPerDay'])
/** The life of the row is its own; what makes the other one a duplicate is written there. */
const STATUS = 'status'
export const DUPLICATE = 'duplicate'

/** The columns in which the rows differ, in their order. Codes and points go with the place they belong to and are not asked about. */
export function mergeLines(columns: readonly Column[], kept: MergeSide, merged: MergeSide): readonly MergeLine[] {
  const leaders = leadersOf(columns)
  return columns.flatMap(column => {
    const [x, y] = [kept.cells[column.id] ?? null, merged.cells[column.id] ?? null]
    if (column.id === STATUS || x === y || follows(leaders, column.id, kept, merged)) return []
    const options = optionsOf(column, kept.cells, merged.cells)
    return [{ column, kept: x, merged: y, options, usual: usualOf(column, options, kept, merged) }]
  })
}

/** The cells to write into the row that stays. Undefined when a line is without a choice, or with one it does not offer. */
export function mergedCells(
  columns: readonly Column[],
  kept: MergeSide,
  merged: MergeSide,
  choices: MergeChoices,
): Readonly<Record<string, Scalar>> | undefined {
  const leaders = leadersOf(columns)
  const cells: Record<string, Scalar> = {}
  const chosen = new Map<string, MergeChoice>()
  for (const { column, options, usual, kept: x, merged: y } of mergeLines(columns, kept, merged)) {
    const choice = choices[column.id] ?? usual
    if (choice === undefined || !options.includes(choice)) return undefined
    chosen.set(column.id, choice)
    if (choice !== 'kept') cells[column.id] = chosenValue(choice, x, y)
  }
  for (const [follower, leader] of leaders)
    if (chosen.get(leader) === 'merged' && (kept.cells[follower] ?? null) !== (merged.cells[follower] ?? null))
      cells[follower] = merged.cells[follower] ?? null
  return cells
}

/** What makes the other row a duplicate: its status where the sheet has one for it; a tombstone where not, and it can be brought back. */
export function marksDuplicate(columns: readonly Column[], row: string): CellEdit {
  const status = columns.find(({ id }) => id === STATUS)
  const has = status?.kind.type === 'choice' && status.kind.choices.some(({ value }) => value === DUPLICATE)
  return has ? { row, column: STATUS, value: DUPLICATE } : { row, column: ROW_GONE, value: true }
}

function optionsOf(column: Column, kept: Cells, merged: Cells): readonly MergeChoice[] {
  const [x, y] = [kept[column.id] ?? null, merged[column.id] ?? null]
  const one = ['kept', 'merged'] as const
  if (x === null || y === null) return one
  const sameUnit = (kept.unit ?? null) === (merged.unit ?? null)
  if (AMOUNTS.has(column.id) && typeof x === 'number' && typeof y === 'number')
    return sameUnit || column.id === 'peopleAffected' ? [...one, 'sum'] : one
  const fits = String(x).length + String(y).length < MAX_TEXT
  return column.kind.type === 'longText' && fits ? [...one, 'both'] : one
}

/** What is filled; of two the newer, but the day it was first reported; and an amount is for a person to say. */
function usualOf(
  column: Column,
  options: readonly MergeChoice[],
  kept: MergeSide,
  merged: MergeSide,
): MergeChoice | undefined {
  const [x, y] = [kept.cells[column.id] ?? null, merged.cells[column.id] ?? null]
  if (y === null) return 'kept'
  if (x === null) return 'merged'
  if (AMOUNTS.has(column.id)) return undefined
  if (options.includes('both')) return 'both'
  if (column.id === 'reportedAt') return String(x) <= String(y) ? 'kept' : 'merged'
  return lastChange(merged, column.id) > lastChange(kept, column.id) ? 'merged' : 'kept'
}

/** ISO 8601 sorts as text. */
const lastChange = ({ changedAt }: MergeSide, column: string): string => changedAt[column] ?? changedAt._row ?? ''

function chosenValue(choice: MergeChoice, kept: Scalar, merged: Scalar): Scalar {
  if (choice === 'sum') return Number(kept) + Number(merged)
  if (choice === 'both') return `${String(kept)}\n${String(merged)}`
  return choice === 'merged' ? merged : kept
}

/** Column → the column whose choice it goes by: a code goes with its place, a longitude with its latitude. */
function leadersOf(columns: readonly Column[]): ReadonlyMap<string, string> {
  const leaders = new Map<string, string>()
  for (const { id, kind } of columns)
    if (kind.type === 'place' && kind.codeColumn !== undefined) leaders.set(kind.codeColumn, id)
  if (columns.some(({ id }) => id === 'latitude')) leaders.set('longitude', 'latitude')
  return leaders
}

/** Whether the column goes by another one that is asked about itself. */
function follows(leaders: ReadonlyMap<string, string>, column: string, kept: MergeSide, merged: MergeSide): boolean {
  const leader = leaders.get(column)
  return leader !== undefined && (kept.cells[leader] ?? null) !== (merged.cells[leader] ?? null)
}
