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
  CONFLICTS_CHANGED,
  decodeCustom,
  encodeCustom,
  HELLO,
  REPLAY,
  REPLAYING,
  type Replay,
  type Replaying,
  replayBody,
  SETTLE,
  SETTLED,
  type Settle,
  type Settled,
  SHEET_CHANGED,
  type SheetChanged,
  SYNC_VERSION,
  settledBody,
  sheetChangedBody,
} from '../../shared/protocol/syncMessages.ts'

/** What the provider tells its session. */
export interface HubProviderEvents {
  /** The socket is open; rows may not be up to date yet. */
  opened(): void
  /** Everything the server has is here. */
  synced(): void
  /** Structs of this document's clients up to `clock` came back: they are on disk. */
  acknowledged(client: number, clock: number): void
  /** These structs, up to each client's clock, are on the server's disk: it has named them or sent them. */
  serverHas?(clocks: ReadonlyMap<number, number>): void
  /** An update of ours that brought nothing new, such as one that only deletes, is on the server's disk. */
  nothingNew?(): void
  replay(edits: Replay['edits']): void
  settled(edits: Settled['edits']): void
  /** The open conflicts of the sheet may be others now. */
  conflicts(): void
  /** What the sheet is made of has changed, or there is news of suggestions. */
  sheetChanged(what: SheetChanged['what']): void
  /** The connection ended. `final` when y-websocket will not try again. Code and reason are the server's, if it said any. */
  ended(how: { readonly code: number | undefined; readonly reason: string; readonly final: boolean }): void
}

/** y-protocols: a state vector, and an update as it happens (1 is the answer to a state vector). */
const SYNC_STEP_1 = 0
const SYNC_UPDATE = 2
/** The close code of a message over the limit (RFC 6455): sending it again would end the same way, and no reason of ours travels with it. */
export const TOO_BIG = 1009
/** Edits one message may name. */
const AT_ONCE = 10_000

function* slices<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += AT_ONCE) yield all.slice(i, i + AT_ONCE)
}

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
  settle(edits: Settle['edits']): void {
    for (const some of slices(edits)) this.#send(encodeCustom(SETTLE, { edits: some }))
  }

  /** Says what the cells held that are about to be written again. */
  replaying(edits: Replaying['edits']): void {
    for (const some of slices(edits)) this.#send(encodeCustom(REPLAYING, { edits: some }))
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
      if (client === this.#doc.clientID) this.#events.nothingNew?.()
    }
    handlers[REPLAY] = (_, decoder) => this.#events.replay(decodeCustom(decoder, replayBody).edits)
    handlers[CONFLICTS_CHANGED] = (_, decoder) => {
      decoding.readVarString(decoder)
      this.#events.conflicts()
    }
    handlers[SHEET_CHANGED] = (_, decoder) => this.#events.sheetChanged(decodeCustom(decoder, sheetChangedBody).what)
    handlers[SETTLED] = (_, decoder) => this.#events.settled(decodeCustom(decoder, settledBody).edits)
  }

  /** Own structs coming back in an update are the acknowledgement. */
  #acknowledge(message: Uint8Array, start: number): void {
    const decoder = decoding.createDecoder(message)
    decoder.pos = start
    const kind = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    if (kind === SYNC_STEP_1) return this.#events.serverHas?.(Y.decodeStateVector(payload))
    // A whole sheet comes as the answer to a state vector: nobody needs that looked through again.
    if (kind !== SYNC_UPDATE && this.#events.serverHas === undefined) return
    const clocks = Y.parseUpdateMeta(payload).to
    this.#events.serverHas?.(clocks)
    if (kind !== SYNC_UPDATE) return
    const end = clocks.get(this.#doc.clientID)
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
