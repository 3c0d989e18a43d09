/**
 * What keeps a room small: folding a heavy overlay into the base and replacing a long log by a snapshot (docs/SPEC.md SYNC-18, SYNC-19).
 * Both in slices between the members' windows; nothing here is needed for correctness.
 */
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { blocksToFold, finishFold, foldBlocks, openGeneration } from '../../shared/sheet/writeBase.ts'
import { SERVER } from './LiveDocument.ts'
import type { Room } from './Room.ts'

/** When to do what; edits are counted as keys of the overlay. */
export interface UpkeepPolicy {
  /** Open a new generation when the newest holds so many: what a fold does in one go costs as much as a generation is large. */
  readonly generationSize: number
  /** Fold at once from so many overlaid cells; more where there are many readers, because a fold is sent to each of them. */
  readonly foldAt: number
  readonly readersPerFoldAt: number
  /** Fold a quiet sheet from so many. */
  readonly foldQuietAt: number
  /** A sheet nobody has edited for so long is quiet, ms. */
  readonly quiet: number
  /** What one slice of a fold may send to all readers together; one block at least, `blocksPerSlice` at most. */
  readonly bytesPerSlice: number
  readonly blocksPerSlice: number
  /** … and how fast slices may follow each other. */
  readonly bytesPerSecond: number
  readonly compactAt: { readonly records: number; readonly bytes: number }
  readonly compactQuietAt: number
}

export const UPKEEP: UpkeepPolicy = {
  generationSize: 5_000,
  foldAt: 20_000,
  readersPerFoldAt: 100,
  foldQuietAt: 1_000,
  quiet: 10_000,
  bytesPerSlice: 16 << 20,
  blocksPerSlice: 8,
  bytesPerSecond: 64 << 20,
  compactAt: { records: 5_000, bytes: 16 << 20 },
  compactQuietAt: 100,
}

/** About what a block of 64 rows weighs on the wire, bytes. */
const BLOCK_BYTES = 24_000

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
      if (this.#room.newestSize >= this.#policy.generationSize) await this.#step(openGeneration)
      if (this.#foldDue()) await this.fold()
      if (this.#compactDue()) await this.#room.compact()
    } finally {
      this.#busy = false
    }
  }

  /** Folds everything written so far, whatever its weight. */
  async fold(): Promise<void> {
    await this.#step(openGeneration)
    const old = await this.#room.read(sheet => sheet.living.slice(1).map(({ number }) => number))
    const blocks = new Set<string>()
    for (const number of old)
      for (const block of await this.#room.read(sheet =>
        blocksToFold(
          sheet,
          sheet.living.find(g => g.number === number),
        ),
      ))
        blocks.add(block)
    const rest = [...blocks]
    while (rest.length > 0) {
      const slice = rest.splice(0, this.#sliceSize)
      await this.#step(sheet => foldBlocks(sheet, slice))
    }
    for (const _ of old) await this.#step(finishFold)
  }

  get #sliceSize(): number {
    const forAll = Math.max(1, this.#room.connections.size) * BLOCK_BYTES
    return Math.min(this.#policy.blocksPerSlice, Math.max(1, Math.floor(this.#policy.bytesPerSlice / forAll)))
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
    const { foldAt, foldQuietAt, readersPerFoldAt } = this.#policy
    const size = this.#room.overlaySize
    if (this.#quiet) return size >= foldQuietAt || this.#room.generations > 1
    return size >= foldAt * Math.max(1, this.#room.connections.size / readersPerFoldAt)
  }

  #compactDue(): boolean {
    const { records, bytes } = this.#room.tail
    const { compactAt, compactQuietAt } = this.#policy
    return records >= compactAt.records || bytes >= compactAt.bytes || (this.#quiet && records >= compactQuietAt)
  }
}
