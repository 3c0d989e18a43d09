/** Every template of a sheet and its columns. What a sheet really has is its template and its own columns: ownColumns.ts. */
import { RESERVED_COLUMNS } from '../sheet/cell.ts'
import type { Column, SheetKind, SheetSchema } from './column.ts'
import { BLANK, COMMUNITIES, ORGANIZATIONS, VOLUNTEERS } from './directories.ts'
import { NEEDS } from './needs.ts'
import { SUPPLIES } from './supplies.ts'
import { TEAMS } from './teams.ts'

/** The schema of each kind of sheet. */
export const SCHEMAS: Readonly<Record<SheetKind, SheetSchema>> = {
  needs: NEEDS,
  supplies: SUPPLIES,
  volunteers: VOLUNTEERS,
  organizations: ORGANIZATIONS,
  communities: COMMUNITIES,
  ...TEAMS,
  blank: BLANK,
}

/** Whether a text (of a database row, of a command line) names a kind of sheet. */
export const isSheetKind = (kind: string): kind is SheetKind => Object.hasOwn(SCHEMAS, kind)

/** The columns of a template, in the order of the sheet. */
export const columnsOf = (kind: SheetKind): readonly Column[] => SCHEMAS[kind].columns

/** Ids a member may write into: these columns and the reserved ones (docs/SPEC.md SCHEMA-3). */
export const writable = (columns: readonly Column[]): ReadonlySet<string> =>
  new Set([...columns.map(column => column.id), ...RESERVED_COLUMNS])

/** The same for a sheet that has its template's columns only. */
export const writableColumns = (kind: SheetKind): ReadonlySet<string> => writable(columnsOf(kind))
