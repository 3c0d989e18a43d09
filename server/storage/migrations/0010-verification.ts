/** What was decided about rows: every verification, rejection and withdrawal for ever, the newest of a row marked. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

export const verification = ({ whole }: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('verification')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('row_id', 'text', c => c.notNull())
      .addColumn('state', 'text', c => c.notNull())
      .addColumn('method', 'text')
      .addColumn('note', 'text')
      .addColumn('reason', 'text')
      .addColumn('evidence', 'text')
      .addColumn('member_id', 'text', c => c.notNull())
      .addColumn('at', whole, c => c.notNull())
      .addColumn('cells', 'text', c => c.notNull())
      .addColumn('checked', 'text')
      .addColumn('newest', whole, c => c.notNull())
      .execute()
    await db.schema.createIndex('verification_row').on('verification').columns(['sheet_id', 'row_id', 'at']).execute()
    await db.schema.createIndex('verification_newest').on('verification').columns(['sheet_id', 'newest']).execute()
  },
})
