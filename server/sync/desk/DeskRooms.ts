/**
 * The desks that are open (docs/SPEC.md DESK-1 … DESK-6, docs/adr/0010). A desk is made from its sources when it is opened and kept right by
 * `show` from then on; what happens while it is closed needs no telling.
 */
import type { DeskDocument, DeskKind } from '../../../shared/desk/deskDocument.ts'
import { HubError } from '../../../shared/protocol/errors.ts'
import type { Desk, DeskSource } from '../Desk.ts'
import { PassingRooms } from '../PassingRooms.ts'
import type { RoomDeps } from '../roomDeps.ts'
import { DeskRoom } from './DeskRoom.ts'
import { deskOf } from './deskName.ts'

/** The sheet a desk belongs to: its id and its document's present name. */
interface DeskPlace {
  readonly id: string
  readonly document: string
}

export class DeskRooms implements Desk {
  readonly #deps: RoomDeps
  readonly #rooms: PassingRooms<DeskRoom>
  readonly #sources = new Map<DeskKind, DeskSource>()

  constructor(deps: RoomDeps) {
    this.#deps = deps
    this.#rooms = new PassingRooms(deps.now)
  }

  register<K extends DeskKind>(source: DeskSource<K>): void {
    this.#sources.set(source.kind, source)
  }

  async documentOf(sheet: string): Promise<string> {
    return deskOf((await this.#placeOf(sheet)).document)
  }

  async show(sheet: string, kind: DeskKind, rows?: readonly string[]): Promise<void> {
    const source = this.#sources.get(kind)
    if (source === undefined) throw new Error(`nobody says what ${kind} is`)
    await (await this.#rooms.get(await this.documentOf(sheet)))?.show(source, rows)
  }

  async read<T>(sheet: string, read: (desk: DeskDocument) => T): Promise<T> {
    return (await this.open(await this.#placeOf(sheet))).read(read)
  }

  /** Opens the desk of a sheet, as its sources have it now. Throws what they and `loadLive` throw: what may be wrong is not shown as true. */
  open({ id, document: ofSheet }: DeskPlace): Promise<DeskRoom> {
    const document = deskOf(ofSheet)
    return this.#rooms.open(document, async () => {
      await this.#claim(id, document)
      const room = await DeskRoom.load(id, document, this.#deps)
      for (const source of this.#sources.values()) await room.show(source)
      return room
    })
  }

  /** The sheet goes on in another edition: whoever reads the desk of this one has to ask for the other. */
  end(document: string): Promise<void> {
    return this.#rooms.end(deskOf(document))
  }

  /** The rooms that are open now. */
  opened(): Promise<readonly DeskRoom[]> {
    return this.#rooms.opened()
  }

  /** Called every few seconds. */
  beat(): Promise<void> {
    return this.#rooms.beat()
  }

  /** Runs `work` while nobody is in the desk of this sheet. */
  async whileClosed<T>(sheet: string, work: () => Promise<T>): Promise<T> {
    return this.#rooms.whileClosed(await this.documentOf(sheet), work)
  }

  /** Makes everything durable and ends all connections. */
  close(): Promise<void> {
    return this.#rooms.close()
  }

  async #placeOf(sheet: string): Promise<DeskPlace> {
    const place = await this.#deps.store.db
      .selectFrom('sheet')
      .select(['id', 'document'])
      .where('id', '=', sheet)
      .executeTakeFirst()
    if (place === undefined) throw new HubError('not-found', `sheet ${sheet}`)
    return place
  }

  async #claim(sheet: string, document: string): Promise<void> {
    await this.#deps.store.db
      .insertInto('document')
      .values({
        name: document,
        sheet_id: sheet,
        head_seq: 0,
        snapshot_seq: 0,
        snapshot_at: null,
        snapshot: null,
        snapshot_digest: null,
      })
      .onConflict(on => on.doNothing())
      .execute()
  }
}
