/** What makes a room's document a sheet: how it is loaded, and the window its edits come in by. */
import type { MinuteBrake } from '../../shared/domain/brake.ts'
import type { DocumentKind } from './DocumentWriter.ts'
import { LiveSheet } from './LiveSheet.ts'
import type { RoomDeps, RoomSheet } from './roomDeps.ts'
import { Window } from './Window.ts'

/** One for each room: how much a member empties or overwrites is counted over all its windows. */
export function sheetKind(sheet: RoomSheet, brake: MinuteBrake, deps: RoomDeps): DocumentKind<LiveSheet> {
  const { id, document } = sheet
  return {
    live: stored => new LiveSheet(stored),
    window: (live, seq, at, refusals) =>
      new Window({
        document,
        sheetId: id,
        seq,
        at,
        sheet: live.sheet,
        owner: client => live.owners.get(client),
        bind: (client, member) => live.bind(client, member),
        hasColumn: column => sheet.columns.has(column),
        isAway: row => sheet.away?.has(row) === true,
        braked: (member, weight) => brake.take(member, weight, deps.now()),
        refuse: (connection, update, reason) => refusals.refuse(connection, update, reason),
      }),
  }
}
