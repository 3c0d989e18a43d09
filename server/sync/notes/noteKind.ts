/** What makes a room's document a note: how it is loaded, and the window its updates come in by (docs/SPEC.md NOTE-2 … NOTE-6). */
import * as Y from 'yjs'
import { NOTE_LIMITS } from '../../../shared/notes/noteModel.ts'
import { COMES_AGAIN, DocumentWindow, type Queued, type WindowPlace } from '../DocumentWindow.ts'
import type { DocumentKind } from '../DocumentWriter.ts'
import type { RefusedUpdates } from '../RefusedUpdates.ts'
import { LiveNote } from './LiveNote.ts'
import { inspectNote } from './noteGate.ts'

export const noteKind = ({
  sheet,
  document,
}: {
  readonly sheet: string
  readonly document: string
}): DocumentKind<LiveNote> => ({
  live: stored => new LiveNote(stored),
  window: (live, seq, at, refusals) =>
    new NoteWindow(
      { document, sheetId: sheet, seq, at, bind: (client, member) => live.bind(client, member) },
      live,
      refusals,
    ),
})

class NoteWindow extends DocumentWindow {
  readonly #live: LiveNote
  readonly #refusals: RefusedUpdates

  constructor(place: WindowPlace, live: LiveNote, refusals: RefusedUpdates) {
    super(place)
    this.#live = live
    this.#refusals = refusals
  }

  take({ connection, update, when }: Queued): void {
    if (connection.gone) return
    const live = this.#live
    const { member } = connection.speaker
    const owner = (client: number): string | undefined => live.owners.get(client)
    const verdict = inspectNote(update, { doc: live.doc, member: member.id, mayEdit: connection.mayEdit, owner })
    if (typeof verdict === 'string' && when === 'early' && COMES_AGAIN.has(verdict)) return
    if (typeof verdict === 'string') return this.#refusals.refuse(connection, update, verdict)
    if (!live.hasRoomFor(verdict.growth, NOTE_LIMITS.hardSize))
      return this.#refusals.refuse(connection, update, 'too-large')
    Y.applyUpdate(live.doc, update)
    live.grew(verdict.growth)
    this.noteAuthor(connection, verdict)
  }
}
