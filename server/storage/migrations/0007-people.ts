/** Invitations, who waits to be let in, accounts elsewhere, known devices, and what an organization says about itself. */
import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../engine.ts'

export const people = ({ whole }: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('organization')
      .addColumn('about', 'text', c => c.notNull().defaultTo(''))
      .execute()
    // Who made a link for somebody else; null for the hub's own.
    await db.schema.alterTable('sign_in_link').addColumn('created_by', 'text').execute()
    await db.schema
      .createTable('invitation')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('token_hash', 'text', c => c.notNull().unique())
      .addColumn('operation_id', 'text', c => c.notNull().references('operation.id'))
      .addColumn('organization_id', 'text', c => c.notNull().references('organization.id'))
      .addColumn('roles', 'text', c => c.notNull())
      .addColumn('approve', 'integer', c => c.notNull())
      .addColumn('used', 'integer', c => c.notNull())
      .addColumn('ceiling', 'integer', c => c.notNull())
      .addColumn('expires_at', whole, c => c.notNull())
      .addColumn('created_by', 'text', c => c.notNull())
      .addColumn('created_at', whole, c => c.notNull())
      .addColumn('revoked_at', whole)
      .execute()
    await db.schema.createIndex('invitation_operation').on('invitation').column('operation_id').execute()
    await db.schema
      .createTable('joining')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('member_id', 'text', c => c.notNull().references('member.id'))
      .addColumn('operation_id', 'text', c => c.references('operation.id'))
      .addColumn('organization_id', 'text', c => c.references('organization.id'))
      .addColumn('roles', 'text', c => c.notNull())
      .addColumn('invitation_id', 'text', c => c.references('invitation.id'))
      .addColumn('asked_at', whole, c => c.notNull())
      .addColumn('decided_at', whole)
      .addColumn('decided_by', 'text')
      .addColumn('accepted', 'integer')
      .execute()
    await db.schema.createIndex('joining_waiting').on('joining').columns(['accepted', 'operation_id']).execute()
    await db.schema.createIndex('joining_member').on('joining').column('member_id').execute()
    await db.schema
      .createTable('outside_account')
      .addColumn('issuer', 'text', c => c.notNull())
      .addColumn('subject', 'text', c => c.notNull())
      .addColumn('member_id', 'text', c => c.notNull().references('member.id'))
      .addColumn('linked_at', whole, c => c.notNull())
      .addPrimaryKeyConstraint('outside_account_key', ['issuer', 'subject'])
      .addUniqueConstraint('outside_account_member', ['issuer', 'member_id'])
      .execute()
    await db.schema
      .createTable('known_device')
      .addColumn('token_hash', 'text', c => c.primaryKey())
      .addColumn('member_id', 'text', c => c.notNull().references('member.id'))
      .addColumn('created_at', whole, c => c.notNull())
      .execute()
    await db.schema.createIndex('known_device_member').on('known_device').column('member_id').execute()
  },
})
