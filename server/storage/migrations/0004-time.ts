/** Settled conflicts, and the ways into the history by column and by what went unseen. */
import { type Kysely, type Migration, type SqlBool, sql } from 'kysely'
import type { Engine } from '../engine.ts'

export const time = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const whole = engine.whole
    await db.schema
      .createTable('conflict_settled')
      .addColumn('id', whole, engine.counter)
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('row_id', 'text', c => c.notNull())
      .addColumn('column_id', 'text', c => c.notNull())
      .addColumn('up_to', whole, c => c.notNull())
      // No foreign key: the command line is no account.
      .addColumn('member_id', 'text', c => c.notNull())
      .addColumn('at', whole, c => c.notNull())
      .execute()
    await db.schema
      .createIndex('conflict_settled_cell')
      .on('conflict_settled')
      .columns(['sheet_id', 'row_id', 'column_id'])
      .execute()
    await db.schema
      .createIndex('cell_change_column')
      .on('cell_change')
      .columns(['sheet_id', 'column_id', 'id'])
      .execute()
    // Few changes went unseen, so finding them costs nothing however long the history is.
    await db.schema
      .createIndex('cell_change_unseen')
      .on('cell_change')
      .columns(['sheet_id', 'id'])
      .where(sql<SqlBool>`unseen = 1`)
      .execute()
  },
})
