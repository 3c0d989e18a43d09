/** Confidential rows: a sheet beside a sheet, and what everybody else is told of it. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

export const confidential = (_: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('sheet')
      .addColumn('confidential_of', 'text', c => c.references('sheet.id'))
      .execute()
    await db.schema.createIndex('sheet_companion').on('sheet').column('confidential_of').unique().execute()
    await db.schema
      .createTable('confidential_setting')
      .addColumn('operation_id', 'text', c => c.primaryKey().references('operation.id'))
      .addColumn('shown', 'text', c => c.notNull())
      .execute()
  },
})
