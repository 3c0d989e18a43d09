/**
 * The hub's own service members – behind the command line on its machine, and behind what a form's rule lets in – and the organization they need to
 * belong to. All exist in every database and appear in no list (docs/SPEC.md AUTH-8).
 */
import type { Kysely } from 'kysely'
import type { Database } from '../storage/schema.ts'

/** The hub's own organization; kept out of lists. */
export const HUB_ORGANIZATION = { id: 'hub', name: '共济 Gongji' } as const

export const LOCAL_OPERATOR = { id: 'local-operator', name: '本机操作 (local operator)', color: '#595959' } as const

/** Whose name stands in the history of rows that a form's rule let in without a person. */
export const INTAKE_MEMBER = { id: 'intake', name: '公开表单 (public form)', color: '#595959' } as const

/** Makes sure these rows exist. Safe to call at every start. */
export async function ensureLocalOperator(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .insertInto('organization')
    .values({ ...HUB_ORGANIZATION, created_at: now })
    .onConflict(on => on.column('id').doNothing())
    .execute()
  const service = {
    kind: 'service' as const,
    login: null,
    password_hash: null,
    organization_id: HUB_ORGANIZATION.id,
    created_at: now,
    disabled_at: null,
  }
  await db
    .insertInto('member')
    .values([
      { ...LOCAL_OPERATOR, ...service },
      { ...INTAKE_MEMBER, ...service },
    ])
    .onConflict(on => on.column('id').doNothing())
    .execute()
}
