/**
 * The desk of an open sheet, as the server has it: read only, connected again by itself. What it said last stays while there is no connection.
 */
import * as Y from 'yjs'
import { type DeskChange, DeskDocument, type DeskKind, type DeskKinds } from '../../shared/desk/deskDocument.ts'
import type { DeskReader } from '../../shared/schema/deskColumns.ts'
import { HubProvider } from '../sync/HubProvider.ts'

export interface DeskSession extends DeskReader {
  /** Called with what changed. Returns how to stop. */
  subscribe(listener: (changes: readonly DeskChange[]) => void): () => void
  /** Ends the connection. */
  destroy(): void
}

export interface DeskParts {
  /** Document name as the API gave it. */
  readonly document: string
  /** `ws://host/sync` */
  readonly url: string
  readonly WebSocket?: typeof WebSocket
}

const nothing = (): void => undefined
const NO_EVENTS = {
  opened: nothing,
  synced: nothing,
  acknowledged: nothing,
  replay: nothing,
  settled: nothing,
  conflicts: nothing,
  sheetChanged: nothing,
  ended: nothing,
}

/** Connects at once. */
export function openDesk({ document, url, WebSocket: Socket }: DeskParts): DeskSession {
  const doc = new Y.Doc()
  const desk = new DeskDocument(doc)
  // The grid asks for every row it paints or sorts: a text is read once.
  const known = new Map<string, DeskKinds[DeskKind] | undefined>()
  const forget = desk.subscribe(changes => {
    for (const { kind, row } of changes) known.delete(`${kind}/${row}`)
  })
  const provider = new HubProvider({ url, document, doc, events: NO_EVENTS, WebSocket: Socket })
  return {
    get<K extends DeskKind>(kind: K, row: string) {
      const key = `${kind}/${row}`
      if (!known.has(key)) known.set(key, desk.get(kind, row))
      return known.get(key) as DeskKinds[K] | undefined
    },
    subscribe: listener => desk.subscribe(listener),
    destroy() {
      forget()
      provider.destroy()
      desk.destroy()
      doc.destroy()
    },
  }
}

/** A desk that says nothing: of the past, and while there is none. */
export const EMPTY_DESK: DeskSession = { get: () => undefined, subscribe: () => nothing, destroy: nothing }
