/**
 * All open sheets of this process: what services ask of them, and what the door finds behind it. They are opened when somebody comes, and kept small.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import { BLOCK_ROWS } from '../../shared/sheet/blocks.ts'
import { type CellEdit, ROW_EXISTS } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { createSheet, rowAppender } from '../../shared/sheet/writeBase.ts'
import type { RowsMove } from '../storage/rowTables.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import type { RecordPlace } from './DocumentWriter.ts'
import { Door, type DoorParts, type FoundDocument } from './Door.ts'
import { DeskRooms } from './desk/DeskRooms.ts'
import { SERVER } from './LiveDocument.ts'
import { LIMITS } from './limits.ts'
import { moveRows } from './moveRows.ts'
import { hasRow, NoteRooms } from './notes/NoteRooms.ts'
import { NOTE_PATH } from './notes/noteNames.ts'
import { Room } from './Room.ts'
import type { RoomDeps, SyncMetrics } from './roomDeps.ts'
import type { Author, CellsWritten, CellWish, NewRow, SheetRooms, Weighed } from './SheetRooms.ts'
import { confidedRows, findSheet, type SheetRow } from './sheetRow.ts'
import { requireStanding, standings } from './standing.ts'
import { UPKEEP, Upkeep, type UpkeepPolicy } from './Upkeep.ts'
import { requireRows, writeWishes } from './writeWishes.ts'

export interface RoomsParts extends Omit<RoomDeps, 'metrics'>, Pick<DoorParts, 'authenticate' | 'originAllowed'> {
  readonly upkeep?: UpkeepPolicy
}

interface OpenRoom {
  readonly room: Room
  readonly upkeep: Upkeep
  readonly operation: string
}

/** Rows appended between two turns of the event loop: some 20 ms of work. Whole blocks. */
const ROWS_A_STEP = 32 * BLOCK_ROWS
/** Cells written between two turns of the event loop: some 10 ms of work. */
const CELLS_A_STEP = 2_000
/** Between two looks at every connection and room, ms. */
const HEARTBEAT = 5_000
const SHEET_PATH = /^\/sync\/(sheet\/[A-Za-z0-9_-]{1,40}(?:\.[0-9]{1,6})?)$/
const DESK_PATH = /^\/sync\/(desk\/[A-Za-z0-9_-]{1,40}(?:\.[0-9]{1,6})?)$/

export class Rooms implements SheetRooms {
  readonly metrics: SyncMetrics = { edits: 0, commits: 0, refused: 0, failures: 0 }
  readonly notes: NoteRooms
  readonly desks: DeskRooms
  readonly #parts: RoomsParts
  readonly #rooms = new Map<string, Promise<OpenRoom>>()
  readonly #door: Door
  readonly #heartbeat: NodeJS.Timeout
  #renewing: Promise<unknown> = Promise.resolve()
  #moving: Promise<unknown> = Promise.resolve()
  #renewals = 0

  constructor(parts: RoomsParts) {
    this.#parts = parts
    const deps = { ...parts, metrics: this.metrics }
    this.notes = new NoteRooms({ ...deps, hasRow: (sheet, row) => this.read(sheet, hasRow(row)) })
    this.desks = new DeskRooms(deps)
    this.#door = new Door({
      ...parts,
      places: [
        { kind: 'note', path: NOTE_PATH, find: document => this.#findNote(document) },
        { kind: 'sheet', path: SHEET_PATH, find: document => this.#findSheet(document) },
        { kind: 'desk', path: DESK_PATH, find: document => this.#findDesk(document) },
      ],
      renewals: () => this.#renewals,
      renew: sheet => this.renew(sheet),
    })
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT)
    this.#heartbeat.unref()
  }

