/** Clients of ShareDB: JSON messages of its protocol 1.2, operations of json0. They know the version the first probe knows. */
import { WebSocket } from 'ws'
import { z } from 'zod'
import { cellKey, type Scalar } from '../../shared/sheet/cell.ts'
import { COLLECTION } from '../clients/shareDb.ts'
import type { Address } from '../process/server.ts'
import type { Message, Probe, Wire } from './Wire.ts'

const HANDSHAKE = { a: 'hs', id: null, protocol: 1, protocolMinor: 2 }
const CURSORS = 'cursors'

const sheetData = z.object({ rows: z.record(z.string(), z.record(z.string(), z.unknown())) })
const snapshotMessage = z.object({ a: z.literal('s'), data: z.object({ v: z.number(), data: sheetData }) })
const opMessage = z.object({
  a: z.literal('op'),
  v: z.number(),
  op: z.array(z.object({ p: z.tuple([z.string(), z.string(), z.string()]), oi: z.unknown() })),
})

class ShareDbProbe implements Probe {
  readonly synced: Promise<void>
  version = 0
  rows: Record<string, Record<string, unknown>> = {}
  readonly #socket: WebSocket
  readonly #listeners: ((cell: string) => void)[] = []
  #closed: number | undefined

  constructor(address: Address) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${address.port}`, { perMessageDeflate: false })
    this.synced = new Promise((resolve, reject) => {
      this.#socket.on('error', reject)
      this.#socket.on('message', data => this.#take(JSON.parse(data.toString()), resolve))
    })
    this.#socket.on('close', code => {
      this.#closed = code
    })
    this.#socket.on('open', () => {
      for (const request of [HANDSHAKE, { a: 's', c: COLLECTION, d: address.document }])
        this.#socket.send(JSON.stringify(request))
    })
  }

  onCell(listener: (cell: string) => void): void {
    this.#listeners.push(listener)
  }

  rowCount(): number {
    return Object.keys(this.rows).length
  }

  closedWith(): number | undefined {
    return this.#closed
  }

  close(): void {
    this.#socket.terminate()
  }

  #take(received: unknown, ready: () => void): void {
    const snapshot = snapshotMessage.safeParse(received)
    if (snapshot.success) {
      this.version = snapshot.data.data.v
      this.rows = snapshot.data.data.data.rows
      ready()
    }
    const edit = opMessage.safeParse(received)
    if (!edit.success) return
    this.version = edit.data.v + 1
    for (const { p, oi } of edit.data.op) {
      const row = this.rows[p[1]]
      if (row !== undefined) row[p[2]] = oi
      for (const listener of this.#listeners) listener(cellKey(p[1], p[2]))
    }
  }
}

export class ShareDbWire implements Wire {
  readonly probes: readonly ShareDbProbe[]
  readonly #document: string
  readonly #sent = new Map<number, number>()

  constructor(address: Address, probes: number) {
    this.#document = address.document
    this.probes = Array.from({ length: probes }, () => new ShareDbProbe(address))
  }

  greetings(): readonly Message[] {
    const subscribe = { a: 's', c: COLLECTION, d: this.#document, v: this.#first().version }
    return [HANDSHAKE, subscribe, { a: 'ps', ch: CURSORS, seq: 1 }].map(request => JSON.stringify(request))
  }

  edit(index: number, row: string, column: string, value: Scalar): Message {
    const { version, rows } = this.#first()
    const op = [{ p: ['rows', row, column], od: rows[row]?.[column] ?? null, oi: value }]
    return JSON.stringify({ a: 'op', c: COLLECTION, d: this.#document, v: version, seq: this.#next(index), x: {}, op })
  }

  cursor(index: number, row: string, column: string): Message {
    return JSON.stringify({ a: 'p', ch: CURSORS, id: `p${index}`, p: { row, column }, pv: this.#next(index) })
  }

  lost(): boolean {
    return false
  }

  /** A number that grows with each message of a client. */
  #next(index: number): number {
    const next = (this.#sent.get(index) ?? 0) + 1
    this.#sent.set(index, next)
    return next
  }

  #first(): ShareDbProbe {
    const [probe] = this.probes
    if (probe === undefined) throw new Error('clients without a document borrow it from a probe')
    return probe
  }
}
