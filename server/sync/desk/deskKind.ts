/** What makes a room's document a desk: nobody but the server writes it (docs/SPEC.md DESK-2). */
import { COMES_AGAIN, DocumentWindow, type Queued, type WindowPlace } from '../DocumentWindow.ts'
import type { DocumentKind } from '../DocumentWriter.ts'
import type { RefusedUpdates } from '../RefusedUpdates.ts'
import { type GateRefusal, StructGate } from '../structGate.ts'
import { LiveDesk } from './LiveDesk.ts'

export const deskKind = ({
  sheet,
  document,
}: {
  readonly sheet: string
  readonly document: string
}): DocumentKind<LiveDesk> => ({
  live: stored => new LiveDesk(stored),
  window: (live, seq, at, refusals) =>
    new DeskWindow(
      { document, sheetId: sheet, seq, at, bind: (client, member) => live.bind(client, member) },
      live,
      refusals,
    ),
})

class DeskWindow extends DocumentWindow {
  readonly #live: LiveDesk
  readonly #refusals: RefusedUpdates

  constructor(place: WindowPlace, live: LiveDesk, refusals: RefusedUpdates) {
    super(place)
    this.#live = live
    this.#refusals = refusals
  }

  /** A reader that was away says again what it was told; that brings nothing new and is passed over. Anything else ends its connection. */
  take({ connection, update, when }: Queued): void {
    if (connection.gone) return
    const { doc, owners } = this.#live
    const { member } = connection.speaker
    const gate = new DeskGate({ doc, member: member.id, mayEdit: false, owner: client => owners.get(client) })
    const refusal = gate.look(update)
    if (refusal === undefined || (when === 'early' && COMES_AGAIN.has(refusal))) return
    this.#refusals.refuse(connection, update, refusal)
  }
}

class DeskGate extends StructGate<never> {
  protected takeItem(): GateRefusal {
    return 'read-only'
  }

  protected takeDeleted(): GateRefusal {
    return 'read-only'
  }
}
