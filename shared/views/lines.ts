/** The lines a view puts on screen: rows, and above each group a line that names it. */
import type { Scalar } from '../sheet/cell.ts'
import type { Arranger } from './Arranger.ts'

/** A line of a group has an id no row can have: row ids hold no colon. */
const PREFIX = ':group:'

/** The id of a group's line. */
export const groupLine = (value: Scalar): string => PREFIX + JSON.stringify(value)

/** The value of the group that a line names; undefined for a row. */
export function groupOfLine(id: string): Scalar | undefined {
  return id.startsWith(PREFIX) ? (JSON.parse(id.slice(PREFIX.length)) as Scalar) : undefined
}

export interface Lines {
  /** Ids of rows and of group lines, from top to bottom. */
  readonly ids: readonly string[]
  /** Where the group lines are among them, ascending. */
  readonly groupPlaces: readonly number[]
  /** Group line → how many rows the group has, folded away or not. */
  readonly counts: ReadonlyMap<string, number>
  /** Rows that pass, folded away or not. */
  readonly rowCount: number
}

/**
 * Lays the rows out. `only` narrows them further (words that are searched for); rows of the groups whose lines are in `folded` are counted but
 * not shown. Without groups the lines are the rows.
 */
export function layOut(arranger: Arranger, folded: ReadonlySet<string>, only?: (row: string) => boolean): Lines {
  const ids: string[] = []
  const groupPlaces: number[] = []
  const counts = new Map<string, number>()
  const grouped = arranger.groupColumn !== undefined
  let rowCount = 0
  let value: Scalar | undefined
  let line = ''
  let open = true
  let count = 0
  for (const { row, keys } of arranger.entries()) {
    if (only !== undefined && !only(row)) continue
    rowCount++
    if (grouped) {
      const group = keys[0] ?? null
      if (value === undefined || group !== value) {
        if (value !== undefined) counts.set(line, count)
        value = group
        line = groupLine(group)
        open = !folded.has(line)
        count = 0
        groupPlaces.push(ids.length)
        ids.push(line)
      }
      count++
    }
    if (open) ids.push(row)
  }
  if (value !== undefined) counts.set(line, count)
  return { ids, groupPlaces, counts, rowCount }
}
