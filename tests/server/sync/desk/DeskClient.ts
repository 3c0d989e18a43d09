/** y-websocket as anybody may use it, on a desk. */
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { DeskDocument, type DeskKind } from '../../../../shared/desk/deskDocument.ts'
import type { TestHub } from '../../testHub.ts'
import { until } from '../sockets.ts'

export class DeskClient {
  readonly doc = new Y.Doc()
  readonly desk = new DeskDocument(this.doc)
  readonly provider: WebsocketProvider
  /** How the first socket ended. */
  readonly ended: Promise<string>
  /** Updates that came in. */
  updates = 0

  constructor({ hub }: TestHub, document: string, token: string) {
    let close: (how: string) => void = () => undefined
    this.ended = new Promise(resolve => {
      close = resolve
    })
    class Socket extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { authorization: `Bearer ${token}` } })
        this.on('close', (code, reason) => close(`${code} ${reason}`))
      }
    }
    this.provider = new WebsocketProvider(`${hub.url.replace('http', 'ws')}/sync`, document, this.doc, {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    })
    this.doc.on('update', () => {
      this.updates++
    })
    onTestFinished(() => this.provider.destroy())
  }

  async synced(): Promise<this> {
    if (!this.provider.synced) await new Promise<void>(resolve => this.provider.once('sync', () => resolve()))
    return this
  }

  /** Waits until the desk says exactly this of these rows. */
  async shows(kind: DeskKind, rows: readonly string[]): Promise<this> {
    await until(this.doc, () => String([...this.desk.entries(kind).keys()].sort()) === String([...rows].sort()))
    return this
  }
}
