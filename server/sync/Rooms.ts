/**
 * All open sheets of this process, and the door of the sync socket (docs/SPEC.md SYNC-1 … SYNC-4): who may come in, to which document,
 * how often. A browser never sees the status of a refused upgrade, so every refusal accepts the socket first and says why in its close frame.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { ROLES, type Role } from '../../shared/domain/roles.ts'
import { type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import { isSheetKind, writableColumns } from '../../shared/schema/schemas.ts'
import { BLOCK_ROWS } from '../../shared/sheet/blocks.ts'
import { ROW_EXISTS } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { createSheet, rowAppender } from '../../shared/sheet/writeBase.ts'
import { type Identity, may } from '../auth/identity.ts'
import { Connection, turnAway } from './Connection.ts'
import { SERVER } from './LiveSheet.ts'
import { LIMITS } from './limits.ts'
import type { PresentMember } from './Presence.ts'
import { Room } from './Room.ts'
import type { RoomDeps, SyncMetrics } from './roomDeps.ts'
import type { Author, NewRow, SheetRooms } from './SheetRooms.ts'
import { TokenBucket } from './TokenBucket.ts'
import { UPKEEP, Upkeep, type UpkeepPolicy } from './Upkeep.ts'

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

interface SheetRow {
  readonly id: string
  readonly operation_id: string
  readonly kind: string
  readonly document: string
}

/** Rows appended between two turns of the event loop: some 20 ms of work. Whole blocks. */
const ROWS_A_STEP = 32 * BLOCK_ROWS
/** Between two looks at every connection and room, ms. */
const HEARTBEAT = 5_000
const DOCUMENT = /^\/sync\/(sheet\/[A-Za-z0-9_-]{1,40}(?:\.[0-9]{1,6})?)$/

export class Rooms implements SheetRooms {
  readonly metrics: SyncMetrics = { edits: 0, commits: 0, refused: 0, failures: 0 }
  readonly #parts: RoomsParts
  readonly #rooms = new Map<string, Promise<OpenRoom>>()
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: LIMITS.message })
  readonly #budgets = new Map<string, TokenBucket>()
  readonly #heartbeat: NodeJS.Timeout
  #closed = false

  constructor(parts: RoomsParts) {
    this.#parts = parts
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT)
    this.#heartbeat.unref()
  }

  /** Open connections, over all sheets. */
  async connectionCount(): Promise<number> {
    return (await this.#opened()).reduce((sum, { room }) => sum + room.connections.size, 0)
  }

  // ─── what services ask ───

  async read<T>(sheet: string, read: (sheet: SheetDocument) => T): Promise<T> {
    return (await this.#open(sheet)).room.read(read)
  }

  async appendRows(sheet: string, rows: readonly NewRow[], by: Author): Promise<number> {
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
    for (const opening of this.#rooms.values())
      opening.then(({ room }) => {
        for (const connection of [...room.connections])
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
  async #admit(request: IncomingMessage): Promise<{ identity: Identity; open: OpenRoom } | ErrorCode> {
    if (this.#closed) return 'unavailable'
    if (!this.#parts.originAllowed(request)) return 'wrong-origin'
    const identity = await this.#parts.authenticate(request)
    if (identity === undefined) return 'not-signed-in'
    const document = DOCUMENT.exec(pathOf(request))?.[1]
    const sheet = document === undefined ? undefined : await this.#sheetOf('document', document)
    if (sheet === undefined) return 'no-such-document'
    // Somebody without a right in that operation is not told that the sheet is there.
    if (!may(identity, 'sheet.read', { operation: sheet.operation_id }))
      return identity.actor.roles.has(sheet.operation_id) ? 'no-right' : 'no-such-document'
    const open = await this.#open(sheet.id)
    const trouble = open.room.trouble
    if (trouble !== undefined) return trouble
    const mine = [...open.room.connections].filter(({ speaker }) => speaker.member.id === identity.member.id)
    return mine.length >= LIMITS.connectionsPerMember ? 'rate-limited' : { identity, open }
  }

  #enter(ws: WebSocket, socket: Socket, { identity, open }: { identity: Identity; open: OpenRoom }): void {
    socket.setNoDelay(true)
    const { now } = this.#parts
    const speaker = {
      member: presentMember(identity, open.operation),
      session: identity.session,
      mayEdit: may(identity, 'sheet.edit', { operation: open.operation }),
      bytes: this.#budgetOf(identity.member.id),
    }
    new Connection(ws, socket, speaker, open.room, now)
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
      const { now } = this.#parts
      if (!isSheetKind(row.kind)) throw new HubError('unavailable', `sheet kind ${row.kind}`)
      const columns = writableColumns(row.kind)
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
      .select(['id', 'operation_id', 'kind', 'document'])
      .where(by, '=', value)
      .executeTakeFirst()
  }

  async #opened(): Promise<readonly OpenRoom[]> {
    const settled = await Promise.allSettled(this.#rooms.values())
    return settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  }

  async #beat(): Promise<void> {
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

/** The request's path, percent signs decoded; empty when they are broken. */
function pathOf(request: IncomingMessage): string {
  try {
    return decodeURIComponent((request.url ?? '').split('?')[0] ?? '')
  } catch {
    return ''
  }
}

/** What the others see of a member: the highest of the roles held here. */
function presentMember({ member, actor }: Identity, operation: string): PresentMember {
  const held = actor.roles.get(operation) ?? new Set<Role>()
  return { ...member, role: ROLES.findLast(role => held.has(role)) ?? 'viewer' }
}
