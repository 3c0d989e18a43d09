/** As much of the peers' client libraries as the bench uses, so that the project type-checks where they are not installed. */

declare module '@hocuspocus/provider' {
  import type * as Y from 'yjs'
  export class HocuspocusProviderWebsocket {
    constructor(configuration: { url: string; WebSocketPolyfill: unknown })
    destroy(): void
  }
  export class HocuspocusProvider {
    constructor(configuration: {
      websocketProvider: HocuspocusProviderWebsocket
      name: string
      document: Y.Doc
      token: string
    })
    readonly hasUnsyncedChanges: boolean
    attach(): void
    on(event: 'synced', listener: () => void): void
    destroy(): void
  }
}

declare module 'sharedb/lib/client' {
  export class Connection {
    constructor(socket: object)
    get(collection: string, id: string): Doc
    close(): void
  }
  export interface Doc {
    data: unknown
    version: number
    create(data: unknown, callback: (error?: Error) => void): void
    subscribe(callback: (error?: Error) => void): void
    submitOp(op: readonly object[], callback: (error?: Error) => void): void
    on(event: 'op', listener: (op: ReadonlyArray<{ p: readonly string[] }>, source: unknown) => void): void
  }
}
