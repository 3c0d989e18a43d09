/**
 * One socket of one member in one room: limits, decoding, and a reader that may be slow (docs/SPEC.md SYNC-1 … SYNC-4, SYNC-12, SYNC-13).
 * Frames are built once by the room and written to the socket as they are; `ws` only reads, pings and closes.
 */
import type { Socket } from 'node:net'
import * as decoding from 'lib0/decoding'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { ERRORS, type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import {
  decodeCustom,
  HELLO,
  helloBody,
  REPLAYING,
  replayingBody,
  SETTLE,
  type Settle,
  settleBody,
} from '../../shared/protocol/syncMessages.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import {
  awarenessFrame,
  MESSAGE_AWARENESS,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from './frames.ts'
import { LIMITS } from './limits.ts'
import type { PresentMember } from './Presence.ts'
import { TokenBucket } from './TokenBucket.ts'

/** Who speaks over a connection. */
export interface Speaker {
  readonly member: PresentMember
  readonly session: string
  readonly mayEdit: boolean
  /** Decides about suggestions, so is told of new ones. */
  readonly mayNod?: boolean
  /** Shared by all connections of the member. */
  readonly bytes: TokenBucket
}

/** What a connection asks of its room. */
export interface ConnectionHost {
  opened(connection: Connection): void
  stateWanted(connection: Connection, vector: Uint8Array): void
  /** `early`: sent before the reader answered our state vector, so it may build on what is still to come. */
  updated(connection: Connection, update: Uint8Array, when: 'early' | 'in-turn'): void
  present(connection: Connection, body: Uint8Array): void
  presenceWanted(connection: Connection): void
  settle(connection: Connection, question: Settle): void
  /** The reader has got all that was sent so far and will miss what follows. */
  fellBehind(connection: Connection): void
  /** The reader was behind and has caught up: it missed everything since. */
  caughtUp(connection: Connection): void
  closed(connection: Connection): void
}

type Reading =
  /** Gets every frame. */
  | { readonly kind: 'live' }
  /** Gets nothing until its backlog is gone. */
  | { readonly kind: 'behind'; taken: number; since: number }
  | { readonly kind: 'gone' }

const ignore = (): void => undefined

export class Connection {
  readonly speaker: Speaker
  /** Yjs client ids this connection speaks for. */
  readonly clients = new Set<number>()
  /** The version its HELLO named; 0 before, and for plain clients, which are sent no message from 64 up. */
  version = 0
  /** Why edits of a member who may edit are refused now: the operation has ended, the sheet is put away, or theirs wait for a nod. */
  withheld: ErrorCode | undefined
  /** Cells this reader is writing again, and what they held when their author wished it. */
  readonly #seen = new Map<string, Scalar>()
  readonly #ws: WebSocket
  readonly #socket: Socket
  readonly #host: ConnectionHost
  readonly #now: () => number
  readonly #messages: TokenBucket
  #reading: Reading = { kind: 'live' }
  #lastSent: number
  #pinged = 0
  #spoke = false
  /** Whether it has answered our state vector: everything it had before is with us. */
  #answered = false
  readonly #opened: number

  constructor(ws: WebSocket, socket: Socket, speaker: Speaker, host: ConnectionHost, now: () => number) {
    this.#ws = ws
    this.#socket = socket
    this.#host = host
    this.#now = now
    this.speaker = speaker
    this.#opened = this.#lastSent = now()
    this.#messages = new TokenBucket(LIMITS.messagesPerSecond, LIMITS.messagesBurst, now())
    ws.binaryType = 'nodebuffer'
    ws.on('message', (data, binary) => this.#receive(data as Buffer, binary))
    ws.on('pong', () => {
      this.#pinged = 0
    })
    ws.on('close', () => this.#end())
    socket.on('drain', () => this.#drained())
    host.opened(this)
  }

  /** Whether edits over this connection may come in now. */
  get mayEdit(): boolean {
    return this.speaker.mayEdit && this.withheld === undefined
  }

  /** Whether it said HELLO and so understands the messages from 64 up. */
  get understands(): boolean {
    return this.version > 0
  }

  /** Whether an edit of this cell, written again, replaces a value that its author has not seen. Asked once an edit. */
  replacesUnseen(key: string, old: Scalar): boolean {
    const seen = this.#seen.get(key)
    return this.#seen.delete(key) && seen !== old
  }

  get gone(): boolean {
    return this.#reading.kind === 'gone'
  }

  /** Writes whole frames, all of them or none. A reader that is behind misses them and gets the difference once it has caught up. */
  send(...frames: readonly Buffer[]): void {
    if (this.#reading.kind !== 'live' || !this.#socket.writable) return
    for (const frame of frames) this.#socket.write(frame)
    this.#lastSent = this.#now()
    if (this.#socket.writableLength <= LIMITS.behind) return
    this.#reading = { kind: 'behind', taken: this.#taken(), since: this.#now() }
    this.#host.fellBehind(this)
  }

  /** Writes a small frame that must not be missed, even to a reader that is behind. */
  tell(frame: Buffer): void {
    if (!this.gone && this.#socket.writable) this.#socket.write(frame)
  }

  /** Whether the reader gets frames now. */
  get live(): boolean {
    return this.#reading.kind === 'live'
  }

  /** Ends the connection with a row of the table of errors; its code is the close frame's reason. */
  close(code: ErrorCode): void {
    if (this.gone) return
    this.closeWith(ERRORS[code].close, code)
  }

  /** Ends the connection. A peer that does not answer the close frame is cut off by ws after 30 s. */
  closeWith(code: number, reason: string): void {
    if (this.gone) return
    this.#ws.close(code, reason)
    this.#end()
  }

  /** Called every few seconds: pings, keeps a lone reader awake, ends the silent and the hopeless. */
  heartbeat(): void {
    const now = this.#now()
    if (this.gone) return
    if (!this.#spoke && now - this.#opened > LIMITS.firstMessage) return this.closeWith(1008, 'silent')
    if (this.#pinged !== 0 && now - this.#pinged > LIMITS.ping) return this.#cutOff()
    if (this.#pinged === 0) {
      this.#pinged = now
      this.#ws.ping()
    }
    if (this.#reading.kind === 'behind') {
      const taken = this.#taken()
      if (taken > this.#reading.taken) this.#reading = { kind: 'behind', taken, since: now }
      else if (now - this.#reading.since > LIMITS.behindFor) return this.#cutOff()
    } else if (now - this.#lastSent > LIMITS.silence) this.send(awarenessFrame([]))
  }

  #cutOff(): void {
    this.#ws.terminate()
    this.#end()
  }

  /** Bytes the peer's side has taken from us. */
  #taken(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength
  }

  #drained(): void {
    if (this.#reading.kind !== 'behind') return
    this.#reading = { kind: 'live' }
    this.#host.caughtUp(this)
  }

  #end(): void {
    if (this.gone) return
    this.#reading = { kind: 'gone' }
    this.#host.closed(this)
  }

  #receive(data: Buffer, binary: boolean): void {
    if (this.gone) return
    this.#spoke = true
    try {
      if (!this.#messages.take(1, this.#now())) throw new HubError('rate-limited')
      if (!binary) throw new HubError('malformed', 'a text message')
      this.#decode(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    } catch (error) {
      this.close(error instanceof HubError ? error.code : 'malformed')
    }
  }

  /** Types are decoded as varints, never compared as bytes: lib0 reads `[0x80, 0]` as 0 too. */
  #decode(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message)
    const type = decoding.readVarUint(decoder)
    const cost = type === MESSAGE_AWARENESS ? message.length / LIMITS.presenceDiscount : message.length
    if (!this.speaker.bytes.take(cost, this.#now())) throw new HubError('rate-limited')
    switch (type) {
      case MESSAGE_SYNC:
        return this.#decodeSync(decoder)
      case MESSAGE_AWARENESS:
        return this.#host.present(this, decoding.readVarUint8Array(decoder))
      case MESSAGE_QUERY_AWARENESS:
        return this.#host.presenceWanted(this)
      case HELLO:
        this.version = decodeCustom(decoder, helloBody).version
        return
      case REPLAYING:
        for (const { key, before } of decodeCustom(decoder, replayingBody).edits) this.#seen.set(key, before)
        if (this.#seen.size > LIMITS.replayed) throw new HubError('too-large', 'too many edits written again')
        return
      case SETTLE:
        return this.#host.settle(this, decodeCustom(decoder, settleBody))
      default:
        throw new HubError('malformed', `message type ${type}`)
    }
  }

  #decodeSync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    // A copy: the decoder's view would keep the whole socket buffer alive.
    const payload = decoding.readVarUint8Array(decoder).slice()
    if (kind === SYNC_STEP_1) {
      // The answer may have to wait for the disk, and nothing may be thrown then: what is damaged is found here.
      Y.decodeStateVector(payload)
      return this.#host.stateWanted(this, payload)
    }
    if (kind === SYNC_STEP_2) this.#answered = true
    if (kind === SYNC_STEP_2 || kind === SYNC_UPDATE)
      return this.#host.updated(this, payload, this.#answered ? 'in-turn' : 'early')
    throw new HubError('malformed', `sync message ${kind}`)
  }
}

/** Accepts a socket only to say why not: a browser never sees the status of a refused upgrade. */
export function turnAway(ws: WebSocket, code: ErrorCode): void {
  ws.on('error', ignore)
  ws.close(ERRORS[code].close, code)
  setTimeout(() => ws.terminate(), 2000).unref()
}
