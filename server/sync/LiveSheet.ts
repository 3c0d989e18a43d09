/** A sheet in memory, with what its gate and its writes ask of it. */
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { StoredDocument } from '../storage/Store.ts'
import { LiveDocument } from './LiveDocument.ts'

export class LiveSheet extends LiveDocument {
  readonly sheet: SheetDocument

  constructor(stored: StoredDocument) {
    super(stored)
    this.sheet = new SheetDocument(this.doc)
  }

  override destroy(): void {
    this.sheet.destroy()
    super.destroy()
  }
}
