import type { Column } from '../../shared/schema/column.ts'

/** Who needs what, how much, how urgently and where: what a newcomer has to see without scrolling comes first, the rest in the schema's order. */
const FIRST = [
  'item',
  'quantity',
  'unit',
  'urgency',
  'organization',
  'city',
  'district',
  'status',
  'openEnded',
  'specification',
] as const

/** A schema's columns in the order the grid begins with; each person may drag them elsewhere. */
export function arranged(columns: readonly Column[]): readonly Column[] {
  const first = FIRST.flatMap(id => columns.filter(column => column.id === id))
  return [...first, ...columns.filter(column => !first.includes(column))]
}
