/**
 * The http server around the application: time limits against slow senders, and the door where a request becomes a socket.
 */
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** What takes over the sync socket; server/sync/Rooms.ts. */
export interface SyncDoor {
  isSync(request: IncomingMessage): boolean
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

export interface Served {
  /** Resolves when no request is being answered, after `patience` ms at the latest. No new ones may come meanwhile. */
  drained(patience: number): Promise<void>
}

/**
 * Puts application and sync door onto the server. A request's head must arrive within 10 s, all of it within two minutes:
 * a spreadsheet of a few MB from a phone in the field takes that long.
 */
export function serve(server: Server, app: RequestListener, sync: SyncDoor): Served {
  server.headersTimeout = 10_000
  server.requestTimeout = 120_000
  server.keepAliveTimeout = 65_000
  let answering = 0
  let whenIdle = (): void => undefined
  server.on('request', (request, response) => {
    answering++
    response.once('close', () => {
      if (--answering === 0) whenIdle()
    })
    app(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    if (sync.isSync(request)) sync.handleUpgrade(request, socket, head)
    else if (request.headers['sec-websocket-protocol']?.startsWith('vite-') !== true) refuse(socket)
  })
  return {
    drained: patience =>
      new Promise(resolve => {
        if (answering === 0) return resolve()
        const timer = setTimeout(resolve, patience)
        whenIdle = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}

function refuse(socket: Duplex): void {
  // The other side may be gone already; that ends nothing but this socket.
  socket.on('error', () => socket.destroy())
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}
