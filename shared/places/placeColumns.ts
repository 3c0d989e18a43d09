import type { Column, PlaceLevel } from '../schema/column.ts'
import type { CellEdit, Scalar } from '../sheet/cell.ts'

/** The column of each level that belongs to one place. */
export type PlaceColumns = Readonly<Partial<Record<PlaceLevel, Column>>>

/** The columns of the same place as this one: of each level the nearest to it, as a sheet may name two places in one row. */
export function placeColumns(columns: readonly Column[], column: Column): PlaceColumns {
  const here = columns.findIndex(({ id }) => id === column.id)
  const nearest: Partial<Record<PlaceLevel, { column: Column; far: number }>> = {}
  for (const [at, each] of columns.entries()) {
    if (each.kind.type !== 'place') continue
    const far = Math.abs(at - here)
    const known = nearest[each.kind.level]
    if (known === undefined || far < known.far) nearest[each.kind.level] = { column: each, far }
  }
  return Object.fromEntries(Object.entries(nearest).map(([level, { column: found }]) => [level, found]))
}

/**
 * What choosing a place writes into a row: its name and code and those of what it lies in, each where the sheet has a column; and the codes
 * of finer levels that lie elsewhere are emptied, their names stay for a person to look at. `value` reads a column of the row.
 */
export function choosePlace(
  row: string,
  among: PlaceColumns,
  path: Readonly<Partial<Record<PlaceLevel, { readonly name: string; readonly code: string | null }>>>,
  value: (column: string) => Scalar,
): readonly CellEdit[] {
  const finest = path.district?.code ?? path.city?.code ?? path.province?.code ?? ''
  const within = finest.replace(/(?:00)+$/, '')
  return (['province', 'city', 'district'] as const).flatMap((level): CellEdit[] => {
    const column = among[level]
    if (column === undefined || column.kind.type !== 'place') return []
    const { codeColumn } = column.kind
    const place = path[level]
    if (place !== undefined)
      return [
        { row, column: column.id, value: place.name },
        ...(codeColumn === undefined ? [] : [{ row, column: codeColumn, value: place.code }]),
      ]
    const isFiner = level === 'district' || (level === 'city' && path.district === undefined)
    if (!isFiner)
      return [
        { row, column: column.id, value: null },
        ...(codeColumn === undefined ? [] : [{ row, column: codeColumn, value: null }]),
      ]
    const code = codeColumn === undefined ? null : value(codeColumn)
    return codeColumn !== undefined && typeof code === 'string' && !code.startsWith(within)
      ? [{ row, column: codeColumn, value: null }]
      : []
  })
}
