/** The first tables. One body of DDL; only the names of the column types differ between the engines. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

/** Columns of every table, in the order they can be made (foreign keys point back). */
export const foundations = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const bytes = engine.bytes
    const whole = engine.whole

    await db.schema
      .createTable('operation')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('time_zone', 'text', c => c.notNull())
      .addColumn('created_at', whole, c => c.notNull())
      .execute()
    await db.schema
      .createTable('organization')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('created_at', whole, c => c.notNull())
      .execute()
    await db.schema
      .createTable('member')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('kind', 'text', c => c.notNull())
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('login', 'text', c => c.unique())
      .addColumn('password_hash', 'text')
      .addColumn('organization_id', 'text', c => c.notNull().references('organization.id'))
      .addColumn('color', 'text', c => c.notNull())
      .addColumn('created_at', whole, c => c.notNull())
      .addColumn('disabled_at', whole)
      .execute()
    await identityTables(db, whole)
    await sheetTables(db, bytes, whole)
    await historyTables(db, engine)
    await requestTables(db, engine)
  },
})

type ColumnType = Engine['bytes'] | Engine['whole']

async function identityTables(db: Kysely<unknown>, whole: ColumnType): Promise<void> {
  await db.schema
    .createTable('membership')
    .addColumn('member_id', 'text', c => c.notNull().references('member.id'))
    .addColumn('operation_id', 'text', c => c.notNull().references('operation.id'))
    .addColumn('roles', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('membership_key', ['member_id', 'operation_id'])
    .execute()
  await db.schema
    .createTable('session')
    .addColumn('token_hash', 'text', c => c.primaryKey())
    .addColumn('id', 'text', c => c.notNull().unique())
    .addColumn('member_id', 'text', c => c.notNull().references('member.id'))
    .addColumn('created_at', whole, c => c.notNull())
    .addColumn('expires_at', whole, c => c.notNull())
    .execute()
  await db.schema.createIndex('session_member').on('session').column('member_id').execute()
  await db.schema
    .createTable('api_token')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('token_hash', 'text', c => c.notNull().unique())
    .addColumn('prefix', 'text', c => c.notNull())
    .addColumn('member_id', 'text', c => c.notNull().references('member.id'))
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('scopes', 'text')
    // The command line makes tokens too, and it is no member: no foreign key.
    .addColumn('created_by', 'text', c => c.notNull())
    .addColumn('created_at', whole, c => c.notNull())
    .addColumn('expires_at', whole)
    .addColumn('revoked_at', whole)
    .execute()
  await db.schema
    .createTable('sign_in_link')
    .addColumn('token_hash', 'text', c => c.primaryKey())
    .addColumn('purpose', 'text', c => c.notNull())
    .addColumn('member_id', 'text', c => c.references('member.id'))
    .addColumn('created_at', whole, c => c.notNull())
    .addColumn('expires_at', whole, c => c.notNull())
    .addColumn('used_at', whole)
    .execute()
}

async function sheetTables(db: Kysely<unknown>, bytes: ColumnType, whole: ColumnType): Promise<void> {
  await db.schema
    .createTable('sheet')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('operation_id', 'text', c => c.notNull().references('operation.id'))
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('title', 'text', c => c.notNull())
    .addColumn('document', 'text', c => c.notNull().unique())
    .addColumn('position', 'integer', c => c.notNull())
    .addColumn('created_at', whole, c => c.notNull())
    .execute()
  await db.schema
    .createTable('document')
    .addColumn('name', 'text', c => c.primaryKey())
    .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
    .addColumn('head_seq', whole, c => c.notNull())
    .addColumn('snapshot_seq', whole, c => c.notNull())
    .addColumn('snapshot_at', whole)
    .addColumn('snapshot', bytes)
    .addColumn('snapshot_digest', 'text')
    .execute()
  await db.schema
    .createTable('doc_log')
    .addColumn('document', 'text', c => c.notNull().references('document.name'))
    .addColumn('seq', whole, c => c.notNull())
    .addColumn('at', whole, c => c.notNull())
    .addColumn('authors', 'text', c => c.notNull())
    .addColumn('body', bytes, c => c.notNull())
    .addColumn('digest', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('doc_log_key', ['document', 'seq'])
    .execute()
  await db.schema
    .createTable('doc_damaged')
    .addColumn('document', 'text', c => c.notNull())
    .addColumn('seq', whole, c => c.notNull())
    .addColumn('at', whole, c => c.notNull())
    .addColumn('authors', 'text', c => c.notNull())
    .addColumn('body', bytes, c => c.notNull())
    .addColumn('digest', 'text', c => c.notNull())
    .addColumn('what', 'text', c => c.notNull())
    .addColumn('moved_at', whole, c => c.notNull())
    .execute()
  await db.schema
    .createTable('client_binding')
    .addColumn('document', 'text', c => c.notNull().references('document.name'))
    .addColumn('client', whole, c => c.notNull())
    .addColumn('member_id', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('client_binding_key', ['document', 'client'])
    .execute()
}

async function historyTables(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const whole = engine.whole
  await db.schema
    .createTable('cell_change')
    .addColumn('id', whole, engine.counter)
    .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
    .addColumn('row_id', 'text', c => c.notNull())
    .addColumn('column_id', 'text', c => c.notNull())
    .addColumn('old', 'text', c => c.notNull())
    .addColumn('new', 'text', c => c.notNull())
    // No foreign key: the server's own writes have an author that is no account.
    .addColumn('member_id', 'text', c => c.notNull())
    .addColumn('at', whole, c => c.notNull())
    .addColumn('seq', whole, c => c.notNull())
    .addColumn('won', 'integer', c => c.notNull())
    .addColumn('unseen', 'integer', c => c.notNull())
    .addColumn('client', whole, c => c.notNull())
    .addColumn('clock', whole, c => c.notNull())
    .execute()
  const index = (name: string, columns: string[]): Promise<void> =>
    db.schema.createIndex(name).on('cell_change').columns(columns).execute()
  await index('cell_change_cell', ['sheet_id', 'row_id', 'column_id', 'id'])
  await index('cell_change_sheet', ['sheet_id', 'id'])
  await index('cell_change_time', ['sheet_id', 'at'])
  await db.schema
    .createTable('refused_update')
    .addColumn('id', whole, engine.counter)
    .addColumn('document', 'text', c => c.notNull())
    .addColumn('member_id', 'text', c => c.notNull())
    .addColumn('at', whole, c => c.notNull())
    .addColumn('reason', 'text', c => c.notNull())
    .addColumn('body', engine.bytes, c => c.notNull())
    .execute()
}

async function requestTables(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const whole = engine.whole
  await db.schema
    .createTable('import')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('sheet_id', 'text', c => c.notNull().references('sheet.id'))
    .addColumn('member_id', 'text', c => c.notNull())
    .addColumn('file_name', 'text', c => c.notNull())
    .addColumn('created_at', whole, c => c.notNull())
    .addColumn('content', 'text', c => c.notNull())
    .addColumn('confirmed_at', whole)
    .execute()
  await db.schema
    .createTable('idempotency')
    .addColumn('member_id', 'text', c => c.notNull())
    .addColumn('key', 'text', c => c.notNull())
    .addColumn('request_digest', 'text', c => c.notNull())
    .addColumn('status', 'integer')
    .addColumn('response', 'text')
    .addColumn('at', whole, c => c.notNull())
    .addPrimaryKeyConstraint('idempotency_key', ['member_id', 'key'])
    .execute()
  await db.schema.createIndex('idempotency_at').on('idempotency').column('at').execute()
  await db.schema
    .createTable('disk_probe')
    .addColumn('id', whole, engine.counter)
    .addColumn('body', engine.bytes, c => c.notNull())
    .execute()
}
