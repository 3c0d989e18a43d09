/** Brings a database to the version of this program, all or nothing, and refuses one that is ahead of it (docs/SPEC.md STORE-9). */
import { type Kysely, type Migration, Migrator } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Engine } from './engine.ts'
import { foundations } from './migrations/0001-foundations.ts'
import { columns } from './migrations/0002-columns.ts'
import { views } from './migrations/0003-views.ts'
import { time } from './migrations/0004-time.ts'
import { notes } from './migrations/0005-notes.ts'
import { imports } from './migrations/0006-imports.ts'
import { people } from './migrations/0007-people.ts'
import { confidential } from './migrations/0008-confidential.ts'
import { vault } from './migrations/0009-vault.ts'
import { verification } from './migrations/0010-verification.ts'
import { forms } from './migrations/0011-forms.ts'
import { intake } from './migrations/0012-intake.ts'
import { duplicates } from './migrations/0013-duplicates.ts'
import type { Database } from './schema.ts'

/** Every version there has been, oldest first. A released one is never changed. */
export const migrations = (engine: Engine): Record<string, Migration> => ({
  '0001-foundations': foundations(engine),
  '0002-columns': columns(engine),
  '0003-views': views(engine),
  '0004-time': time(engine),
  '0005-notes': notes(engine),
  '0006-imports': imports(engine),
  '0007-people': people(engine),
  '0008-confidential': confidential(engine),
  '0009-vault': vault(engine),
  '0010-verification': verification(engine),
  '0011-forms': forms(engine),
  '0012-intake': intake(engine),
  '0013-duplicates': duplicates(engine),
})

/**
 * Several processes may start on one database at once: on PostgreSQL the migrator takes an advisory lock, on SQLite the write lock.
 * Throws HubError `unavailable` when the database was written by a newer version; nothing is changed then. Resolves to how many were applied.
 */
export async function migrate(db: Kysely<Database>, engine: Engine): Promise<number> {
  const known = migrations(engine)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } })
  const ahead = (await appliedMigrations(db)).filter(name => !(name in known))
  if (ahead.length > 0) {
    throw new HubError(
      'unavailable',
      `The database was written by a newer version of Gongji (it has ${ahead.join(', ')}). Start that version.`,
    )
  }
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
  return results?.length ?? 0
}

/** Names of the migrations a database has had; empty when it is new. */
export async function appliedMigrations(db: Kysely<Database>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(table => table.name === 'kysely_migration')) return []
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute()
  return rows.map(row => row.name)
}
