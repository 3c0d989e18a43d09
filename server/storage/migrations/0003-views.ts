/** Views of sheets. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

export const views = ({ whole }: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('sheet_view')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('owner_id', 'text', c => c.notNull())
      .addColumn('shared', 'integer', c => c.notNull())
      .addColumn('is_default', 'integer', c => c.notNull())
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('content', 'text', c => c.notNull())
      .addColumn('version', 'integer', c => c.notNull())
      .addColumn('created_at', whole, c => c.notNull())
      .addColumn('updated_at', whole, c => c.notNull())
      .addColumn('updated_by', 'text', c => c.notNull())
      .execute()
    await db.schema.createIndex('sheet_view_sheet').on('sheet_view').columns(['sheet_id', 'owner_id']).execute()
  },
})
