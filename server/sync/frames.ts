/**
 * Whole WebSocket frames of the y-websocket protocol, built once and written to every reader's socket as they are.
 */
import * as encoding from 'lib0/encoding'

/** y-websocket's message types. */
export const MESSAGE_SYNC = 0
export const MESSAGE_AWARENESS = 1
export const MESSAGE_QUERY_AWARENESS = 3
/** y-protocols' sync message types. */
export const SYNC_STEP_1 = 0
export const SYNC_STEP_2 = 1
export const SYNC_UPDATE = 2

/** FIN and opcode "binary" of RFC 6455 §5.2. */
const BINARY = 0x82

/** One unmasked binary frame, as a server sends it (RFC 6455 §5.2). */
export function frame(message: Uint8Array): Buffer {
  const length = message.byteLength
  const size = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const bytes = Buffer.allocUnsafe(size + length)
  bytes[0] = BINARY
  if (size === 2) bytes[1] = length
  else if (size === 4) {
    bytes[1] = 126
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = 127
    bytes.writeBigUInt64BE(BigInt(length), 2)
  }
  bytes.set(message, size)
  return bytes
}

/** A sync message: step 1 carries a state vector, step 2 and update a Yjs update. */
export function syncFrame(
  kind: typeof SYNC_STEP_1 | typeof SYNC_STEP_2 | typeof SYNC_UPDATE,
  payload: Uint8Array,
): Buffer {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MESSAGE_SYNC)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, payload)
  return frame(encoding.toUint8Array(encoder))
}

/** One client's presence as it goes over the wire; `state` is JSON text, `null` when it left. */
export interface AwarenessEntry {
  readonly client: number
  readonly clock: number
  readonly state: string
}

export function awarenessFrame(entries: readonly AwarenessEntry[]): Buffer {
  const body = encoding.createEncoder()
  encoding.writeVarUint(body, entries.length)
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(body, client)
    encoding.writeVarUint(body, clock)
    encoding.writeVarString(body, state)
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MESSAGE_AWARENESS)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body))
  return frame(encoding.toUint8Array(encoder))
}
