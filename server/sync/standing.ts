/** What keeps a member who may edit from editing this sheet now: the operation has ended, it has been put away, or newcomers' edits wait for a nod. */
import { type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import { isClosed } from '../storage/closed.ts'
import { waitsForNod } from '../storage/newcomers.ts'
import type { Store } from '../storage/Store.ts'
import type { Connection } from './Connection.ts'
import type { Author } from './SheetRooms.ts'

export interface StandingOf {
  readonly operation_id: string
  readonly archived_at: number | null
}

/** Why this member's edits of the sheet are refused now; undefined when they are not. */
export async function withheld(
  { db }: Pick<Store, 'db'>,
  sheet: StandingOf,
  member: string,
  now: number,
): Promise<ErrorCode | undefined> {
  if (await isClosed(db, sheet.operation_id)) return 'closed'
  if (sheet.archived_at !== null) return 'archived'
  return (await waitsForNod(db, { operation: sheet.operation_id, member, now })) ? 'waits-for-nod' : undefined
}

/** A command writes for nobody whose own edits are refused now, unless somebody has nodded to it. Throws HubError with that reason. */
export async function requireStanding(
  store: Pick<Store, 'db'>,
  sheet: StandingOf,
  by: Author,
  now: number,
): Promise<void> {
  const code = await withheld(store, sheet, by.member, now)
  if (code !== undefined && !(code === 'waits-for-nod' && by.nodded === true)) throw new HubError(code)
}

/** The same for everybody connected: member id → why, or undefined. */
export async function standings(
  store: Pick<Store, 'db'>,
  sheet: StandingOf,
  connections: Iterable<Connection>,
  now: number,
): Promise<ReadonlyMap<string, ErrorCode | undefined>> {
  const held = new Map<string, ErrorCode | undefined>()
  for (const member of new Set([...connections].map(({ speaker }) => speaker.member.id)))
    held.set(member, await withheld(store, sheet, member, now))
  return held
}
