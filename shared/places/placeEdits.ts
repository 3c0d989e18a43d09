import type { Column, PlaceLevel } from '../schema/column.ts'
import { type CellEdit, cellKey, type Scalar } from '../sheet/cell.ts'
import type { Division, divisionNamed } from './divisions.ts'
import { choosePlace, placeColumns } from './placeColumns.ts'

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

const LEVELS: readonly PlaceLevel[] = ['province', 'city', 'district']

/** What a row names above this column's level. */
export const namesAbove = (
  columns: readonly Column[],
  column: Column,
  value: (column: string) => Scalar,
): Readonly<Partial<Record<PlaceLevel, string>>> => {
  if (column.kind.type !== 'place') return {}
  const among = placeColumns(columns, column)
  return Object.fromEntries(
    LEVELS.slice(0, LEVELS.indexOf(column.kind.level)).map(level => {
      const above = among[level]
      return [level, above === undefined ? '' : String(value(above.id) ?? '')]
    }),
  )
}

/**
 * What writing a place's name by hand comes to: where it names exactly one place in what the row names already, that place with all its names and
 * codes, as if it had been chosen (TYPE-4); otherwise the name alone. `named` is undefined while the places are not loaded.
 */
export function writtenPlace(
  columns: readonly Column[],
  { row, column, value: written }: CellEdit,
  value: (column: string) => Scalar,
  named: typeof divisionNamed | undefined,
): readonly CellEdit[] {
  const schema = columns.find(({ id }) => id === column)
  const plain = withPlaceCodes(columns, [{ row, column, value: written }], (_, other) => value(other))
  if (named === undefined || schema?.kind.type !== 'place' || typeof written !== 'string') return plain
  const { level } = schema.kind
  const place: Division | undefined = named(level, { ...namesAbove(columns, schema, value), [level]: written })
  return place === undefined ? plain : choosePlace(row, placeColumns(columns, schema), place.path, value)
}
