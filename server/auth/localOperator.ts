/**
 * The service member behind the command line on the hub's own machine, and the organization it needs to belong to. Both exist in every
 * database and appear in no list (docs/SPEC.md AUTH-8).
 */
import type { Kysely } from 'kysely'
import type { Database } from '../storage/schema.ts'

/** The hub's own organization; kept out of lists. */
export const HUB_ORGANIZATION = { id: 'hub', name: '共济 Gongji' } as const

export const LOCAL_OPERATOR = { id: 'local-operator', name: '本机操作 (local operator)', color: '#595959' } as const

/** Makes sure both rows exist. Safe to call at every start. */
export async function ensureLocalOperator(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .insertInto('organization')
    .values({ ...HUB_ORGANIZATION, created_at: now })
    .onConflict(on => on.column('id').doNothing())
    .execute()
  await db
    .insertInto('member')
    .values({
      ...LOCAL_OPERATOR,
      kind: 'service',
      login: null,
      password_hash: null,
      organization_id: HUB_ORGANIZATION.id,
      created_at: now,
      disabled_at: null,
    })
    .onConflict(on => on.column('id').doNothing())
    .execute()
}
