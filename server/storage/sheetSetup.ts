/** What a sheet is made of besides its rows: its template, its columns, whether it has been put away. Sync, import, export and the list all ask here. */
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Column, SheetKind } from '../../shared/schema/column.ts'
import { type KeptColumn, type SheetColumns, sheetColumns } from '../../shared/schema/ownColumns.ts'
import { columnsOf, isSheetKind, writable } from '../../shared/schema/schemas.ts'
import type { Database } from './schema.ts'

export interface SheetSetup extends SheetColumns {
  readonly kind: SheetKind
  /** Ids members may write: columns taken away too, so that a page opened before goes on and nothing typed there is lost. */
  readonly writable: ReadonlySet<string>
}

/** The kept columns of these sheets: sheet id → its rows. A confidential companion has those of its sheet. */
export async function keptColumns(
  db: Kysely<Database>,
  sheets: readonly string[],
): Promise<ReadonlyMap<string, readonly KeptColumn[]>> {
  const kept = new Map<string, KeptColumn[]>()
  if (sheets.length === 0) return kept
  const rows = await db
    .selectFrom('sheet')
    .innerJoin('sheet_column', join =>
      join.on(eb => eb('sheet_column.sheet_id', '=', eb.fn.coalesce('sheet.confidential_of', 'sheet.id'))),
    )
    .select(['sheet.id as sheet_id', 'sheet_column.id', 'sheet_column.position', 'own', 'removed_at'])
    .where('sheet.id', 'in', sheets)
    .orderBy('sheet_column.created_at')
    .orderBy('sheet_column.id')
    .execute()
  for (const { sheet_id, id, position, own, removed_at } of rows) {
    const column = own === null ? null : (JSON.parse(own) as Column)
    const list = kept.get(sheet_id) ?? []
    list.push({ id, position, own: column, removed: removed_at !== null })
    kept.set(sheet_id, list)
  }
  return kept
}

/** Puts a sheet's template and kept columns together. Throws HubError `unavailable` for a template of a newer version. */
export function setupOf(kind: string, kept: readonly KeptColumn[] = []): SheetSetup {
  if (!isSheetKind(kind)) throw new HubError('unavailable', `sheet kind ${kind}`)
  const columns = sheetColumns(columnsOf(kind), kept)
  return { ...columns, kind, writable: writable([...columns.columns, ...columns.removed]) }
}

/** The setup of one sheet. Throws HubError `unavailable` for a template of a newer version. */
export async function readSetup(
  db: Kysely<Database>,
  { id, kind }: { readonly id: string; readonly kind: string },
): Promise<SheetSetup> {
  return setupOf(kind, (await keptColumns(db, [id])).get(id))
}
