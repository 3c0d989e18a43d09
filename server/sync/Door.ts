/**
 * The door of the sync socket (docs/SPEC.md SYNC-1, CONF-2): who may come in, to which document, how often. A browser never sees the status of a
 * refused upgrade, so every refusal accepts the socket first and says why in its close frame.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { DOCUMENTS, type DocumentKindName, type Thing } from '../../shared/domain/roles.ts'
import { type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { Store } from '../storage/Store.ts'
import { Connection, type ConnectionHost, turnAway } from './Connection.ts'
import { Endings, type HasConnections } from './endings.ts'
import { pathOf, presentMember, withoutRight } from './entering.ts'
import { LIMITS } from './limits.ts'
import { type SheetRow, thingOf } from './sheetRow.ts'
import { withheld } from './standing.ts'
import { TokenBucket } from './TokenBucket.ts'

/** A room as somebody on the way in finds it. */
export type RoomHost = ConnectionHost & {
  readonly document: string
  readonly connections: ReadonlySet<Connection>
  readonly trouble: ErrorCode | undefined
}

/** A document that is there: the sheet it belongs to, and how to open its room. */
export interface FoundDocument {
  readonly sheet: SheetRow
  readonly open: () => Promise<RoomHost>
}

/** One kind of document: how it is asked for, the name in the first group, and how it is found. */
export interface DocumentPlace {
  readonly kind: DocumentKindName
  readonly path: RegExp
  readonly find: (document: string) => Promise<FoundDocument | undefined>
}

export interface DoorParts {
  readonly store: Store
  readonly now: () => number
  readonly log: { error(fields: object, message: string): void }
  /** Who sends this request; undefined for nobody known. */
  readonly authenticate: (request: IncomingMessage) => Promise<Identity | undefined>
  /** Whether the request comes from our own pages (or from no browser). */
  readonly originAllowed: (request: IncomingMessage) => boolean
  readonly places: readonly DocumentPlace[]
  /** How often what is withheld from whom has been asked anew, and asking it for one sheet. */
  readonly renewals: () => number
  readonly renew: (sheet: string) => Promise<void>
}

/** Somebody on the way in: what is withheld was asked after this many renewals. */
interface Admitted {
  readonly host: RoomHost
  readonly kind: DocumentKindName
  /** The sheet, whose standing decides whether edits come in now. */
  readonly sheet: SheetRow
  readonly thing: Thing
  readonly identity: Identity
  readonly held: ErrorCode | undefined
  readonly renewals: number
}

export class Door {
  readonly #parts: DoorParts
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: LIMITS.message })
  readonly #budgets = new Map<string, TokenBucket>()
  readonly #endings = new Endings()
  #closed = false

  constructor(parts: DoorParts) {
    this.#parts = parts
  }

  /** Takes over an HTTP upgrade. Never throws; a crafted path ends nothing but itself. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', ignore)
    const entry = this.#endings
      .settled(() => this.#admit(request))
      .catch((error: unknown): ErrorCode => {
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

  /** Closes a member's connections; who is on the way in meanwhile is looked up anew. */
  end(
    rooms: Promise<readonly HasConnections[]>,
    why: ErrorCode,
    who: { member: string; session?: string | undefined },
  ): void {
    this.#endings.end(rooms, why, who)
  }

  /** Lets nobody in any more. */
  shut(): void {
    this.#closed = true
  }

  close(): void {
    this.#sockets.close()
  }

  /** Who comes in and where to, or why not. */
  async #admit(request: IncomingMessage): Promise<Admitted | ErrorCode> {
    const { originAllowed, authenticate, store, now } = this.#parts
    if (this.#closed) return 'unavailable'
    if (!originAllowed(request)) return 'wrong-origin'
    const identity = await authenticate(request)
    if (identity === undefined) return 'not-signed-in'
    const place = await this.#find(pathOf(request))
    if (place === undefined) return 'no-such-document'
    const { kind, document, found } = place
    const { sheet } = found
    const thing = thingOf(sheet)
    if (!may(identity, DOCUMENTS[kind].read, thing)) return withoutRight(identity, thing)
    const host = await found.open()
    // While it was being opened it may have got another name: nobody brings structs of the old one along.
    if (host.document !== document) return 'no-such-document'
    if (host.trouble !== undefined) return host.trouble
    const mine = [...host.connections].filter(({ speaker }) => speaker.member.id === identity.member.id)
    if (mine.length >= LIMITS.connectionsPerMember) return 'rate-limited'
    const renewals = this.#parts.renewals()
    const held = await withheld(store, sheet, identity.member.id, now())
    return { host, kind, sheet, thing, identity, renewals, held }
  }

  async #find(path: string) {
    for (const { kind, path: pattern, find } of this.#parts.places) {
      const document = pattern.exec(path)?.[1]
      const found = document === undefined ? undefined : await find(document)
      if (document !== undefined && found !== undefined) return { kind, document, found }
    }
    return undefined
  }

  #enter(ws: WebSocket, socket: Socket, admitted: Admitted): void {
    socket.setNoDelay(true)
    const { identity, host, kind, sheet, thing, held, renewals } = admitted
    const { write } = DOCUMENTS[kind]
    const speaker = {
      member: presentMember(identity, sheet.operation_id),
      session: identity.session,
      mayEdit: write !== undefined && may(identity, write, thing),
      mayNod: may(identity, 'edit.nod', thing),
      bytes: this.#budgetOf(identity.member.id),
    }
    new Connection(ws, socket, speaker, host, this.#parts.now).withheld = held
    // What was asked on the way in may have changed meanwhile.
    if (renewals !== this.#parts.renewals()) this.#parts.renew(sheet.id).catch(ignore)
  }

  #budgetOf(member: string): TokenBucket {
    const budget =
      this.#budgets.get(member) ?? new TokenBucket(LIMITS.bytesPerSecond, LIMITS.bytesBurst, this.#parts.now())
    this.#budgets.set(member, budget)
    return budget
  }
}

const ignore = (): void => undefined
