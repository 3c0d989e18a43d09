/** Who looked at whose details, why and when; nothing of the details is in it (docs/SPEC.md VAULT-9). It outlives the contact. */
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { hidePersonal } from '../../shared/domain/personalData.ts'
import {
  type ContactLogItem,
  type contactLogQuery,
  type DetailField,
  type Purpose,
  REVEALS_AN_HOUR,
} from '../../shared/protocol/contacts.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import { fromCursor, type Page, toCursor } from '../services/pages.ts'
import type { ContactLogTable } from '../storage/schema/vault.ts'
import type { Database } from '../storage/schema.ts'
import type { RowPlace } from './contact.ts'

const HOUR = 3_600_000

export interface Entry {
  readonly operation: string
  readonly contact?: string | undefined
  readonly place?: Partial<RowPlace> | undefined
  readonly member: string
  readonly what: ContactLogTable['what']
  readonly field?: DetailField | undefined
  readonly purpose?: Purpose | undefined
  /** As somebody typed it: a number that slipped in is starred. */
  readonly reason?: string | undefined
  /** How many contacts; one without it. */
  readonly count?: number
  readonly at: number
}

/** Writes a line; part of the caller's transaction. */
export async function log(db: Kysely<Database>, entry: Entry): Promise<void> {
  await db
    .insertInto('contact_log')
    .values({
      operation_id: entry.operation,
      contact_id: entry.contact ?? null,
      sheet_id: entry.place?.sheet ?? null,
      row_id: entry.place?.row ?? null,
      member_id: entry.member,
      what: entry.what,
      field: entry.field ?? null,
      purpose: entry.purpose ?? null,
      reason: entry.reason === undefined ? null : hidePersonal(entry.reason),
      count: entry.count ?? 1,
      at: entry.at,
    })
    .execute()
}

/** Throws HubError `rate-limited` when the member has looked at as much as one may in an hour. */
export async function requireCalm(db: Kysely<Database>, member: string, now: number): Promise<void> {
  const { count } = await db
    .selectFrom('contact_log')
    .select(it => it.fn.countAll<number>().as('count'))
    .where('member_id', '=', member)
    .where('what', '=', 'reveal')
    .where('at', '>', now - HOUR)
    .executeTakeFirstOrThrow()
  if (Number(count) >= REVEALS_AN_HOUR) throw new HubError('rate-limited', `at most ${REVEALS_AN_HOUR} details an hour`)
}

/** One page of an operation's log, newest first. Throws HubError `bad-request` for a foreign cursor. */
export async function logPage(
  db: Kysely<Database>,
  operation: string,
  { limit, cursor, what, member, contact }: z.infer<typeof contactLogQuery>,
): Promise<Page<ContactLogItem>> {
  const [before] = cursor === undefined ? [undefined] : fromCursor(cursor, 1)
  let query = db
    .selectFrom('contact_log')
    .leftJoin('member', 'member.id', 'contact_log.member_id')
    .leftJoin('organization', 'organization.id', 'member.organization_id')
    .selectAll('contact_log')
    .select(['member.name', 'organization.name as organization'])
    .where('contact_log.operation_id', '=', operation)
    .orderBy('contact_log.id', 'desc')
    .limit(limit + 1)
  if (before !== undefined) query = query.where('contact_log.id', '<', Number(before))
  if (what !== undefined) query = query.where('what', '=', what)
  if (member !== undefined) query = query.where('contact_log.member_id', '=', member)
  if (contact !== undefined) query = query.where('contact_id', '=', contact)
  const rows = await query.execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(row => ({
      id: row.id,
      at: new Date(row.at).toISOString(),
      what: row.what,
      member: { id: row.member_id, name: row.name ?? row.member_id, organization: row.organization ?? '' },
      contact: row.contact_id,
      row: row.sheet_id === null || row.row_id === null ? null : { sheet: row.sheet_id, row: row.row_id },
      field: row.field as DetailField | null,
      purpose: row.purpose as Purpose | null,
      reason: row.reason,
      count: row.count,
    })),
    next: last === undefined ? null : toCursor([String(last.id)]),
  }
}
