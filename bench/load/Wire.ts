/** What the generator says to a server, and how it watches what becomes of it. */
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Address } from '../process/server.ts'
import type { Target } from '../targets.ts'
import { ShareDbWire } from './ShareDbWire.ts'
import { YjsWire } from './YjsWire.ts'

/** A message as it goes into one WebSocket frame: text or binary. */
export type Message = Uint8Array | string

/** A full client that says when its own sheet shows a new value. */
export interface Probe {
  /** Resolves when it is in sync; rejects when the server turns it away. */
  readonly synced: Promise<void>
  onCell(listener: (cell: string) => void): void
  /** How many rows it holds: a server may call a client in sync before it has loaded the sheet itself. */
  rowCount(): number
  /** The close code, once the server has ended this connection. */
  closedWith(): number | undefined
  close(): void
}

/** The messages of N clients that hold no document of their own. They borrow what they must know from the first probe. */
export interface Wire {
  readonly probes: readonly Probe[]
  /** What client `index` says first. */
  greetings(index: number): readonly Message[]
  edit(index: number, row: string, column: string, value: Scalar): Message
  cursor(index: number, row: string, column: string): Message
  /** Whether what was last written to this cell went into something the server has thrown away since: it is to be written again. */
  lost(row: string, column: string): boolean
}

/** The wire of this server with `probes` full clients on it. */
export const openWire = (target: Target, address: Address, probes: number): Wire =>
  target.wire === 'sharedb' ? new ShareDbWire(address, probes) : new YjsWire(target, address, probes)
