/** Public forms: every version of what they ask, the links to them, the pictures sent with them. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

export const forms = ({ whole, bytes }: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('form')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('operation_id', 'text', c => c.notNull().references('operation.id'))
      .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
      .addColumn('organization_id', 'text', c => c.notNull().references('organization.id'))
      .addColumn('version', whole, c => c.notNull())
      .addColumn('opens_at', whole)
      .addColumn('closes_at', whole)
      .addColumn('closed_at', whole)
      .addColumn('created_at', whole, c => c.notNull())
      .addColumn('created_by', 'text', c => c.notNull())
      .addColumn('changed_at', whole, c => c.notNull())
      .addColumn('changed_by', 'text', c => c.notNull())
      .execute()
    await db.schema.createIndex('form_operation').on('form').columns(['operation_id', 'created_at']).execute()
    await db.schema
      .createTable('form_version')
      .addColumn('form_id', 'text', c => c.notNull().references('form.id'))
      .addColumn('version', whole, c => c.notNull())
      .addColumn('content', 'text', c => c.notNull())
      .addColumn('at', whole, c => c.notNull())
      .addColumn('member_id', 'text', c => c.notNull())
      .addPrimaryKeyConstraint('form_version_key', ['form_id', 'version'])
      .execute()
    await db.schema
      .createTable('form_link')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('form_id', 'text', c => c.notNull().references('form.id'))
      .addColumn('code', 'text', c => c.notNull().unique())
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('fixed', 'text', c => c.notNull())
      .addColumn('closed_at', whole)
      .addColumn('created_at', whole, c => c.notNull())
      .addColumn('head_hash', 'text', c => c.unique())
      .execute()
    await db.schema.createIndex('form_link_form').on('form_link').columns(['form_id', 'created_at']).execute()
    await db.schema
      .createTable('form_photo')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('form_id', 'text', c => c.notNull().references('form.id'))
      .addColumn('page_key', 'text', c => c.notNull())
      .addColumn('at', whole, c => c.notNull())
      .addColumn('type', 'text', c => c.notNull())
      .addColumn('size', whole, c => c.notNull())
      .addColumn('body', bytes, c => c.notNull())
      .addColumn('kept_at', whole)
      .execute()
    await db.schema.createIndex('form_photo_page').on('form_photo').columns(['form_id', 'page_key']).execute()
    await db.schema.createIndex('form_photo_kept').on('form_photo').columns(['kept_at', 'at']).execute()
  },
})
