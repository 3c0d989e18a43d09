/**
 * What keeps a room small: folding a heavy overlay into the base and replacing a long log by a snapshot (docs/SPEC.md SYNC-18, SYNC-19).
 * Both in slices between the members' windows; nothing here is needed for correctness.
 */
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { blocksToFold, finishFold, foldBlocks, openGeneration } from '../../shared/sheet/writeBase.ts'
import { SERVER } from './LiveSheet.ts'
import type { Room } from './Room.ts'

/** When to do what; edits are counted as keys of the overlay. */
export interface UpkeepPolicy {
  /** Fold at once from so many overlaid cells. */
  readonly foldAt: number
  /** Fold a quiet sheet from so many. */
  readonly foldQuietAt: number
  /** A sheet nobody has edited for so long is quiet, ms. */
  readonly quiet: number
  readonly blocksPerSlice: number
  /** A fold is sent to every reader: at most so many bytes a second leave for all of them together. */
  readonly bytesPerSecond: number
  readonly compactAt: { readonly records: number; readonly bytes: number }
  readonly compactQuietAt: number
}

export const UPKEEP: UpkeepPolicy = {
  foldAt: 20_000,
  foldQuietAt: 1_000,
  quiet: 10_000,
  blocksPerSlice: 8,
  bytesPerSecond: 24 << 20,
  compactAt: { records: 5_000, bytes: 16 << 20 },
  compactQuietAt: 100,
}

export class Upkeep {
  readonly #room: Room
  readonly #policy: UpkeepPolicy
  readonly #now: () => number
  /** Waits some milliseconds; never rejects. */
  readonly #pause: (ms: number) => Promise<void>
  #busy = false

  constructor(room: Room, deps: { policy: UpkeepPolicy; now: () => number; pause: (ms: number) => Promise<void> }) {
    this.#room = room
    this.#policy = deps.policy
    this.#now = deps.now
    this.#pause = deps.pause
  }

  /** Does what is due, if anything; safe to call while it is under way. Rejects when the disk refuses, the room says so itself. */
  async run(): Promise<void> {
    if (this.#busy || this.#room.trouble !== undefined) return
    this.#busy = true
    try {
      if (this.#foldDue()) await this.fold()
      if (this.#compactDue()) await this.#room.compact()
    } finally {
      this.#busy = false
    }
  }

  /** Folds the oldest generation, whatever its weight. */
  async fold(): Promise<void> {
    await this.#step(openGeneration)
    const blocks = [...(await this.#room.read(blocksToFold))]
    while (blocks.length > 0) {
      const slice = blocks.splice(0, this.#policy.blocksPerSlice)
      await this.#step(sheet => foldBlocks(sheet, slice))
    }
    await this.#step(finishFold)
  }

  /** One write of the fold, then as long a pause as its way to all readers should take. */
  async #step(write: (sheet: SheetDocument) => void): Promise<void> {
    const bytes = await this.#room.write({ member: SERVER, session: SERVER }, sheet => {
      write(sheet)
      return []
    })
    await this.#pause((1000 * bytes * this.#room.connections.size) / this.#policy.bytesPerSecond)
  }

  get #quiet(): boolean {
    return this.#now() - this.#room.lastEdit > this.#policy.quiet
  }

  #foldDue(): boolean {
    if (this.#room.generations > 1) return true
    return this.#room.overlaySize >= (this.#quiet ? this.#policy.foldQuietAt : this.#policy.foldAt)
  }

  #compactDue(): boolean {
    const { records, bytes } = this.#room.tail
    const { compactAt, compactQuietAt } = this.#policy
    return records >= compactAt.records || bytes >= compactAt.bytes || (this.#quiet && records >= compactQuietAt)
  }
}
