/** Sockets to a real hub: well-behaved ones, plain y-websocket ones, and ones that write whatever bytes the test wants. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { type Operation, operationIn, type TestHub, testHub } from '../testHub.ts'

/** A hub with one needs sheet in it. */
export interface HubWithSheet {
  readonly test: TestHub
  readonly operation: Operation
  /** `sheet/<id>` */
  readonly document: string
}

export async function hubWithSheet(): Promise<HubWithSheet> {
  const test = await testHub()
  const operation = await operationIn(test, '武汉')
  return { test, operation, document: await documentOf(test, operation.sheet) }
}

export async function documentOf({ hub }: TestHub, sheet: string): Promise<string> {
  const row = await hub.store.db
    .selectFrom('sheet')
    .select('document')
    .where('id', '=', sheet)
    .executeTakeFirstOrThrow()
  return row.document
}

/** Adds rows to the sheet through the API; gives their ids. */
export async function addRows({ test, operation }: HubWithSheet, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, i) => `row${i}`)
  const rows = ids.map(id => ({ id, cells: { item: `item of ${id}` } }))
  await test.hub.rooms.appendRows(operation.sheet, rows, { member: 'importer', session: 'test' })
  return ids
}

export interface Headers {
  readonly token?: string | undefined
  readonly cookie?: string
  readonly origin?: string
}

const headersOf = ({ token, cookie, origin }: Headers): Record<string, string> => ({
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(cookie === undefined ? {} : { cookie }),
  ...(origin === undefined ? {} : { origin }),
})

/** How a socket to this path ends: `4404 no-such-document`, or `refused` when it never was one. */
export async function ending({ hub }: TestHub, path: string, headers: Headers): Promise<string> {
  const ws = new WebSocket(`${hub.url.replace('http', 'ws')}/`, {
    headers: headersOf(headers),
    // ws would tidy the path up; the hub has to cope with it as it is.
    finishRequest: request => {
      request.path = path
      request.end()
    },
  })
  onTestFinished(() => ws.terminate())
  return new Promise(resolve => {
    ws.on('close', (code, reason) => resolve(`${code} ${reason}`))
    ws.on('error', () => resolve('refused'))
  })
}

/** A socket the room has greeted, that sends nothing by itself. */
export async function openSocket({ test: { hub }, document }: HubWithSheet, headers: Headers): Promise<WebSocket> {
  const ws = new WebSocket(`${hub.url.replace('http', 'ws')}/sync/${document}`, { headers: headersOf(headers) })
  onTestFinished(() => ws.terminate())
  await once(ws, 'message')
  return ws
}

export const closing = (ws: WebSocket): Promise<string> =>
  new Promise(resolve => ws.on('close', (code, reason) => resolve(`${code} ${reason}`)))

/** A socket past its handshake, on which the test writes frames byte by byte. */
export class RawSocket {
  readonly socket: Socket
  /** The code of the server's close frame, or `cut`. */
  readonly ended: Promise<number | 'cut'>

  private constructor(socket: Socket, first: Buffer) {
    this.socket = socket
    let bytes = first
    let code: number | 'cut' = 'cut'
    const look = (): void => {
      for (let frame = frameIn(bytes); frame !== undefined; frame = frameIn(bytes)) {
        if (frame.opcode === 8 && frame.payload.length >= 2) code = frame.payload.readUInt16BE(0)
        bytes = bytes.subarray(frame.length)
      }
      // Our side does not close by itself, as a hostile one would not.
      if (code !== 'cut') socket.end()
    }
    this.ended = new Promise(resolve => {
      socket.on('close', () => resolve(code))
    })
    socket.on('error', () => undefined)
    socket.on('data', chunk => {
      bytes = Buffer.concat([bytes, chunk])
      look()
    })
    look()
  }

  static async open({ test, document }: HubWithSheet, token: string): Promise<RawSocket> {
    const { hostname, port } = new URL(test.hub.url)
    const socket = connect(Number(port), hostname)
    onTestFinished(() => void socket.destroy())
    socket.write(
      `GET /sync/${document} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Authorization: Bearer ${token}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    )
    let bytes = Buffer.alloc(0)
    while (!bytes.includes('\r\n\r\n')) bytes = Buffer.concat([bytes, (await once(socket, 'data'))[0] as Buffer])
    if (!bytes.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(bytes.toString('latin1'))
    return new RawSocket(socket, bytes.subarray(bytes.indexOf('\r\n\r\n') + 4))
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes)
  }
}

function frameIn(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | undefined {
  if (bytes.length < 2) return undefined
  const short = (bytes[1] ?? 0) & 127
  const header = short < 126 ? 2 : short === 126 ? 4 : 10
  if (bytes.length < header) return undefined
  const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if (bytes.length < header + size) return undefined
  return { opcode: (bytes[0] ?? 0) & 15, payload: bytes.subarray(header, header + size), length: header + size }
}

/** A client's frame: first byte as it is, payload masked with zeros unless it should not be. */
export function clientFrame(first: number, payload: Uint8Array, mask: 'masked' | 'bare' = 'masked'): Buffer {
  const size = payload.length
  const bit = mask === 'masked' ? 0x80 : 0
  const length =
    size < 126
      ? [bit | size]
      : size < 65_536
        ? [bit | 126, size >> 8, size & 255]
        : [bit | 127, 0, 0, 0, 0, size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255]
  return Buffer.concat([
    Buffer.from([first, ...length]),
    mask === 'masked' ? Buffer.alloc(4) : Buffer.alloc(0),
    payload,
  ])
}

/** Resolves as soon as `isTrue` holds; looked at whenever `doc` changes. */
export function until(doc: Y.Doc, isTrue: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = (): void => {
      if (!isTrue()) return
      doc.off('update', look)
      resolve()
    }
    doc.on('update', look)
    look()
  })
}

/** y-websocket as anybody may use it: a URL, a document's name, a token. */
export class PlainClient {
  readonly doc = new Y.Doc()
  readonly sheet = new SheetDocument(this.doc)
  readonly provider: WebsocketProvider
  /** Types of the messages the hub sent. */
  readonly heard = new Map<number, number>()
  readonly closings: string[] = []
  ws: WebSocket | undefined

  constructor({ test, document }: HubWithSheet, headers: Headers) {
    const client = this
    class Socket extends WebSocket {
      constructor(url: string) {
        super(url, { headers: headersOf(headers) })
        client.ws = this
        this.on('message', data => {
          const type = new Uint8Array(data as ArrayBuffer)[0] ?? -1
          client.heard.set(type, (client.heard.get(type) ?? 0) + 1)
        })
        this.on('close', (code, reason) => client.closings.push(`${code} ${reason}`))
      }
    }
    this.provider = new WebsocketProvider(`${test.hub.url.replace('http', 'ws')}/sync`, document, this.doc, {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    })
    onTestFinished(() => this.provider.destroy())
  }

  /** Waits for the sheet as the server has it. */
  async synced(): Promise<this> {
    if (!this.provider.synced) await new Promise<void>(resolve => this.provider.once('sync', () => resolve()))
    await until(this.doc, () => this.sheet.generation > 0)
    return this
  }

  set(row: string, column: string, value: Scalar): void {
    this.sheet.edit([{ row, column, value }])
  }

  /** Waits until a cell shows this. */
  sees(row: string, column: string, value: Scalar): Promise<void> {
    return until(this.doc, () => this.sheet.value(row, column) === value)
  }
}
