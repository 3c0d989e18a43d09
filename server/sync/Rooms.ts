/**
 * All open sheets of this process, and the door of the sync socket (docs/SPEC.md SYNC-1 … SYNC-4): who may come in, to which document,
 * how often. A browser never sees the status of a refused upgrade, so every refusal accepts the socket first and says why in its close frame.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Action } from '../../shared/domain/roles.ts'
import { type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import { BLOCK_ROWS } from '../../shared/sheet/blocks.ts'
import { type CellEdit, ROW_EXISTS } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { createSheet, rowAppender } from '../../shared/sheet/writeBase.ts'
import { type Identity, may } from '../auth/identity.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import { Connection, type ConnectionHost, turnAway } from './Connection.ts'
import type { RecordPlace } from './DocumentWriter.ts'
import { DeskRooms } from './desk/DeskRooms.ts'
import { pathOf, presentMember, withoutRight } from './entering.ts'
import { SERVER } from './LiveDocument.ts'
import { LIMITS } from './limits.ts'
import { hasRow, NoteRooms } from './notes/NoteRooms.ts'
import { NOTE_PATH } from './notes/noteNames.ts'
import { Room } from './Room.ts'
import type { RoomDeps, SyncMetrics } from './roomDeps.ts'
import type { Author, CellsWritten, CellWish, NewRow, SheetRooms, Weighed } from './SheetRooms.ts'
import { requireStanding, standings, withheld } from './standing.ts'
import { TokenBucket } from './TokenBucket.ts'
import { UPKEEP, Upkeep, type UpkeepPolicy } from './Upkeep.ts'
import { requireRows, writeWishes } from './writeWishes.ts'

export interface RoomsParts extends Omit<RoomDeps, 'metrics'> {
  /** Who sends this request; undefined for nobody known. */
  readonly authenticate: (request: IncomingMessage) => Promise<Identity | undefined>
  /** Whether the request comes from our own pages (or from no browser). */
  readonly originAllowed: (request: IncomingMessage) => boolean
  readonly upkeep?: UpkeepPolicy
}

interface OpenRoom {
  readonly room: Room
  readonly upkeep: Upkeep
  readonly operation: string
}

/** Where somebody wants to go, as the door needs to know it: a sheet, its desk or a note. */
interface Entrance {
  readonly host: ConnectionHost & Pick<Room, 'connections' | 'trouble'>
  readonly operation: string
  readonly edit: Action
  /** The sheet, whose standing decides whether edits come in now. */
  readonly sheet: SheetRow
}

/** Somebody on the way in: what is withheld was asked after this many renewals. */
interface Admitted extends Entrance {
  readonly identity: Identity
  readonly held: ErrorCode | undefined
  readonly renewals: number
}

interface SheetRow {
  readonly id: string
  readonly operation_id: string
  readonly kind: string
  readonly document: string
  readonly archived_at: number | null
}

/** Rows appended between two turns of the event loop: some 20 ms of work. Whole blocks. */
const ROWS_A_STEP = 32 * BLOCK_ROWS
/** Cells written between two turns of the event loop: some 10 ms of work. */
const CELLS_A_STEP = 2_000
/** Between two looks at every connection and room, ms. */
const HEARTBEAT = 5_000
/** A sheet, or its desk. */
const DOCUMENT = /^\/sync\/(sheet|desk)\/([A-Za-z0-9_-]{1,40}(?:\.[0-9]{1,6})?)$/

