/** Each member's inbox: mentions, replies and reminders, each leading to a row (docs/SPEC.md NOTE-15, NOTE-16). */
import type { Kysely } from 'kysely'
import type { InboxItem } from '../../shared/protocol/notes.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { InboxTable } from '../storage/schema/notes.ts'
import type { Database } from '../storage/schema.ts'
import { thingOf } from '../sync/sheetRow.ts'
import { fromCursor, type Page, type PageQuery, toCursor } from './pages.ts'

/** What is put into somebody's inbox. `id` makes it the same thing when it is put there again. */
export type Notice = Pick<
  InboxTable,
  'id' | 'member_id' | 'kind' | 'sheet_id' | 'row_id' | 'column_id' | 'from_member' | 'body' | 'at'
>

/** Characters of a comment that an inbox shows. */
const EXCERPT = 200
/** Items looked at for one page or count, newest first; older ones have had their time. */
const KEPT = 1_000

/** Puts notices into inboxes; one that is there already is left as it is. Part of the caller's transaction. */
export async function notify(db: Kysely<Database>, notices: readonly Notice[]): Promise<void> {
  for (const notice of notices)
    await db
      .insertInto('inbox')
      .values({ ...notice, body: notice.body.slice(0, EXCERPT), read_at: null })
      .onConflict(on => on.column('id').doNothing())
      .execute()
}

export class Inbox {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  /** One page, newest first, of what the caller may still read. Throws HubError `bad-request` for a foreign cursor. */
  async page(identity: Identity, { limit, cursor }: PageQuery): Promise<Page<InboxItem>> {
    const rows = await this.#rows(identity)
    const [before] = cursor === undefined ? [undefined] : fromCursor(cursor, 1)
    const from = before === undefined ? 0 : rows.findIndex(({ id }) => id === before) + 1
    const items = rows.slice(from, from + limit)
    const last = items.at(-1)
    return { items, next: last !== undefined && from + limit < rows.length ? toCursor([last.id]) : null }
  }

  async unread(identity: Identity): Promise<number> {
    return (await this.#rows(identity)).filter(({ read }) => !read).length
  }

  /** Marks these as read, all of them without a list. Only the caller's own. */
  async markRead(identity: Identity, ids: readonly string[] | undefined, now: number): Promise<void> {
    const mine = this.#db
      .updateTable('inbox')
      .set({ read_at: now })
      .where('member_id', '=', identity.member.id)
      .where('read_at', 'is', null)
    if (ids === undefined) await mine.execute()
    else if (ids.length > 0) await mine.where('id', 'in', [...ids]).execute()
  }

  async #rows(identity: Identity): Promise<InboxItem[]> {
    const rows = await this.#db
      .selectFrom('inbox')
      .innerJoin('sheet', 'sheet.id', 'inbox.sheet_id')
      .leftJoin('member', 'member.id', 'inbox.from_member')
      .selectAll('inbox')
      .select(['sheet.title', 'sheet.operation_id', 'sheet.confidential_of', 'member.name as from_name'])
      .where('inbox.member_id', '=', identity.member.id)
      .orderBy('inbox.at', 'desc')
      .orderBy('inbox.id', 'desc')
      .limit(KEPT)
      .execute()
    return rows
      .filter(row => may(identity, 'note.read', thingOf(row)))
      .map(row => ({
        id: row.id,
        kind: row.kind,
        operation: row.operation_id,
        sheet: { id: row.sheet_id, title: row.title },
        row: row.row_id,
        column: row.column_id,
        from: row.from_name ?? row.from_member,
        text: row.body,
        at: new Date(row.at).toISOString(),
        read: row.read_at !== null,
      }))
  }
}
