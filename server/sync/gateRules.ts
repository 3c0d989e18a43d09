/** What the gate asks of an update, a content, a row and a value, each looked at by itself (docs/SPEC.md SYNC-5, SYNC-7). */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import { isOrderKey } from '../../shared/sheet/order.ts'

/** Structs one update may have: about as many cells as fit into the largest message. Made of two bytes each there would be 4 million of them. */
const MAX_STRUCTS = 300_000

/** Yjs' decoder, which gives up instead of filling the memory. */
class BoundedDecoder extends Y.UpdateDecoderV1 {
  #structs = 0

  override readInfo(): number {
    if (++this.#structs > MAX_STRUCTS) throw new RangeError('too many structs')
    return super.readInfo()
  }
}

/**
 * The structs and deletes of an update; undefined when it is damaged. Yjs keeps only the last of several blocks of one client, and would have
 * the rest wait for ever for what it has thrown away: every block must be another client's.
 */
export function decode(update: Uint8Array): ReturnType<typeof Y.decodeUpdate> | undefined {
  try {
    const decoded = Y.decodeUpdateV2(update, BoundedDecoder)
    const blocks = decoding.readVarUint(decoding.createDecoder(update))
    return new Set(decoded.structs.map(struct => struct.id.client)).size === blocks ? decoded : undefined
  } catch {
    return undefined
  }
}

/** Cells hold plain values; what has been deleted already is no content at all. */
export function contentRefusal(content: unknown): 'nested-type' | 'bad-content' | undefined {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentDeleted) return undefined
  return content instanceof Y.ContentType ? 'nested-type' : 'bad-content'
}

/** Whether a new row may have this id: not one that every JavaScript object seems to know, `__proto__` above all. */
export const mayName = (row: string): boolean => !(row in Object.prototype)

/** What the reserved columns may hold. */
export function fits(column: string, value: Scalar): boolean {
  switch (column) {
    case ROW_EXISTS:
      return value === true
    case ROW_GONE:
      return value === null || typeof value === 'boolean'
    case ROW_ORDER:
      return isOrderKey(value)
    default:
      return true
  }
}
