/**
 * y-websocket's provider with what our server adds to it (docs/SPEC.md SYNC-20 … SYNC-24): says HELLO, hears acknowledgements,
 * and sends only its own presence (a plain client echoes everybody's).
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { type Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { messageAwareness, messageSync, WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import {
  ACKNOWLEDGED,
  acknowledgedBody,
  decodeCustom,
  encodeCustom,
  HELLO,
  REPLAY,
  type Replay,
  replayBody,
  SETTLE,
  SETTLED,
  type Settle,
  type Settled,
  SYNC_VERSION,
  settledBody,
} from '../../shared/protocol/syncMessages.ts'

/** What the provider tells its session. */
export interface HubProviderEvents {
  /** The socket is open; rows may not be up to date yet. */
  opened(): void
  /** Everything the server has is here. */
  synced(): void
  /** Structs of this document's clients up to `clock` came back: they are on disk. */
  acknowledged(client: number, clock: number): void
  replay(edits: Replay['edits']): void
  settled(edits: Settled['edits']): void
  /** The connection ended. `final` when y-websocket will not try again. Code and reason are the server's, if it said any. */
  ended(how: { readonly code: number | undefined; readonly reason: string; readonly final: boolean }): void
}

/** y-protocols: an update as it happens (0 and 1 are the two steps of a sync). */
const SYNC_UPDATE = 2
/** The close code of a message over the limit (RFC 6455): sending it again would end the same way, and no reason of ours travels with it. */
export const TOO_BIG = 1009

export interface HubProviderParts {
  /** `ws://host/sync` */
  readonly url: string
  readonly document: string
  readonly doc: Y.Doc
  readonly events: HubProviderEvents
  readonly WebSocket?: typeof WebSocket | undefined
}

export class HubProvider {
  readonly #provider: WebsocketProvider
  readonly #doc: Y.Doc
  readonly #events: HubProviderEvents

  /** Connects at once. */
  constructor({ url, document, doc, events, WebSocket: Socket }: HubProviderParts) {
    this.#doc = doc
    this.#events = events
    this.#provider = new WebsocketProvider(url, document, doc, {
      connect: false,
      disableBc: true,
      shouldReconnect: ({ code }) => code !== TOO_BIG && !(code >= 4400 && code < 4500),
      ...(Socket === undefined ? {} : { WebSocketPolyfill: Socket }),
    })
    this.#listen()
    this.#sendOwnPresenceOnly()
    this.#provider.connect()
  }

  get awareness(): Awareness {
    return this.#provider.awareness
  }

  /** Connected and up to date. */
  get synced(): boolean {
    return this.#provider.synced
  }

  /** Asks which of these edits are in the history. */
  settle(question: Settle): void {
    this.#send(encodeCustom(SETTLE, question))
  }

  /** Gives the connection up and tries again at once: the device's network has changed, and a dead socket may take half a minute to show it. */
  reconnect(): void {
    this.#provider.disconnect()
    this.#provider.connect()
  }

  destroy(): void {
    this.#provider.destroy()
  }

  #listen(): void {
    const provider = this.#provider
    provider.on('status', ({ status }) => {
      if (status !== 'connected') return
      this.#send(encodeCustom(HELLO, { version: SYNC_VERSION }))
      this.#meetAgain(provider.awareness)
      this.#events.opened()
    })
    provider.on('sync', synced => {
      if (synced) this.#events.synced()
    })
    provider.on('connection-close', event => {
      const final = event !== null && !provider.shouldReconnect(event, provider)
      this.#events.ended({ code: event?.code, reason: event?.reason ?? '', final })
    })
    const handlers = provider.messageHandlers
    const plain = handlers[messageSync]
    handlers[messageSync] = (encoder, decoder, ...rest) => {
      const start = decoder.pos
      plain?.(encoder, decoder, ...rest)
      this.#acknowledge(decoder.arr, start)
    }
    handlers[ACKNOWLEDGED] = (_, decoder) => {
      const { client, clock } = decodeCustom(decoder, acknowledgedBody)
      this.#events.acknowledged(client, clock)
    }
    handlers[REPLAY] = (_, decoder) => this.#events.replay(decodeCustom(decoder, replayBody).edits)
    handlers[SETTLED] = (_, decoder) => this.#events.settled(decodeCustom(decoder, settledBody).edits)
  }

  /** Own structs coming back in an update are the acknowledgement. */
  #acknowledge(message: Uint8Array, start: number): void {
    const decoder = decoding.createDecoder(message)
    decoder.pos = start
    if (decoding.readVarUint(decoder) !== SYNC_UPDATE) return
    const end = Y.parseUpdateMeta(decoding.readVarUint8Array(decoder)).to.get(this.#doc.clientID)
    if (end !== undefined) this.#events.acknowledged(this.#doc.clientID, end - 1)
  }

  /**
   * After a cut both sides have noted the other as gone at its present clock, and would not believe that it is back before the next one,
   * which may be a quarter of a minute away.
   */
  #meetAgain(awareness: Awareness): void {
    for (const client of [...awareness.meta.keys()])
      if (client !== this.#doc.clientID && !awareness.states.has(client)) awareness.meta.delete(client)
    awareness.setLocalState(awareness.getLocalState())
  }

  #sendOwnPresenceOnly(): void {
    const provider = this.#provider
    const { awareness } = provider
    awareness.off('update', provider._awarenessUpdateHandler)
    awareness.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
      if (![...added, ...updated, ...removed].includes(this.#doc.clientID)) return
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, messageAwareness)
      encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [this.#doc.clientID]))
      this.#send(encoding.toUint8Array(encoder))
    })
  }

  #send(message: Uint8Array): void {
    const { ws } = this.#provider
    if (ws !== null && this.#provider.wsconnected && ws.readyState === ws.OPEN)
      ws.send(message as Uint8Array<ArrayBuffer>)
  }
}
