/** A client as its library's guide makes one, for joining, loading and the kill trials. The load generator has its own, leaner ones. */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { writeNested } from '../content/nested.ts'
import type { PlainRow } from '../content/sheet.ts'
import type { Address } from '../process/server.ts'
import type { Target } from '../targets.ts'
import { type SheetView, viewOf } from './SheetView.ts'
import { openShareDb } from './shareDb.ts'

export interface SheetClient {
  /** Makes the view once what the server holds has arrived. */
  readonly synced: Promise<void>
  view(): SheetView
  /** Puts rows into an empty document (peers only: our server makes its own). */
  write(rows: readonly PlainRow[]): Promise<void>
  /** What this library says about its own edits being with the server; undefined where it says nothing. */
  unacknowledged(): boolean | undefined
  close(): void
}

/** Opens a client of the library that belongs to this server. `member` chooses the token. */
export function openClient(target: Target, address: Address, member: number): SheetClient {
  switch (target.wire) {
    case 'yjs':
      return openYWebsocket(target, address, member)
    case 'hocuspocus':
      return openHocuspocus(target, address)
    case 'sharedb':
      return openShareDb(address)
  }
}

/** A WebSocket class that signs in with a token, as a plain y-websocket client with a token does. */
function socketWith(token: string | undefined): typeof globalThis.WebSocket {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const Signed = class extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers })
    }
  }
  return Signed as unknown as typeof globalThis.WebSocket
}

function openYWebsocket(target: Target, address: Address, member: number): SheetClient {
  const doc = new Y.Doc()
  const url = new URL(address.path, `ws://127.0.0.1:${address.port}`)
  const room = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  const base = url.href.slice(0, url.href.lastIndexOf('/'))
  const token = address.tokens[member % Math.max(1, address.tokens.length)]
  const provider = new WebsocketProvider(base, room, doc, { disableBc: true, WebSocketPolyfill: socketWith(token) })
  const synced = new Promise<void>(resolve => provider.once('sync', () => resolve()))
  return {
    synced,
    view: () => viewOf(target.layout, doc),
    write: async rows => writeNested(doc, rows),
    unacknowledged: () => undefined,
    close: () => provider.destroy(),
  }
}

function openHocuspocus(target: Target, address: Address): SheetClient {
  const doc = new Y.Doc()
  const socket = new HocuspocusProviderWebsocket({
    url: `ws://127.0.0.1:${address.port}`,
    WebSocketPolyfill: WebSocket,
  })
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: address.document,
    document: doc,
    token: 'bench',
  })
  const synced = new Promise<void>(resolve => provider.on('synced', () => resolve()))
  provider.attach()
  return {
    synced,
    view: () => viewOf(target.layout, doc),
    write: async rows => writeNested(doc, rows),
    unacknowledged: () => provider.hasUnsyncedChanges,
    close: () => {
      provider.destroy()
      socket.destroy()
    },
  }
}
