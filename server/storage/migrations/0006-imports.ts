/** Commands that can be taken back as one, what an import's preview has decided, and the way to one person's changes. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

export const imports = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const whole = engine.whole
    await db.schema
      .createTable('sheet_command')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('kind', 'text', c => c.notNull())
      .addColumn('operation_id', 'text', c => c.notNull().references('operation.id'))
      .addColumn('sheet_id', 'text', c => c.references('sheet.id'))
      // No foreign keys: the command line commands too, and it is no account.
      .addColumn('member_id', 'text', c => c.notNull())
      .addColumn('of_member', 'text')
      .addColumn('since', whole)
      .addColumn('file_name', 'text')
      .addColumn('at', whole, c => c.notNull())
      .addColumn('step', whole, c => c.notNull())
      .addColumn('step_at', whole, c => c.notNull())
      .addColumn('step_by', 'text', c => c.notNull())
      .addColumn('summary', 'text', c => c.notNull())
      .addColumn('left_alone', 'text', c => c.notNull())
      .execute()
    await db.schema.createIndex('sheet_command_time').on('sheet_command').columns(['operation_id', 'at']).execute()
    await db.schema
      .createTable('sheet_command_step')
      .addColumn('command_id', 'text', c => c.notNull().references('sheet_command.id'))
      .addColumn('step', whole, c => c.notNull())
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('seq', whole, c => c.notNull())
      .addColumn('at', whole, c => c.notNull())
      .addPrimaryKeyConstraint('sheet_command_step_key', ['command_id', 'step', 'sheet_id', 'seq'])
      .execute()
    await db.schema.createIndex('sheet_command_step_at').on('sheet_command_step').columns(['sheet_id', 'at']).execute()
    // One person's changes of a sheet, newest last.
    await db.schema
      .createIndex('cell_change_member')
      .on('cell_change')
      .columns(['sheet_id', 'member_id', 'id'])
      .execute()
    await db.schema.alterTable('import').addColumn('exported_at', whole).execute()
    await db.schema.alterTable('import').addColumn('decided', 'text').execute()
  },
})
