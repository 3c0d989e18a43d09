/**
 * A member as they are now, apart from any session: what somebody handed out earlier – an invitation, a link – holds only as long as they still
 * could hand it out (docs/SPEC.md JOIN-5).
 */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { ACTIONS, type Action, type Role } from '../../shared/domain/roles.ts'
import type { Database } from '../storage/schema.ts'
import { rolesOf } from './Authenticator.ts'
import type { Identity } from './identity.ts'
import { LOCAL_OPERATOR } from './localOperator.ts'

const storedScopes = z.array(z.enum(ACTIONS))

/** Undefined when they are suspended, gone, or a program whose token was revoked or has expired. */
export async function presentIdentity(db: Kysely<Database>, id: string, now: number): Promise<Identity | undefined> {
  const member = await db
    .selectFrom('member')
    .select(['id', 'name', 'color', 'kind'])
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (member === undefined) return undefined
  const known = { member: { id, name: member.name, color: member.color }, session: id, means: 'token' as const }
  if (id === LOCAL_OPERATOR.id) {
    const operations = await db.selectFrom('operation').select('id').execute()
    const roles = new Map(operations.map(operation => [operation.id, new Set<Role>(['admin'])]))
    return { ...known, actor: { id, roles }, scopes: undefined }
  }
  const rows = await db.selectFrom('membership').select(['operation_id', 'roles']).where('member_id', '=', id).execute()
  const roles = new Map(rows.map(row => [row.operation_id, new Set(rolesOf(row.roles))]))
  if (member.kind === 'person') return { ...known, actor: { id, roles }, scopes: undefined }
  const token = await db
    .selectFrom('api_token')
    .select('scopes')
    .where('member_id', '=', id)
    .where('revoked_at', 'is', null)
    .where(or => or.or([or('expires_at', 'is', null), or('expires_at', '>', now)]))
    .executeTakeFirst()
  if (token === undefined) return undefined
  const scopes = token.scopes === null ? undefined : new Set<Action>(storedScopes.parse(JSON.parse(token.scopes)))
  return { ...known, actor: { id, roles }, scopes }
}
