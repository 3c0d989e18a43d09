/** A note in memory, with what its gate asks of it. */
import type * as Y from 'yjs'
import { NOTE_FIELD, noteSize } from '../../../shared/notes/noteModel.ts'
import type { StoredDocument } from '../../storage/Store.ts'
import { LiveDocument } from '../LiveDocument.ts'

export class LiveNote extends LiveDocument {
  readonly note: Y.XmlFragment
  /** The note is not larger than this. */
  #atMost: number

  constructor(stored: StoredDocument) {
    super(stored)
    this.note = this.doc.getXmlFragment(NOTE_FIELD)
    this.#atMost = noteSize(this.note)
  }

  /** Whether so much more fits under `limit`. Counts the note only when what is known of it leaves that open. */
  hasRoomFor(more: number, limit: number): boolean {
    if (this.#atMost + more > limit) this.#atMost = noteSize(this.note)
    return this.#atMost + more <= limit
  }

  /** So much may have been added. */
  grew(more: number): void {
    this.#atMost += more
  }
}
