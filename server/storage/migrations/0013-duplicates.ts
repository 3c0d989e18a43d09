/** Possible duplicates, what people said of them, and rows made one. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

export const duplicates = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const whole = engine.whole
    await db.schema
      .createTable('duplicate_pair')
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('row_a', 'text', c => c.notNull())
      .addColumn('row_b', 'text', c => c.notNull())
      .addColumn('score', whole, c => c.notNull())
      .addColumn('why', 'text', c => c.notNull())
      .addColumn('state', 'text', c => c.notNull())
      .addColumn('compared', 'text', c => c.notNull())
      .addColumn('found_at', whole, c => c.notNull())
      // No foreign key: the command line is no account.
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', whole)
      .addPrimaryKeyConstraint('duplicate_pair_key', ['sheet_id', 'row_a', 'row_b'])
      .execute()
    await db.schema.createIndex('duplicate_pair_other').on('duplicate_pair').columns(['sheet_id', 'row_b']).execute()
    await db.schema
      .createIndex('duplicate_pair_state')
      .on('duplicate_pair')
      .columns(['sheet_id', 'state', 'score'])
      .execute()
    await db.schema
      .createTable('row_merge')
      .addColumn('command_id', 'text', c => c.primaryKey().references('sheet_command.id'))
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('kept', 'text', c => c.notNull())
      .addColumn('merged', 'text', c => c.notNull())
      .addColumn('wishes', 'text', c => c.notNull())
      .execute()
    await db.schema.createIndex('row_merge_kept').on('row_merge').columns(['sheet_id', 'kept']).execute()
    await db.schema.createIndex('row_merge_merged').on('row_merge').columns(['sheet_id', 'merged']).execute()
  },
})
