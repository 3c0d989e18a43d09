/**
 * A WebSocket client that only counts what it receives, so that thousands of them fit on one core. Sends whole messages; answers pings.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** What all raw sockets of a generator have received. */
export interface Received {
  frames: number
  bytes: number
}

export interface RawSocketWish {
  readonly port: number
  readonly path: string
  readonly token: string | undefined
  readonly received: Received
  /** Read into by every socket; nothing of it is kept. */
  readonly buffer: Buffer
  /** Called when the server ends the connection, with its close code (1006 when it gave none). */
  readonly onClosed: (code: number) => void
}

const TEXT = 1
const BINARY = 2
const CLOSE = 8
const PING = 9
const PONG = 10
const HEADERS_END = '\r\n\r\n'

/** A client frame. The mask is all zero: allowed, and it spares the generator the masking. */
function clientFrame(opcode: number, payload: Uint8Array): Buffer {
  const size = payload.length
  const head = size < 126 ? 2 : size < 65_536 ? 4 : 10
  const frame = Buffer.alloc(head + 4 + size)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (size < 126 ? size : size < 65_536 ? 126 : 127)
  if (head === 4) frame.writeUInt16BE(size, 2)
  else if (head === 10) frame.writeBigUInt64BE(BigInt(size), 2)
  frame.set(payload, head + 4)
  return frame
}

export class RawSocket {
  /** Resolves when the upgrade is through; rejects with the status line when it is refused. */
  readonly opened: Promise<void>
  readonly #socket: Socket
  readonly #wish: RawSocketWish
  /** What has come of the HTTP answer; undefined once it is complete. */
  #answer: string | undefined = ''
  #settle: { resolve(): void; reject(error: Error): void } | undefined
  /** Bytes of the present frame's payload still to come. */
  #rest = 0
  /** A frame's header that was cut in two by the network. */
  readonly #head = Buffer.alloc(14)
  #headSize = 0
  #closeCode = 1006
  #ended = false

  constructor(wish: RawSocketWish) {
    this.#wish = wish
    this.opened = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    const onread = { buffer: wish.buffer, callback: (size: number) => this.#read(size) }
    this.#socket = connect({ port: wish.port, host: '127.0.0.1', onread }, () => this.#socket.write(this.#upgrade()))
    this.#socket.setNoDelay(true)
    this.#socket.on('error', error => this.#settle?.reject(error))
    this.#socket.on('close', () => this.#closed())
  }

  /** Sends one message. */
  send(payload: Uint8Array | string): void {
    if (typeof payload === 'string') this.#socket.write(clientFrame(TEXT, Buffer.from(payload)))
    else this.#socket.write(clientFrame(BINARY, payload))
  }

  destroy(): void {
    this.#ended = true
    this.#socket.destroy()
  }

  #upgrade(): string {
    const { port, path, token } = this.#wish
    const key = randomBytes(16).toString('base64')
    const lines = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Connection: Upgrade', 'Upgrade: websocket']
    lines.push('Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${key}`)
    if (token !== undefined) lines.push(`Authorization: Bearer ${token}`)
    return lines.join('\r\n') + HEADERS_END
  }

  #closed(): void {
    this.#settle?.reject(new Error('the server closed the connection'))
    if (!this.#ended) this.#wish.onClosed(this.#closeCode)
    this.#ended = true
  }

  #read(size: number): boolean {
    const start = this.#answer === undefined ? 0 : this.#readAnswer(size)
    this.#wish.received.bytes += size - start
    this.#count(start, size)
    return true
  }

  /** Gives the offset of the first byte behind the HTTP answer. */
  #readAnswer(size: number): number {
    const before = this.#answer?.length ?? 0
    const text = (this.#answer ?? '') + this.#wish.buffer.toString('latin1', 0, size)
    const end = text.indexOf(HEADERS_END)
    this.#answer = end < 0 ? text : undefined
    if (end < 0) return size
    if (text.startsWith('HTTP/1.1 101')) this.#settle?.resolve()
    else this.#settle?.reject(new Error(text.slice(0, text.indexOf('\r\n'))))
    this.#settle = undefined
    return end + HEADERS_END.length - before
  }

  #count(from: number, to: number): void {
    let at = from
    while (at < to) {
      if (this.#rest > 0) {
        const step = Math.min(this.#rest, to - at)
        this.#rest -= step
        at += step
      } else at = this.#header(at, to)
    }
  }

  /** Reads a frame's header, which may be cut anywhere; gives the offset behind what it took. */
  #header(from: number, to: number): number {
    const buffer = this.#wish.buffer
    let at = from
    while (at < to) {
      this.#head[this.#headSize++] = buffer[at++] ?? 0
      if (this.#headSize < 2) continue
      const size = (this.#head[1] ?? 0) & 0x7f
      if (this.#headSize < (size < 126 ? 2 : size === 126 ? 4 : 10)) continue
      this.#rest = size < 126 ? size : size === 126 ? this.#head.readUInt16BE(2) : Number(this.#head.readBigUInt64BE(2))
      this.#headSize = 0
      this.#begin((this.#head[0] ?? 0) & 0x0f, at, to)
      break
    }
    return at
  }

  #begin(opcode: number, at: number, to: number): void {
    this.#wish.received.frames++
    if (opcode === PING) this.#socket.write(clientFrame(PONG, new Uint8Array()))
    else if (opcode === CLOSE) {
      if (this.#rest >= 2 && at + 2 <= to) this.#closeCode = this.#wish.buffer.readUInt16BE(at)
      this.#socket.end(clientFrame(CLOSE, new Uint8Array()))
    }
  }
}
