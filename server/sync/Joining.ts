/**
 * What a joiner is sent (docs/SPEC.md SYNC-17): the whole state as one frame built once, and the updates since as they went out.
 * So a hundred people opening a sheet at the same minute cost one encoding, not a hundred.
 */
import * as Y from 'yjs'
import { SYNC_STEP_2, SYNC_UPDATE, syncFrame } from './frames.ts'

/** Above this many bytes of later updates the whole is encoded anew. */
const TAIL_BYTES = 1 << 20

export class Joining {
  readonly #doc: Y.Doc
  #whole: Buffer | undefined
  #tail: Buffer[] = []
  #tailBytes = 0

  constructor(doc: Y.Doc) {
    this.#doc = doc
  }

  /** An update frame has gone out to the readers. */
  published(frame: Buffer): void {
    if (this.#whole === undefined) return
    this.#tail.push(frame)
    this.#tailBytes += frame.length
    if (this.#tailBytes <= TAIL_BYTES) return
    this.#whole = undefined
    this.#tail = []
    this.#tailBytes = 0
  }

  /** The frames that bring a reader with this state vector up to date. */
  frames(vector: Uint8Array): readonly Buffer[] {
    if (!isEmpty(vector)) return [syncFrame(SYNC_STEP_2, Y.encodeStateAsUpdate(this.#doc, vector))]
    this.#whole ??= syncFrame(SYNC_STEP_2, Y.encodeStateAsUpdate(this.#doc))
    return [this.#whole, ...this.#tail]
  }
}

/** An update frame for everybody. */
export const updateFrame = (update: Uint8Array): Buffer => syncFrame(SYNC_UPDATE, update)

const isEmpty = (vector: Uint8Array): boolean => vector.length === 1 && vector[0] === 0
