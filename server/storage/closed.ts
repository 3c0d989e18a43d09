/** Whether an operation has ended (docs/SPEC.md VAULT-16): asked before anything is written in it. */
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

/** False for an operation nobody knows. */
export async function isClosed(db: Kysely<Database>, operation: string): Promise<boolean> {
  const row = await db.selectFrom('operation').select('closed_at').where('id', '=', operation).executeTakeFirst()
  return row !== undefined && row.closed_at !== null
}
