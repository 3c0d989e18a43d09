import type { Column } from '../schema/column.ts'
import { type CellEdit, cellKey, type Scalar } from '../sheet/cell.ts'

/**
 * The edits with what belongs to them: a place named by hand has no code, so a code that stands beside it and is not written along is
 * emptied (TYPE-5). `value` reads a cell as it is now.
 */
export function withPlaceCodes(
  columns: readonly Column[],
  edits: readonly CellEdit[],
  value: (row: string, column: string) => Scalar,
): readonly CellEdit[] {
  const written = new Set(edits.map(({ row, column }) => cellKey(row, column)))
  const codes = edits.flatMap(({ row, column }) => {
    const kind = columns.find(({ id }) => id === column)?.kind
    const code = kind?.type === 'place' ? kind.codeColumn : undefined
    if (code === undefined || value(row, code) === null) return []
    return written.has(cellKey(row, code)) ? [] : [{ row, column: code, value: null }]
  })
  return codes.length === 0 ? edits : [...edits, ...codes]
}
