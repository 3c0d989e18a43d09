/** How the values of a column would fare if it became another (docs/SPEC.md COL-5). Pure. */
import type { Column } from '../../shared/schema/column.ts'
import { plainCell } from '../../shared/schema/format.ts'
import { parseCell, validate } from '../../shared/schema/parse.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'

const EXAMPLES = 20

export interface ColumnFit {
  readonly filled: number
  readonly misfits: number
  readonly examples: ReadonlyArray<{ readonly row: string; readonly value: Scalar; readonly reason: string }>
  /** Counts one cell; gives the value to write in its place when its text reads as one of the new kind. */
  take(row: string, value: Scalar): Scalar | undefined
}

export function columnFit(now: Column, next: Column, zone: string): ColumnFit {
  let filled = 0
  let misfits = 0
  const examples: { row: string; value: Scalar; reason: string }[] = []
  return {
    get filled() {
      return filled
    },
    get misfits() {
      return misfits
    },
    examples,
    take(row, value) {
      if (value === null || value === '') return undefined
      filled++
      const reason = validate(next, value)
      if (reason === undefined) return undefined
      const parsed = parseCell(next, plainCell(now, value, 'zh', zone), { zone })
      if (parsed.ok && parsed.value !== null) return parsed.value
      misfits++
      if (examples.length < EXAMPLES) examples.push({ row, value, reason })
      return undefined
    },
  }
}
