/** What a client of ours is told about its own edits, over and above what everybody gets (docs/SPEC.md SYNC-20 … SYNC-22). */
import * as Y from 'yjs'
import {
  ACKNOWLEDGED,
  encodeCustom,
  REPLAY,
  SETTLED,
  type Settle,
  SHEET_CHANGED,
  SHEET_CHANGED_SINCE,
  type SheetChanged,
} from '../../shared/protocol/syncMessages.ts'
import { splitCellKey } from '../../shared/sheet/cell.ts'
import type { Store } from '../storage/Store.ts'
import type { Connection } from './Connection.ts'
import type { Reply } from './DocumentWindow.ts'
import { frame } from './frames.ts'

/** Tells authors which edits died on arrival, and acknowledges updates that changed nothing: for those no struct comes back. */
export function reply(replies: readonly Reply[], doc: Y.Doc): void {
  for (const { connection, accepted } of replies) {
    if (!connection.understands) continue
    if (accepted.dead.length > 0) connection.tell(frame(encodeCustom(REPLAY, { edits: accepted.dead })))
    if (accepted.ranges.length > 0) continue
    for (const client of connection.clients) {
      const clock = Y.getState(doc.store, client) - 1
      if (clock >= 0) connection.tell(frame(encodeCustom(ACKNOWLEDGED, { client, clock })))
    }
  }
}

/** Tells who understands it that the sheet is made of something else now, or that there is news of suggestions. */
export function tellChanged(connections: Iterable<Connection>, sheet: string, what: SheetChanged['what']): void {
  const told = frame(encodeCustom(SHEET_CHANGED, { sheet, what }))
  for (const connection of connections) if (connection.version >= SHEET_CHANGED_SINCE) connection.tell(told)
}

/** Answers which edits are in the history. A history that cannot be read ends the connection: the client asks again when it is back. */
export function answerSettle(
  connection: Connection,
  edits: Settle['edits'],
  { sheet, store, log }: { sheet: string; store: Store; log: { error(fields: object, message: string): void } },
): void {
  const asked = edits.flatMap(({ key, client, clock }) => {
    const cell = splitCellKey(key)
    return cell === undefined ? [] : [{ ...cell, client, clock }]
  })
  store.saved(sheet, asked).then(
    saved => {
      const answer = asked.map(({ client, clock }, i) => ({ client, clock, saved: saved[i] === true }))
      connection.tell(frame(encodeCustom(SETTLED, { edits: answer })))
    },
    (error: unknown) => {
      log.error({ sheet, error }, 'the history could not be read for a reconnecting client')
      connection.close('overloaded')
    },
  )
}
