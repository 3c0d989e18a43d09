/** One open sheet: a room whose document is rows and cells, and what upkeep asks of it. */

import { MinuteBrake } from '../../shared/domain/brake.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { CONFLICTS_CHANGED, encodeCustom } from '../../shared/protocol/syncMessages.ts'
import type { CellEdit } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { weighEdits } from '../../shared/sheet/weigh.ts'
import type { CellChange } from '../storage/Store.ts'
import { tellChanged } from './answers.ts'
import { DocumentRoom } from './DocumentRoom.ts'
import { type DocumentKind, loadLive, type RecordPlace, type ServerChange } from './DocumentWriter.ts'
import { frame } from './frames.ts'
import type { LiveSheet } from './LiveSheet.ts'
import type { RoomDeps, RoomSheet } from './roomDeps.ts'
import type { SheetChanges } from './SheetChanges.ts'
import type { Author, Weighed } from './SheetRooms.ts'
import { sheetKind } from './sheetKind.ts'

const CONFLICTS = frame(encodeCustom(CONFLICTS_CHANGED, {}))

export class Room extends DocumentRoom<LiveSheet> {
  readonly #sheet: RoomSheet
  readonly #brake: MinuteBrake
  readonly #now: () => number
  readonly #changes: SheetChanges | undefined

  private constructor(
    sheet: RoomSheet,
    brake: MinuteBrake,
    kind: DocumentKind<LiveSheet>,
    live: LiveSheet,
    deps: RoomDeps,
  ) {
    super(sheet, kind, live, deps)
    this.#sheet = sheet
    this.#brake = brake
    this.#now = deps.now
    this.#changes = deps.changes
  }

  /** Loads a sheet. Throws what `loadLive` throws. */
  static async open(sheet: RoomSheet, deps: RoomDeps): Promise<Room> {
    const brake = new MinuteBrake()
    const kind = sheetKind(sheet, brake, deps)
    const room = new Room(sheet, brake, kind, await loadLive(kind, sheet.document, deps.store), deps)
    deps.changes?.opened(sheet.id)
    return room
  }

  /** Tells everybody who understands that the open conflicts of the sheet may be others now. */
  announceConflicts(): void {
    this.announce(CONFLICTS)
  }

  protected override published(changes: readonly CellChange[]): void {
    if (changes.some(({ unseen }) => unseen)) this.announceConflicts()
    this.#changes?.changed(this.sheetId, changes)
  }

  get overlaySize(): number {
    return this.writer.live.sheet.overlaySize
  }

  /** How many keys the newest generation holds. */
  get newestSize(): number {
    return this.writer.live.sheet.newest?.size ?? 0
  }

  /** More than one until a fold has taken the older ones in; none before the sheet was made. */
  get generations(): number {
    return this.writer.live.sheet.living.length
  }

  /** Reads the sheet as it is on disk; `read` must not await. Rejects with HubError and the trouble's code while the disk refuses. */
  read<T>(read: (sheet: SheetDocument) => T): Promise<T> {
    return this.readLive(live => read(live.sheet))
  }

  /** Members may write these columns from now on, but for those whose edits are withheld; whoever understands it is told to ask for the sheet again. */
  renew(columns: ReadonlySet<string>, withheld: ReadonlyMap<string, ErrorCode | undefined>): void {
    this.#sheet.columns = columns
    this.withhold(withheld)
    tellChanged(this.connections, this.sheetId, 'sheet')
  }

  /** Tells these members, and who decides, that there is news of suggestions. */
  tellOfSuggestions(members: ReadonlySet<string>): void {
    const concerned = [...this.connections].filter(
      ({ speaker }) => speaker.mayNod === true || members.has(speaker.member.id),
    )
    tellChanged(concerned, this.sheetId, 'suggestions')
  }

  /** What these edits of a member would do, and whether the brake would refuse them now. */
  weigh(member: string, edits: readonly CellEdit[]): Promise<Weighed> {
    return this.writer.read(({ sheet, owners }) => {
      const { total, weight } = weighEdits(edits, { sheet, owner: client => owners.get(client) }, member)
      const refused = this.#brake.refusal(member, weight, this.#now())
      return { ...total, ...(refused === undefined ? {} : { refused }) }
    })
  }

  /** See DocumentWriter.write. */
  write(
    author: Author,
    ...steps: ReadonlyArray<(sheet: SheetDocument, record: RecordPlace) => readonly ServerChange[]>
  ): Promise<number> {
    return this.writer.write(
      author,
      ...steps.map(step => (live: LiveSheet, record: RecordPlace) => step(live.sheet, record)),
    )
  }
}
