/** Own columns of sheets, sheets put away, and what protects an operation against vandals. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

export const columns = ({ whole }: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('sheet').addColumn('archived_at', whole).execute()
    await db.schema
      .createTable('sheet_column')
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('id', 'text', c => c.notNull())
      .addColumn('position', 'integer')
      .addColumn('own', 'text')
      .addColumn('removed_at', whole)
      .addColumn('created_at', whole, c => c.notNull())
      .addPrimaryKeyConstraint('sheet_column_key', ['sheet_id', 'id'])
      .execute()
    await db.schema
      .createTable('guard')
      .addColumn('operation_id', 'text', c => c.primaryKey().references('operation.id'))
      .addColumn('nod', 'integer', c => c.notNull())
      .addColumn('hours', 'integer', c => c.notNull())
      .addColumn('edits', 'integer', c => c.notNull())
      .execute()
    await db.schema
      .createTable('suggestion')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('row_id', 'text', c => c.notNull())
      .addColumn('column_id', 'text', c => c.notNull())
      .addColumn('old', 'text', c => c.notNull())
      .addColumn('new', 'text', c => c.notNull())
      .addColumn('member_id', 'text', c => c.notNull())
      .addColumn('at', whole, c => c.notNull())
      .addColumn('state', 'text', c => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', whole)
      .execute()
    await db.schema.createIndex('suggestion_sheet').on('suggestion').columns(['sheet_id', 'state', 'at']).execute()
    await db.schema.createIndex('suggestion_member').on('suggestion').columns(['member_id', 'sheet_id']).execute()
  },
})
