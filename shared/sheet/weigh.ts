/** What edits do to cells that others were the last to fill in: the brake's question (docs/SPEC.md SYNC-9, GUARD-1, GUARD-2). */
import type * as Y from 'yjs'
import { BRAKE, type Weight } from '../domain/brake.ts'
import { type CellEdit, cellKey, RESERVED_COLUMNS, ROW_EXISTS, ROW_GONE, type Scalar } from './cell.ts'
import type { SheetDocument } from './SheetDocument.ts'

/** What edits would do: to cells at all, how many of them others wrote last, and what that weighs for the brake. */
export interface WeighedEdits {
  readonly total: { readonly emptied: number; readonly overwritten: number; readonly others: number }
  readonly weight: Weight
}

export interface WeighedSheet {
  readonly sheet: SheetDocument
  /** Whose Yjs client id this is, as far as that is known. */
  owner(client: number): string | undefined
}

/** Whether this member was the last to write the cell. A cell of the base is nobody's: it has been there for long. */
export function isOwn({ sheet, owner }: WeighedSheet, key: string, member: string): boolean {
  for (const { cells } of sheet.living) {
    const current: Y.Item | undefined = cells._map.get(key)
    if (current !== undefined && !current.deleted) return owner(current.lastId.client) === member
  }
  return false
}

/** Whether nobody else has filled in anything of this row. */
function isOwnRow(at: WeighedSheet, row: string, member: string): boolean {
  return [ROW_EXISTS, ...Object.keys(at.sheet.cells(row))].every(column => isOwn(at, cellKey(row, column), member))
}

/** What these edits would do: to others' cells, and to cells at all. */
export function weighEdits(edits: readonly CellEdit[], at: WeighedSheet, member: string): WeighedEdits {
  let emptied = 0
  let overwritten = 0
  const total = { emptied: 0, overwritten: 0, others: 0 }
  for (const edit of edits) {
    const was = at.sheet.value(edit.row, edit.column)
    const gone = edit.column === ROW_GONE
    if (gone ? edit.value === true : was !== null && edit.value === null) total.emptied++
    else if (!gone && was !== null && was !== edit.value) total.overwritten++
    const kind = effectOf(at, edit, member)
    if (kind === undefined) continue
    total.others++
    if (kind === 'row') emptied += BRAKE.emptiedByRow
    else if (kind === 'emptied') emptied++
    else overwritten++
  }
  return { total, weight: { emptied, overwritten } }
}

/** What one wish does to somebody else's cell; undefined when it does nothing to one. */
export function effectOf(
  at: WeighedSheet,
  { row, column, value }: { readonly row: string; readonly column: string; readonly value: Scalar | undefined },
  member: string,
): 'emptied' | 'overwritten' | 'row' | undefined {
  if (column === ROW_GONE)
    return value === true && !at.sheet.isDeleted(row) && !isOwnRow(at, row, member) ? 'row' : undefined
  if (RESERVED_COLUMNS.has(column) || value === undefined) return undefined
  const was = at.sheet.value(row, column)
  if (was === null || was === value || isOwn(at, cellKey(row, column), member)) return undefined
  return value === null ? 'emptied' : 'overwritten'
}
