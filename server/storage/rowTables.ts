/** Everything the database knows of a row, so that it can go with its row to another sheet (docs/SPEC.md CONF-5). */
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

/** The tables whose rows belong to a row of a sheet, by `sheet_id` and `row_id`. A test holds this list against the database. */
export const ROW_TABLES = [
  'cell_change',
  'comment',
  'conflict_settled',
  'contact_log',
  'contact_tie',
  'file',
  'inbox',
  'note',
  'reminder',
  'suggestion',
  'verification',
] as const satisfies readonly (keyof Database)[]

/** A row's way from one sheet to another. */
export interface RowsMove {
  readonly from: string
  readonly to: string
  readonly rows: readonly string[]
}

/** Takes along what belongs to these rows, and their labels out of what commands of the sheet have left alone. */
export async function moveRowTables(trx: Kysely<Database>, { from, to, rows }: RowsMove): Promise<void> {
  const db = trx.withTables<Record<(typeof ROW_TABLES)[number], { sheet_id: string; row_id: string }>>()
  for (const table of ROW_TABLES)
    await db
      .updateTable(table)
      .set({ sheet_id: to })
      .where('sheet_id', '=', from)
      .where('row_id', 'in', [...rows])
      .execute()
  await trx
    .updateTable('submission')
    .set(eb => ({
      row_sheet_id: to,
      // What it said is what the row says: confidential from the moment the row is, and never open by itself again.
      confidential: eb
        .case()
        .when(
          eb.exists(eb.selectFrom('sheet').select('id').where('id', '=', to).where('confidential_of', 'is not', null)),
        )
        .then(1)
        .else(eb.ref('confidential'))
        .end(),
    }))
    .where('row_sheet_id', '=', from)
    .where('row_id', 'in', [...rows])
    .execute()
  // What was found alike, and what was made one with it, says what the row says.
  const gone = [...rows]
  await trx
    .deleteFrom('duplicate_pair')
    .where('sheet_id', '=', from)
    .where(it => it.or([it('row_a', 'in', gone), it('row_b', 'in', gone)]))
    .execute()
  await trx
    .deleteFrom('row_merge')
    .where('sheet_id', '=', from)
    .where(it => it.or([it('kept', 'in', gone), it('merged', 'in', gone)]))
    .execute()
  await forgetLabels(trx, { from, to, rows })
}

interface LeftAlone {
  readonly count: number
  readonly cells: readonly { readonly sheet: string; readonly row: string }[]
}

async function forgetLabels(trx: Kysely<Database>, { from, rows }: RowsMove): Promise<void> {
  const gone = new Set(rows)
  const commands = await trx
    .selectFrom('sheet_command')
    .innerJoin('sheet', 'sheet.operation_id', 'sheet_command.operation_id')
    .select(['sheet_command.id', 'left_alone'])
    .where('sheet.id', '=', from)
    .execute()
  for (const { id, left_alone } of commands) {
    const left = JSON.parse(left_alone) as LeftAlone
    const cells = left.cells.filter(({ sheet, row }) => sheet !== from || !gone.has(row))
    if (cells.length === left.cells.length) continue
    const text = JSON.stringify({ ...left, cells })
    await trx.updateTable('sheet_command').set({ left_alone: text }).where('id', '=', id).execute()
  }
}
