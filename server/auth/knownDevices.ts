/**
 * Browsers somebody has signed in with, by a cookie that signs nobody in: it only gives the person at that browser tries of their own while others
 * guess (docs/SPEC.md AUTH-5). Kept in the database, so a restart or a new address changes nothing.
 */
import type { Kysely } from 'kysely'
import type { Database } from '../storage/schema.ts'
import { hashSecret, newSecret } from './secrets.ts'

/** Browsers remembered for each member; the oldest go first. */
const KEPT = 20

/** What the brake calls this browser; `undefined` when this member has never signed in with it. */
export async function knownDevice(
  db: Kysely<Database>,
  member: string,
  secret: string | undefined,
): Promise<string | undefined> {
  if (secret === undefined) return undefined
  const hash = hashSecret(secret)
  const row = await db
    .selectFrom('known_device')
    .select('token_hash')
    .where('token_hash', '=', hash)
    .where('member_id', '=', member)
    .executeTakeFirst()
  return row?.token_hash
}

/** Remembers a browser; its cookie's secret. */
export async function rememberDevice(db: Kysely<Database>, member: string, now: number): Promise<string> {
  const secret = newSecret()
  await db
    .insertInto('known_device')
    .values({ token_hash: hashSecret(secret), member_id: member, created_at: now })
    .execute()
  const rows = await db
    .selectFrom('known_device')
    .select('token_hash')
    .where('member_id', '=', member)
    .orderBy('created_at', 'desc')
    .orderBy('token_hash')
    .execute()
  const old = rows.slice(KEPT).map(({ token_hash }) => token_hash)
  if (old.length > 0) await db.deleteFrom('known_device').where('token_hash', 'in', old).execute()
  return secret
}
