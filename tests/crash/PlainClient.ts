/** A plain y-websocket client with a token: what anybody could write against the hub. It only listens more closely, for its own structs coming back. */
import * as decoding from 'lib0/decoding'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { messageSync, WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { Place } from './hubProcess.ts'

/** y-protocols: an update as it happens. */
const SYNC_UPDATE = 2

export class PlainClient {
  readonly doc = new Y.Doc()
  readonly sheet = new SheetDocument(this.doc)
  /** Why connections were ended, oldest first: `1013 disk-full`. */
  readonly closes: string[] = []
  readonly #provider: WebsocketProvider
  readonly #acknowledged = new Set<(clock: number) => void>()
  readonly #anything = new Set<() => void>()

  constructor({ port, document }: Place, token: string) {
    class Signed extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { authorization: `Bearer ${token}` } })
      }
    }
    this.#provider = new WebsocketProvider(`ws://127.0.0.1:${port}/sync`, document, this.doc, {
      disableBc: true,
      WebSocketPolyfill: Signed as unknown as typeof globalThis.WebSocket,
      maxBackoffTime: 400,
    })
    this.#listen()
    onTestFinished(() => this.close())
  }

  /** Called with the clock up to which this client's structs have come back. */
  onAcknowledged(listener: (clock: number) => void): void {
    this.#acknowledged.add(listener)
  }

  /** Called whenever everything the hub has is here, after each connecting. */
  onSynced(listener: () => void): void {
    this.#provider.on('sync', synced => {
      if (synced) listener()
    })
  }

  get synced(): boolean {
    return this.#provider.synced
  }

  /** Resolves as soon as this holds; it is asked whenever anything has happened here. Never rejects: a test has its own patience. */
  until(holds: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const ask = (): void => {
        if (!holds()) return
        this.#anything.delete(ask)
        resolve()
      }
      this.#anything.add(ask)
      ask()
    })
  }

  /** Goes offline; edits are kept. */
  disconnect(): void {
    this.#provider.disconnect()
  }

  connect(): void {
    this.#provider.connect()
  }

  /** For good; may be called twice. */
  close(): void {
    if (this.doc.isDestroyed) return
    this.#provider.destroy()
    this.sheet.destroy()
    this.doc.destroy()
  }

  #listen(): void {
    const provider = this.#provider
    const told = (): void => {
      for (const ask of [...this.#anything]) ask()
    }
    this.doc.on('afterTransaction', told)
    provider.on('sync', told)
    provider.on('connection-close', event => {
      if (event !== null) this.closes.push(`${event.code} ${event.reason}`)
      told()
    })
    const plain = provider.messageHandlers[messageSync]
    provider.messageHandlers[messageSync] = (encoder, decoder, ...rest) => {
      const start = decoder.pos
      plain?.(encoder, decoder, ...rest)
      this.#lookForOwn(decoder.arr, start)
      told()
    }
  }

  #lookForOwn(message: Uint8Array, start: number): void {
    const decoder = decoding.createDecoder(message)
    decoder.pos = start
    if (decoding.readVarUint(decoder) !== SYNC_UPDATE) return
    const end = Y.parseUpdateMeta(decoding.readVarUint8Array(decoder)).to.get(this.doc.clientID)
    if (end !== undefined) for (const listener of this.#acknowledged) listener(end - 1)
  }
}
