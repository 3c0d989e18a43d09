/** The vault: personal details encrypted with a key each, the rows they belong to, who looked; and the end of an operation. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

export const vault = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const whole = engine.whole
    await db.schema
      .createTable('contact')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('operation_id', 'text', c => c.notNull().references('operation.id'))
      // No foreign keys: what came by a form has no member, and the operator of the machine belongs to no organization.
      .addColumn('organization_id', 'text', c => c.notNull())
      .addColumn('member_id', 'text')
      .addColumn('created_at', whole, c => c.notNull())
      .addColumn('changed_at', whole, c => c.notNull())
      .addColumn('wrapped_key', engine.bytes, c => c.notNull())
      .addColumn('sealed', engine.bytes, c => c.notNull())
      .addColumn('phone_hash', 'text')
      .addColumn('id_hash', 'text')
      .addColumn('masked', 'text', c => c.notNull())
      .execute()
    await db.schema.createIndex('contact_phone').on('contact').columns(['operation_id', 'phone_hash']).execute()
    await db.schema.createIndex('contact_id_number').on('contact').columns(['operation_id', 'id_hash']).execute()
    await db.schema
      .createTable('contact_tie')
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('row_id', 'text', c => c.notNull())
      .addColumn('contact_id', 'text', c => c.notNull().references('contact.id'))
      .addColumn('at', whole, c => c.notNull())
      .addPrimaryKeyConstraint('contact_tie_key', ['sheet_id', 'row_id'])
      .execute()
    await db.schema.createIndex('contact_tie_contact').on('contact_tie').column('contact_id').execute()
    await db.schema
      .createTable('contact_log')
      .addColumn('id', whole, engine.counter)
      .addColumn('operation_id', 'text', c => c.notNull())
      // Outlives the contact.
      .addColumn('contact_id', 'text')
      .addColumn('sheet_id', 'text')
      .addColumn('row_id', 'text')
      .addColumn('member_id', 'text', c => c.notNull())
      .addColumn('what', 'text', c => c.notNull())
      .addColumn('field', 'text')
      .addColumn('purpose', 'text')
      .addColumn('reason', 'text')
      .addColumn('count', whole, c => c.notNull())
      .addColumn('at', whole, c => c.notNull())
      .execute()
    await db.schema.createIndex('contact_log_operation').on('contact_log').columns(['operation_id', 'id']).execute()
    await db.schema.createIndex('contact_log_contact').on('contact_log').columns(['contact_id', 'id']).execute()
    await db.schema.createIndex('contact_log_member').on('contact_log').columns(['member_id', 'at']).execute()
    await db.schema
      .createTable('vault_lock')
      .addColumn('id', whole, c => c.primaryKey())
      .addColumn('fingerprint', 'text', c => c.notNull())
      .execute()
    await db.schema.alterTable('operation').addColumn('closed_at', whole).execute()
    await db.schema
      .alterTable('operation')
      .addColumn('retention_days', whole, c => c.notNull().defaultTo(90))
      .execute()
    await db.schema.alterTable('operation').addColumn('erased_at', whole).execute()
  },
})
