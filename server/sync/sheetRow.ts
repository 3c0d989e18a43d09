/** A sheet as the sync server finds it in the database. */
import type { Kysely } from 'kysely'
import type { Thing } from '../../shared/domain/roles.ts'
import type { Database } from '../storage/schema.ts'

export interface SheetRow {
  readonly id: string
  readonly operation_id: string
  readonly kind: string
  readonly document: string
  readonly archived_at: number | null
  readonly confidential_of: string | null
}

/** The sheet with this id or this document name; undefined when there is none. */
export function findSheet(db: Kysely<Database>, by: 'id' | 'document', value: string): Promise<SheetRow | undefined> {
  return db
    .selectFrom('sheet')
    .select(['id', 'operation_id', 'kind', 'document', 'archived_at', 'confidential_of'])
    .where(by, '=', value)
    .executeTakeFirst()
}

/** What the table of rights is asked about everything that is in this sheet. */
export const thingOf = (sheet: Pick<SheetRow, 'operation_id' | 'confidential_of'>): Thing => ({
  operation: sheet.operation_id,
  confidential: sheet.confidential_of !== null,
})

/** The rows that have gone from this sheet into its confidential companion, and those made there: no edit may bring their ids back here. */
export async function confidedRows(db: Kysely<Database>, sheet: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('cell_change')
    .innerJoin('sheet', 'sheet.id', 'cell_change.sheet_id')
    .select('cell_change.row_id')
    .distinct()
    .where('sheet.confidential_of', '=', sheet)
    .execute()
  return new Set(rows.map(({ row_id }) => row_id))
}
