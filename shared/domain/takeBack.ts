/**
 * What taking back a set of changes means (docs/SPEC.md REVERT-1 … REVERT-3): by value, forward, and never over what somebody else wrote later.
 * Pure; the server asks it for an import, for a person, and for the undoing of either.
 */
import { type CellEdit, ROW_EXISTS, ROW_GONE, type Scalar } from '../sheet/cell.ts'

/** A change of the history that won. `id` grows with time. */
export interface PastChange {
  readonly id: number
  readonly row: string
  readonly column: string
  readonly old: Scalar
  readonly new: Scalar
  readonly member: string
}

/** A change somebody made to one of the same rows, later than the first that is taken back. */
export type LaterChange = Pick<PastChange, 'id' | 'row' | 'column' | 'member'>

export interface TakeBackPlan {
  /** Cells to write, each only where it still holds `expected`. */
  readonly wishes: readonly (CellEdit & { readonly expected: Scalar })[]
  /** Cells somebody has changed since; `_row` for an added row that somebody else has written into. */
  readonly left: readonly { readonly row: string; readonly column: string }[]
}

/**
 * `own` are the changes to take back, `later` every other change to their rows after the first of them; both in the order of their ids.
 * A cell goes back to what it held before the changes that nobody has written over since. An added row is taken away whole, unless somebody
 * other than its author has written into it.
 */
export function planTakeBack(own: readonly PastChange[], later: readonly LaterChange[]): TakeBackPlan {
  const cells = byCell(own)
  const lastLater = new Map<string, number>()
  const writers = new Map<string, Set<string>>()
  for (const { id, row, column, member } of later) {
    lastLater.set(`${row}:${column}`, id)
    const known = writers.get(row)
    if (known === undefined) writers.set(row, new Set([member]))
    else known.add(member)
  }
  const wishes: (CellEdit & { expected: Scalar })[] = []
  const left: { row: string; column: string }[] = []
  const taken = new Set<string>()
  for (const { row, column, new: value, member } of own) {
    if (column !== ROW_EXISTS || value !== true || taken.has(row)) continue
    if ([...(writers.get(row) ?? [])].some(writer => writer !== member)) left.push({ row, column })
    else {
      taken.add(row)
      wishes.push({ row, column: ROW_GONE, value: true, expected: null })
    }
  }
  for (const [key, changes] of cells) {
    const [first] = changes
    if (first === undefined || taken.has(first.row) || first.column === ROW_EXISTS) continue
    const standing = changes.filter(({ id }) => id > (lastLater.get(key) ?? 0))
    const [from, to] = [standing[0], standing.at(-1)]
    if (from === undefined || to === undefined) left.push({ row: first.row, column: first.column })
    else if (from.old !== to.new)
      wishes.push({ row: first.row, column: first.column, value: from.old, expected: to.new })
  }
  return { wishes, left }
}

function byCell(changes: readonly PastChange[]): ReadonlyMap<string, readonly PastChange[]> {
  const cells = new Map<string, PastChange[]>()
  for (const change of changes) {
    const key = `${change.row}:${change.column}`
    const known = cells.get(key)
    if (known === undefined) cells.set(key, [change])
    else known.push(change)
  }
  return cells
}
