/** One open desk: read by everybody who reads its sheet, written by the server alone. */
import type { DeskDocument } from '../../../shared/desk/deskDocument.ts'
import { Mutex } from '../../storage/Mutex.ts'
import type { DeskSource } from '../Desk.ts'
import { DocumentRoom } from '../DocumentRoom.ts'
import { loadLive } from '../DocumentWriter.ts'
import { SERVER } from '../LiveDocument.ts'
import type { RoomDeps } from '../roomDeps.ts'
import { deskKind } from './deskKind.ts'
import type { LiveDesk } from './LiveDesk.ts'

/** Entries written between two turns of the event loop: some 10 ms of work. */
const ENTRIES_A_STEP = 2_000

export class DeskRoom extends DocumentRoom<LiveDesk> {
  /** What a source said later is never overwritten by what it said before. */
  readonly #turns = new Mutex()

  /** Loads a desk whose document has been made. Throws what `loadLive` throws. */
  static async load(sheet: string, document: string, deps: RoomDeps): Promise<DeskRoom> {
    const kind = deskKind({ sheet, document })
    return new DeskRoom({ id: sheet, document }, kind, await loadLive(kind, document, deps.store), deps)
  }

  /** Shows what the source says of these rows now (of all without a list): one durable update, none where nothing differs. */
  show(source: DeskSource, rows?: readonly string[]): Promise<void> {
    return this.#turns.run(async () => {
      const found = await source.project(this.sheetId, rows)
      const named = rows ?? (await this.read(desk => [...desk.entries(source.kind).keys()]))
      const all = [...new Set([...named, ...found.keys()])]
      const step = (from: number) => (live: LiveDesk) => {
        for (const row of all.slice(from, from + ENTRIES_A_STEP)) live.desk.put(source.kind, row, found.get(row))
        return []
      }
      const steps = Array.from({ length: Math.ceil(all.length / ENTRIES_A_STEP) }, (_, n) => step(n * ENTRIES_A_STEP))
      if (steps.length > 0) await this.writer.write({ member: SERVER, session: SERVER }, ...steps)
    })
  }

  /** Reads the desk as it is on disk; `read` must not await nor keep it. */
  read<T>(read: (desk: DeskDocument) => T): Promise<T> {
    return this.readLive(({ desk }) => read(desk))
  }

  /** Who looks at a desk is seen in its sheet. */
  override present(): void {}
}
