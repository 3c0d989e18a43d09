/** Every kind of sheet and its columns: what grid, gate, import and export ask. */
import { RESERVED_COLUMNS } from '../sheet/cell.ts'
import type { Column, SheetKind, SheetSchema } from './column.ts'
import { NEEDS } from './needs.ts'
import { SUPPLIES } from './supplies.ts'

/** The schema of each kind of sheet. */
export const SCHEMAS: Readonly<Record<SheetKind, SheetSchema>> = { needs: NEEDS, supplies: SUPPLIES }

/** Whether a text (of a database row, of a command line) names a kind of sheet. */
export const isSheetKind = (kind: string): kind is SheetKind => Object.hasOwn(SCHEMAS, kind)

/** The columns of a kind, in the order of the sheet. */
export const columnsOf = (kind: SheetKind): readonly Column[] => SCHEMAS[kind].columns

const writable = (kind: SheetKind): ReadonlySet<string> =>
  new Set([...columnsOf(kind).map(column => column.id), ...RESERVED_COLUMNS])
const WRITABLE: Readonly<Record<SheetKind, ReadonlySet<string>>> = {
  needs: writable('needs'),
  supplies: writable('supplies'),
}

/** Ids a member may write into in a sheet of this kind: its columns and the reserved ones (docs/SPEC.md SCHEMA-3). */
export const writableColumns = (kind: SheetKind): ReadonlySet<string> => WRITABLE[kind]
