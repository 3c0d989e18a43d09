/** A desk without a server: what the test puts on it. */
import * as Y from 'yjs'
import type { DeskSession } from '../../../client/desk/DeskSession.ts'
import {
  DeskDocument,
  type DeskKind,
  type DeskKinds,
  type VerificationEntry,
} from '../../../shared/desk/deskDocument.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'

export class FakeDesk implements DeskSession {
  readonly doc = new Y.Doc()
  readonly #desk = new DeskDocument(this.doc)

  get<K extends DeskKind>(kind: K, row: string): DeskKinds[K] | undefined {
    return this.#desk.get(kind, row)
  }

  subscribe: DeskSession['subscribe'] = listener => this.#desk.subscribe(listener)

  /** Says that a row was verified with these cells. */
  verify(row: string, cells: Readonly<Record<string, Scalar>>, more: Partial<VerificationEntry> = {}): void {
    const entry: VerificationEntry = { id: row, state: 'verified', method: 'phone', by: '张三', at: 1, cells, ...more }
    this.doc.transact(() => this.#desk.put('verification', row, entry))
  }

  destroy(): void {
    this.#desk.destroy()
  }
}
