/** A plain y-websocket client with a token: what anybody could write against the hub. It only listens more closely, for its own structs coming back. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { writeSyncStep1 } from 'y-protocols/sync'
import { messageSync, WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { Place } from './hubProcess.ts'

/** y-protocols: the answer to a state vector, and an update as it happens. */
const SYNC_STEP_2 = 1
const SYNC_UPDATE = 2

export class PlainClient {
  readonly doc = new Y.Doc()
  readonly sheet = new SheetDocument(this.doc)
  /** Why connections were ended, oldest first: `1013 disk-full`. */
  readonly closes: string[] = []
  readonly #provider: WebsocketProvider
  readonly #acknowledged = new Set<(clock: number) => void>()
  readonly #anything = new Set<() => void>()
  #answers = 0

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

  /** Asks for what is missing and waits for the answer: what the hub had when this was called is here then. */
  async caughtUp(): Promise<void> {
    await this.until(() => this.synced)
    const answers = this.#answers
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageSync)
    writeSyncStep1(encoder, this.doc)
    this.#provider.ws?.send(encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>)
    await this.until(() => this.#answers > answers)
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
      this.#lookInto(decoder.arr, start)
      told()
    }
  }

  /** Own structs in an update, and answers to state vectors. */
  #lookInto(message: Uint8Array, start: number): void {
    const decoder = decoding.createDecoder(message)
    decoder.pos = start
    const kind = decoding.readVarUint(decoder)
    if (kind === SYNC_STEP_2) this.#answers++
    if (kind !== SYNC_UPDATE) return
    const end = Y.parseUpdateMeta(decoding.readVarUint8Array(decoder)).to.get(this.doc.clientID)
    if (end !== undefined) for (const listener of this.#acknowledged) listener(end - 1)
  }
}
