/** A sheet's columns: its template's, changed by what its coordinators have decided. Pure. */
import type { Column } from './column.ts'

/** What is kept of one column of one sheet. A template's column is kept only for its place or for being taken away. */
export interface KeptColumn {
  readonly id: string
  /** Where it stands among the others; null: where its template has it. */
  readonly position: number | null
  /** What an own column is; null for one of the template. */
  readonly own: Column | null
  readonly removed: boolean
}

export interface SheetColumns {
  /** Those in the sheet, in order. */
  readonly columns: readonly Column[]
  /** Those taken away: their cells are kept and come back with them. */
  readonly removed: readonly Column[]
  /** Whether a coordinator has put them into an order. */
  readonly ordered: boolean
}

/** Puts template and kept columns together. An own column without a place stands at the end. */
export function sheetColumns(template: readonly Column[], kept: readonly KeptColumn[]): SheetColumns {
  const keptOf = new Map(kept.map(column => [column.id, column]))
  const own = kept.flatMap(({ own: column }) => (column === null ? [] : [{ ...column, own: true as const }]))
  const all = [...template, ...own.filter(({ id }) => template.every(column => column.id !== id))]
  const placed = all.map((column, index) => ({ column, at: keptOf.get(column.id)?.position ?? index, index }))
  placed.sort((a, b) => a.at - b.at || a.index - b.index)
  const isRemoved = ({ id }: Column): boolean => keptOf.get(id)?.removed === true
  const columns = placed.map(({ column }) => column)
  return {
    columns: columns.filter(column => !isRemoved(column)),
    removed: columns.filter(isRemoved),
    ordered: kept.some(({ position, own: column }) => position !== null && column === null),
  }
}

/** Whether a sheet can do without it: what a row is about and the note stay, import has to put texts somewhere. */
export const isRemovable = (column: Column): boolean =>
  column.own === true || (column.required !== true && column.id !== 'note')