  /** Open connections, over all sheets, desks and notes. */
  async connectionCount(): Promise<number> {
    return (await this.#everyRoom()).reduce((sum, room) => sum + room.connections.size, 0)
  }

  // ─── what services ask ───

  async read<T>(sheet: string, read: (sheet: SheetDocument) => T): Promise<T> {
    return (await this.#open(sheet)).room.read(read)
  }

  async appendRows(sheet: string, rows: readonly NewRow[], by: Author): Promise<number> {
    await this.#mustWrite(sheet, by)
    const { room } = await this.#open(sheet)
    let fresh: readonly NewRow[] = []
    let append: ReturnType<typeof rowAppender> | undefined
    const step = (from: number) => (document: SheetDocument) => {
      if (append === undefined) {
        fresh = rows.filter(row => !document.has(row.id))
        if (document.rowCount + fresh.length > LIMITS.rowsPerSheet)
          throw new HubError('too-large', `at most ${LIMITS.rowsPerSheet} rows fit into a sheet`)
        append = rowAppender(document)
      }
      const slice = fresh.slice(from, from + ROWS_A_STEP)
      append(slice)
      return slice.map(row => ({ row: row.id, column: ROW_EXISTS, old: null, new: true }))
    }
    const steps = Math.max(1, Math.ceil(rows.length / ROWS_A_STEP))
    await room.write(by, ...Array.from({ length: steps }, (_, n) => step(n * ROWS_A_STEP)))
    return fresh.length
  }

  async writeCells(sheet: string, wishes: readonly CellWish[], by: Author): Promise<CellsWritten> {
    await this.#mustWrite(sheet, by)
    const { room } = await this.#open(sheet)
    const left: { row: string; column: string }[] = []
    let written = 0
    let place: CellsWritten['record']
    const step =
      (from: number) =>
      (document: SheetDocument, { seq, at }: RecordPlace) => {
        if (from === 0) requireRows(document, wishes)
        place = { seq, at }
        const outcome = writeWishes(document, wishes.slice(from, from + CELLS_A_STEP))
        left.push(...outcome.left)
        written += outcome.changes.length
        return outcome.changes
      }
    const steps = Math.max(1, Math.ceil(wishes.length / CELLS_A_STEP))
    await room.write(by, ...Array.from({ length: steps }, (_, n) => step(n * CELLS_A_STEP)))
    return { written, left, record: written === 0 ? undefined : place }
  }

  moveRows(move: RowsMove, by: Author): Promise<void> {
    // One after the other: two moves may be about the same two sheets.
    const moved = this.#moving.then(() => this.#move(move, by))
    this.#moving = moved.catch(ignore)
    return moved
  }

  async #move({ from, to, rows }: RowsMove, by: Author): Promise<void> {
    await this.#mustWrite(from, by)
    await this.#mustWrite(to, by)
    const { db } = this.#parts.store
    const [{ room: source }, { room: target }] = [await this.#open(from), await this.#open(to)]
    const at = this.#parts.now()
    const moved = source.replace(live =>
      target.replace(other =>
        moveRows(db, {
          ...{ from, to, rows, by, at },
          source: { document: source.document, live },
          target: { document: target.document, live: other },
        }),
      ),
    )
    // Whoever asks for one of them meanwhile waits for what it will be.
    for (const sheet of [from, to])
      this.#rooms.set(
        sheet,
        moved.catch(ignore).then(() => this.#load(sheet)),
      )
    await moved
    await this.notes.moved(to, rows)
    for (const { document } of [source, target]) await this.desks.end(document)
  }

  renew(sheet: string): Promise<void> {
    // One after the other: an older reading must not come after a newer one.
    const renewed = this.#renewing.then(() => this.#renew(sheet))
    this.#renewing = renewed.catch(ignore)
    return renewed
  }

  async #renew(sheet: string): Promise<void> {
    const opening = this.#rooms.get(sheet)
    const row = await this.#sheetOf('id', sheet)
    if (opening === undefined || row === undefined) return
    const { room } = await opening
    const { store, now } = this.#parts
    const { writable: columns } = await readSetup(store.db, row)
    const notes = (await this.notes.opened()).filter(({ sheetId }) => sheetId === sheet)
    const everybody = [room, ...notes].flatMap(({ connections }) => [...connections])
    const held = await standings(store, row, everybody, now())
    this.#renewals++
    for (const note of notes) note.withhold(held)
    room.renew(columns, held)
  }

  async noteNewcomer(operation: string, member: string, waits: boolean): Promise<void> {
    for (const { room, operation: here } of await this.#opened()) {
      if (here !== operation) continue
      for (const connection of room.connections)
        if (connection.speaker.member.id === member && (connection.withheld ?? 'waits-for-nod') === 'waits-for-nod')
          connection.withheld = waits ? 'waits-for-nod' : undefined
    }
  }

  async tellOfSuggestions(sheet: string, members: readonly string[]): Promise<void> {
    const opening = this.#rooms.get(sheet)
    if (opening !== undefined) (await opening).room.tellOfSuggestions(new Set(members))
  }

  async weigh(sheet: string, member: string, edits: readonly CellEdit[]): Promise<Weighed> {
    return (await this.#open(sheet)).room.weigh(member, edits)
  }

  async #mustWrite(sheet: string, by: Author): Promise<void> {
    const row = await this.#sheetOf('id', sheet)
    if (row !== undefined) await requireStanding(this.#parts.store, row, by, this.#parts.now())
  }

  async announceConflicts(sheet: string): Promise<void> {
    ;(await this.#open(sheet)).room.announceConflicts()
  }

  async create(sheet: string, document: string): Promise<void> {
    await this.#parts.store.db
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
      .execute()
    await this.#open(sheet)
  }

  /**
   * Ends the sheet's room and its desk's, runs `work`, and opens the sheet as it is then; who wants to come in waits. `work` must not ask the rooms
   * for this sheet.
   */
  async whileClosed<T>(sheet: string, work: () => Promise<T>): Promise<T> {
    const opening = this.#rooms.get(sheet)
    const done = (async () => {
      await (await opening?.catch(() => undefined))?.room.close()
      return this.desks.whileClosed(sheet, work)
    })()
    const again = done.then(ignore, ignore).then(() => this.#load(sheet))
    this.#rooms.set(sheet, again)
    again.catch(ignore)
    return done
  }

  disconnect(member: string, session?: string): void {
    this.#door.end(this.#everyRoom(), 'not-signed-in', { member, session })
  }

  rejoin(member: string): void {
    this.#door.end(this.#everyRoom(), 'rights-changed', { member })
  }

  async close(): Promise<void> {
    this.#door.shut()
    clearInterval(this.#heartbeat)
    await Promise.all((await this.#opened()).map(({ room }) => room.close()))
    await Promise.all([this.notes.close(), this.desks.close()])
    this.#door.close()
  }

  /** Why sheets are not saved now: sheet id → code. Empty when all is well. */
  async troubles(): Promise<ReadonlyMap<string, ErrorCode>> {
    const troubles = new Map<string, ErrorCode>()
    for (const { room } of await this.#opened())
      if (room.trouble !== undefined) troubles.set(room.sheetId, room.trouble)
    return troubles
  }

  // ─── the door ───

  /** Whether an upgrade request is for the sync socket at all. */
  isSync(request: IncomingMessage): boolean {
    return request.url?.startsWith('/sync/') === true
  }

  /** Takes over an HTTP upgrade. Never throws; a crafted path ends nothing but itself. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#door.handleUpgrade(request, socket, head)
  }

  async #findSheet(document: string): Promise<FoundDocument | undefined> {
    const sheet = await this.#sheetOf('document', document)
    return sheet && { sheet, open: async () => (await this.#open(sheet.id)).room }
  }

  async #findDesk(document: string): Promise<FoundDocument | undefined> {
    const sheet = await this.#sheetOf('document', document.replace(/^desk/, 'sheet'))
    return sheet && { sheet, open: () => this.desks.open(sheet) }
  }

  async #findNote(document: string): Promise<FoundDocument | undefined> {
    const place = await this.notes.placeOf(document)
    const sheet = place && (await this.#sheetOf('id', place.sheet))
    return sheet && { sheet, open: () => this.notes.open(place, document) }
  }

  // ─── opening ───

  #open(sheet: string): Promise<OpenRoom> {
    const opening = this.#rooms.get(sheet) ?? this.#load(sheet)
    this.#rooms.set(sheet, opening)
    return opening
  }

  async #load(sheet: string): Promise<OpenRoom> {
    try {
      const row = await this.#sheetOf('id', sheet)
      if (row === undefined) throw new HubError('not-found')
      const { now, store } = this.#parts
      const { writable: columns } = await readSetup(store.db, row)
      const room = await Room.open(
        { id: row.id, document: row.document, columns, away: await confidedRows(store.db, row.id) },
        { ...this.#parts, metrics: this.metrics },
      )
      if (room.generations === 0)
        await room.write({ member: SERVER, session: SERVER }, document => {
          createSheet(document)
          return []
        })
      const upkeep = new Upkeep(room, { policy: this.#parts.upkeep ?? UPKEEP, now, pause })
      return { room, upkeep, operation: row.operation_id }
    } catch (error) {
      // The next one who asks tries again: damage may be repaired meanwhile.
      this.#rooms.delete(sheet)
      throw error
    }
  }

  #sheetOf(by: 'id' | 'document', value: string): Promise<SheetRow | undefined> {
    return findSheet(this.#parts.store.db, by, value)
  }

  async #opened(): Promise<readonly OpenRoom[]> {
    const settled = await Promise.allSettled(this.#rooms.values())
    return settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  }

  async #everyRoom(): Promise<ReadonlyArray<Pick<Room, 'connections'>>> {
    return [
      ...(await this.#opened()).map(({ room }) => room),
      ...(await this.notes.opened()),
      ...(await this.desks.opened()),
    ]
  }

  async #beat(): Promise<void> {
    for (const rooms of [this.notes, this.desks])
      rooms.beat().catch((error: unknown) => this.#parts.log.error({ error }, 'upkeep of notes or desks failed'))
    for (const { room, upkeep } of await this.#opened()) {
      for (const connection of [...room.connections]) connection.heartbeat()
      upkeep.run().catch((error: unknown) => this.#parts.log.error({ sheet: room.sheetId, error }, 'upkeep failed'))
    }
  }
}

const ignore = (): void => undefined

const pause = (ms: number): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, Math.min(ms, 60_000)).unref()
  })
