/** Two members at a sheet of 260 rows, by the test's clock. */
import { vi } from 'vitest'
import type { StoredChange } from '../../../server/storage/Store.ts'
import type { CellEdit, Scalar } from '../../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { fakeTimers, settle, type TestClient, TestHub } from './TestHub.ts'

export const ROWS = Array.from({ length: 260 }, (_, i) => `r${i}`)

export class Scene {
  readonly hub: TestHub
  readonly ann: TestClient
  readonly ben: TestClient
  readonly #clients: TestClient[] = []

  private constructor(hub: TestHub) {
    this.hub = hub
    this.ann = this.join('ann')
    this.ben = this.join('ben')
  }

  static async open(): Promise<Scene> {
    const hub = await TestHub.start(ROWS)
    fakeTimers()
    const scene = new Scene(hub)
    await settle([scene.ann, scene.ben])
    return scene
  }

  /** One more tab, of a member who may be here already. */
  join(member: string, role: 'editor' | 'viewer' = 'editor'): TestClient {
    const client = this.hub.client(member, role)
    this.#clients.push(client)
    return client
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.session.destroy()
    await this.hub.stop()
    vi.useRealTimers()
  }
}

/** A sheet as it looks, and what it holds of deleted rows. */
export const everything = (sheet: SheetDocument): unknown =>
  [...sheet.allRows()].sort().map(row => [row, sheet.cells(row), sheet.isDeleted(row), sheet.order(row)])

/** One edit for each of these rows. */
export const filled = (rows: readonly string[], column: string, value: (i: number) => Scalar): CellEdit[] =>
  rows.map((row, i) => ({ row, column, value: value(i) }))

/** What the history says about one cell. */
export const of = (history: readonly StoredChange[], row: string, column: string): readonly StoredChange[] =>
  history.filter(change => change.row === row && change.column === column)
