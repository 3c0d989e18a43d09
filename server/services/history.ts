/**
 * Who changed what, from what, when: newest first (docs/SPEC.md HTTP-8).
 */

import { HubError } from '../../shared/protocol/errors.ts'
import type { HistoryItem } from '../../shared/protocol/http.ts'
import type { Store } from '../storage/Store.ts'
import { fromCursor, type Page, type PageQuery, toCursor } from './pages.ts'

export interface HistoryFilter extends PageQuery {
  /** One row, or several read together. */
  readonly row?: string | readonly string[] | undefined
  readonly column?: string | undefined
  readonly member?: string | undefined
  /** Not before and not after these, ISO 8601. */
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** One page of a sheet's changes, of one row, column, person or time when named. Throws HubError `bad-request` for a foreign cursor. */
export async function historyPage(store: Store, sheet: string, filter: HistoryFilter): Promise<Page<HistoryItem>> {
  const { limit, row, column, member } = filter
  const moment = (iso: string | undefined): number | undefined => (iso === undefined ? undefined : Date.parse(iso))
  const before = filter.cursor === undefined ? undefined : Number(fromCursor(filter.cursor, 1)[0])
  if (before !== undefined && !Number.isSafeInteger(before))
    throw new HubError('bad-request', 'The cursor is not one of ours.')
  const changes = await store.history({
    sheet,
    row,
    column,
    member,
    since: moment(filter.since),
    until: moment(filter.until),
    limit: limit + 1,
    before,
  })
  const items = changes.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(change => ({
      id: change.id,
      row: change.row,
      column: change.column,
      old: change.old,
      new: change.new,
      member: { id: change.member, name: change.memberName },
      at: new Date(change.at).toISOString(),
      won: change.won,
      unseen: change.unseen,
    })),
    next: changes.length > limit && last !== undefined ? toCursor([String(last.id)]) : null,
  }
}
