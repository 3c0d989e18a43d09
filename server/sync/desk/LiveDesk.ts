/** A desk in memory. */
import { DeskDocument } from '../../../shared/desk/deskDocument.ts'
import type { StoredDocument } from '../../storage/Store.ts'
import { LiveDocument } from '../LiveDocument.ts'

export class LiveDesk extends LiveDocument {
  readonly desk: DeskDocument

  constructor(stored: StoredDocument) {
    super(stored)
    this.desk = new DeskDocument(this.doc)
  }

  override destroy(): void {
    this.desk.destroy()
    super.destroy()
  }
}