export class Rooms implements SheetRooms {
  readonly metrics: SyncMetrics = { edits: 0, commits: 0, refused: 0, failures: 0 }
  readonly notes: NoteRooms
  readonly desks: DeskRooms
  readonly #parts: RoomsParts
  readonly #rooms = new Map<string, Promise<OpenRoom>>()
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: LIMITS.message })
  readonly #budgets = new Map<string, TokenBucket>()
  readonly #heartbeat: NodeJS.Timeout
  #renewing: Promise<unknown> = Promise.resolve()
  #renewals = 0
  #closed = false

  constructor(parts: RoomsParts) {
    this.#parts = parts
    const deps = { ...parts, metrics: this.metrics }
    this.notes = new NoteRooms({ ...deps, hasRow: (sheet, row) => this.read(sheet, hasRow(row)) })
    this.desks = new DeskRooms(deps)
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
    const held = await standings(store, row, room.connections, now())
    this.#renewals++
    room.renew(columns, held)
  }

  async noteNewcomer(operation: string, member: string, waits: boolean): Promise<void> {
    for (const { room, operation: here } of await this.#opened()) {
      if (here !== operation) continue
      for (const connection of room.connections)
        if (connection.speaker.member.id === member && connection.withheld !== 'archived')
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

  disconnect(member: string, session?: string): void {
    this.#everyRoom().then(rooms => {
      for (const connection of rooms.flatMap(({ connections }) => [...connections]))
        if (
          connection.speaker.member.id === member &&
          (session ?? connection.speaker.session) === connection.speaker.session
        )
          connection.close('not-signed-in')
    }, ignore)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#heartbeat)
    await Promise.all((await this.#opened()).map(({ room }) => room.close()))
    await Promise.all([this.notes.close(), this.desks.close()])
    this.#sockets.close()
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
    socket.on('error', ignore)
    const entry = this.#admit(request).catch((error: unknown): ErrorCode => {
      if (error instanceof HubError) return error.code
      this.#parts.log.error({ error }, 'an upgrade failed')
      return 'unavailable'
    })
    entry.then(admitted => {
      if (socket.destroyed) return
      this.#sockets.handleUpgrade(request, socket, head, ws => {
        ws.on('error', ignore)
        if (typeof admitted === 'string') turnAway(ws, admitted)
        else this.#enter(ws, socket as Socket, admitted)
      })
    }, ignore)
  }

  /** Who comes in and where to, or why not. */
  async #admit(request: IncomingMessage): Promise<Admitted | ErrorCode> {
    if (this.#closed) return 'unavailable'
    if (!this.#parts.originAllowed(request)) return 'wrong-origin'
    const identity = await this.#parts.authenticate(request)
    if (identity === undefined) return 'not-signed-in'
    const path = pathOf(request)
    const note = NOTE_PATH.exec(path)?.[1]
    const entrance =
      note === undefined ? await this.#sheetEntrance(path, identity) : await this.#noteEntrance(note, identity)
    if (typeof entrance === 'string') return entrance
    const trouble = entrance.host.trouble
    if (trouble !== undefined) return trouble
    const mine = [...entrance.host.connections].filter(({ speaker }) => speaker.member.id === identity.member.id)
    if (mine.length >= LIMITS.connectionsPerMember) return 'rate-limited'
    const { store, now } = this.#parts
    const renewals = this.#renewals
    return { ...entrance, identity, renewals, held: await withheld(store, entrance.sheet, identity.member.id, now()) }
  }

  async #sheetEntrance(path: string, identity: Identity): Promise<Entrance | ErrorCode> {
    const [, kind, name] = DOCUMENT.exec(path) ?? []
    const sheet = name === undefined ? undefined : await this.#sheetOf('document', `sheet/${name}`)
    if (sheet === undefined) return 'no-such-document'
    const operation = sheet.operation_id
    if (!may(identity, 'sheet.read', { operation })) return withoutRight(identity, operation)
    const host = kind === 'desk' ? await this.desks.open(sheet) : (await this.#open(sheet.id)).room
    return { host, operation, edit: 'sheet.edit', sheet }
  }

  async #noteEntrance(document: string, identity: Identity): Promise<Entrance | ErrorCode> {
    const place = await this.notes.placeOf(document)
    if (place === undefined) return 'no-such-document'
    const { operation } = place
    if (!may(identity, 'note.read', { operation })) return withoutRight(identity, operation)
    const sheet = await this.#sheetOf('id', place.sheet)
    if (sheet === undefined) return 'no-such-document'
    return { host: await this.notes.open(place, document), operation, edit: 'note.edit', sheet }
  }

  #enter(ws: WebSocket, socket: Socket, admitted: Admitted): void {
    socket.setNoDelay(true)
    const { identity, host, operation, edit, sheet, held, renewals } = admitted
    const speaker = {
      member: presentMember(identity, operation),
      session: identity.session,
      mayEdit: may(identity, edit, { operation }),
      mayNod: may(identity, 'edit.nod', { operation }),
      bytes: this.#budgetOf(identity.member.id),
    }
    new Connection(ws, socket, speaker, host, this.#parts.now).withheld = held
    // What was asked on the way in may have changed meanwhile.
    if (renewals !== this.#renewals) this.renew(sheet.id).catch(ignore)
  }

  #budgetOf(member: string): TokenBucket {
    const budget =
      this.#budgets.get(member) ?? new TokenBucket(LIMITS.bytesPerSecond, LIMITS.bytesBurst, this.#parts.now())
    this.#budgets.set(member, budget)
    return budget
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
        { id: row.id, document: row.document, columns },
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
    return this.#parts.store.db
      .selectFrom('sheet')
      .select(['id', 'operation_id', 'kind', 'document', 'archived_at'])
      .where(by, '=', value)
      .executeTakeFirst()
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
