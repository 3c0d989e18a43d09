/**
 * A socket without a network: one end speaks to y-websocket like a browser's WebSocket, the other to the server's Connection like `ws` and its TCP
 * socket. Nothing moves by itself: the test delivers, stalls and cuts, so that races are written down and never slept for.
 */
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { WebSocket as ServerWebSocket } from 'ws'

type Direction = 'up' | 'down'

/** Payloads of whole frames, as a server writes them. */
function payloadsOf(bytes: Buffer): Buffer[] {
  const payloads: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const short = (bytes[at + 1] ?? 0) & 127
    const header = short < 126 ? 2 : short === 126 ? 4 : 10
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
    payloads.push(bytes.subarray(at + header, at + header + length))
    at += header + length
  }
  return payloads
}

/** The server's TCP socket: what is written waits until the wire carries it. */
class ServerSocket extends EventEmitter {
  readonly #wire: Wire
  writable = true
  bytesWritten = 0

  constructor(wire: Wire) {
    super()
    this.#wire = wire
  }

  get writableLength(): number {
    return this.#wire.backlog
  }

  write(bytes: Buffer): boolean {
    this.bytesWritten += bytes.length
    for (const payload of payloadsOf(bytes)) this.#wire.queue('down', payload)
    return false
  }
}

/** What the server's Connection sees of `ws`. */
class ServerEnd extends EventEmitter {
  readonly #wire: Wire
  binaryType = 'nodebuffer'

  constructor(wire: Wire) {
    super()
    this.#wire = wire
  }

  ping(): void {
    this.emit('pong')
  }

  close(code: number, reason: string): void {
    this.#wire.serverCloses(code, reason)
  }

  terminate(): void {
    this.#wire.cut()
  }
}

/** What y-websocket sees: the part of a browser's WebSocket it uses. */
export class ClientEnd {
  static readonly OPEN = 1
  readonly OPEN = 1
  readonly #wire: Wire
  binaryType = ''
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: object) => void) | null = null

  constructor(wire: Wire) {
    this.#wire = wire
  }

  send(data: Uint8Array): void {
    this.#wire.queue('up', Buffer.from(data))
  }

  close(): void {
    this.#wire.cut()
  }
}

export class Wire {
  readonly client: ClientEnd
  /** What the client asked for. */
  readonly url: string
  readonly #server = new ServerEnd(this)
  readonly #socket = new ServerSocket(this)
  readonly #queues: Record<Direction, Buffer[]> = { up: [], down: [] }
  #closing: { code: number; reason: string } | undefined
  #state: 'new' | 'open' | 'cut' = 'new'

  constructor(url: string) {
    this.url = url
    this.client = new ClientEnd(this)
  }

  /** Bytes the server has written and the client has not been given. */
  get backlog(): number {
    return this.#queues.down.reduce((sum, payload) => sum + payload.length, 0)
  }

  get open(): boolean {
    return this.#state === 'open'
  }

  /** Opens both ends; `enter` makes the server's Connection. */
  connect(enter: (ws: ServerWebSocket, socket: Socket) => void): void {
    if (this.#state !== 'new') return
    this.#state = 'open'
    enter(this.#server as unknown as ServerWebSocket, this.#socket as unknown as Socket)
    this.client.readyState = ClientEnd.OPEN
    this.client.onopen?.()
  }

  queue(direction: Direction, payload: Buffer): void {
    if (this.#state === 'open') this.#queues[direction].push(Buffer.from(payload))
  }

  /** Carries the next `count` messages of one direction, in order. */
  deliver(direction: Direction, count = Number.POSITIVE_INFINITY): void {
    for (let i = 0; i < count && this.#state === 'open'; i++) {
      const payload = this.#queues[direction].shift()
      if (payload === undefined) break
      if (direction === 'up') this.#server.emit('message', payload, true)
      else this.client.onmessage?.({ data: new Uint8Array(payload).buffer })
    }
    if (direction === 'down' && this.#queues.down.length === 0 && this.#state === 'open') {
      if (this.#closing !== undefined) this.#end(this.#closing)
      else this.#socket.emit('drain')
    }
  }

  serverCloses(code: number, reason: string): void {
    this.#closing ??= { code, reason }
  }

  /** The network is gone: what was on its way is lost, both ends notice. */
  cut(): void {
    this.#end({ code: 1006, reason: '' })
  }

  #end(how: { code: number; reason: string }): void {
    if (this.#state === 'cut') return
    this.#state = 'cut'
    this.#queues.up = []
    this.#queues.down = []
    this.client.readyState = 3
    this.#server.emit('close')
    this.client.onclose?.(how)
  }
}
