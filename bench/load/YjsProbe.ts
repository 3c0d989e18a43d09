/** A whole Yjs client without awareness: it holds the document, answers the server, and tells when its sheet shows a new value. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import { type SheetView, viewOf } from '../clients/SheetView.ts'
import type { Address } from '../process/server.ts'
import type { Layout } from '../targets.ts'
import type { Probe } from './Wire.ts'
import { hocuspocusToken, message, syncStep1 } from './yjsMessages.ts'

/** Sync, and Hocuspocus' answer to a sync. */
const SYNC_TYPES: ReadonlySet<number> = new Set([0, 4])

export interface YjsProbeWish {
  readonly address: Address
  readonly layout: Layout
  /** The document's name in front of every message: Hocuspocus only. */
  readonly envelope: string | undefined
  readonly token: string | undefined
}

export class YjsProbe implements Probe {
  readonly doc = new Y.Doc()
  readonly synced: Promise<void>
  readonly #socket: WebSocket
  readonly #wish: YjsProbeWish
  readonly #listeners: ((cell: string) => void)[] = []
  #view: SheetView | undefined
  #closed: number | undefined
  #ready: () => void = () => {}

  constructor(wish: YjsProbeWish) {
    this.#wish = wish
    const headers = wish.token === undefined ? {} : { authorization: `Bearer ${wish.token}` }
    this.#socket = new WebSocket(`ws://127.0.0.1:${wish.address.port}${wish.address.path}`, {
      headers,
      perMessageDeflate: false,
    })
    this.#socket.binaryType = 'arraybuffer'
    this.synced = new Promise((resolve, reject) => {
      this.#ready = resolve
      this.#socket.on('error', reject)
      this.#socket.on('close', code => {
        this.#closed = code
        reject(new Error(`a probe was turned away with ${code}`))
      })
    })
    this.#socket.on('open', () => this.#greet())
    this.#socket.on('message', data => this.#take(new Uint8Array(data as ArrayBuffer)))
  }

  rowCount(): number {
    return this.#view?.gridRows().length ?? 0
  }

  onCell(listener: (cell: string) => void): void {
    this.#listeners.push(listener)
  }

  closedWith(): number | undefined {
    return this.#closed
  }

  close(): void {
    this.#socket.terminate()
  }

  #greet(): void {
    const { envelope } = this.#wish
    if (envelope !== undefined) this.#socket.send(message(envelope, hocuspocusToken))
    this.#socket.send(message(envelope, syncStep1(Y.encodeStateVector(this.doc))))
  }

  #take(data: Uint8Array): void {
    const { envelope } = this.#wish
    const decoder = decoding.createDecoder(data)
    if (envelope !== undefined) decoding.readVarString(decoder)
    if (!SYNC_TYPES.has(decoding.readVarUint(decoder))) return
    const encoder = encoding.createEncoder()
    if (envelope !== undefined) encoding.writeVarString(encoder, envelope)
    encoding.writeVarUint(encoder, 0)
    const empty = encoding.length(encoder)
    const type = sync.readSyncMessage(decoder, encoder, this.doc, 'server')
    if (encoding.length(encoder) > empty) this.#socket.send(encoding.toUint8Array(encoder))
    if (type === sync.messageYjsSyncStep2 && this.#view === undefined) this.#begin()
  }

  #begin(): void {
    this.#view = viewOf(this.#wish.layout, this.doc)
    this.#view.onCell(cell => {
      for (const listener of this.#listeners) listener(cell)
    })
    this.#ready()
  }
}
