/**
 * What every gate asks of an update, whatever kind of document it is for (docs/SPEC.md SYNC-5, SYNC-6): whose structs they are, whether they
 * follow each other without a gap, and whether what they build on is here. What the items may say is asked by the kinds: gate.ts, notes/noteGate.ts.
 */
import * as Y from 'yjs'
import { decode } from './gateRules.ts'
import { IdRanges } from './IdRanges.ts'

/** Why an update was refused. Logged and kept with the update; the member reads the sentence of the error code. */
export type GateRefusal =
  | 'malformed'
  | 'gap'
  | 'clock-overflow'
  | 'forged-client'
  | 'missing-dependency'
  | 'bad-parent'
  | 'foreign-root'
  | 'nested-type'
  | 'bad-key'
  | 'bad-value'
  | 'bad-content'
  | 'future-delete'
  | 'forbidden-delete'
  | 'read-only'

/** What every accepted update brings. */
export interface Accepted {
  /** Struct ranges that are new to the document. */
  readonly ranges: ReadonlyArray<{ readonly client: number; readonly clock: number; readonly length: number }>
  /** Clocks of edits whose place is gone meanwhile: they will not show, their author writes them again. */
  readonly dead: ReadonlyArray<{ readonly client: number; readonly clock: number }>
}

/** What a gate must know of the document and the member. */
export interface StructView {
  readonly doc: Y.Doc
  readonly member: string
  readonly mayEdit: boolean
  /** Whose client id this is; undefined when nobody has shown it yet. */
  owner(client: number): string | undefined
}

/** Structs one update may stand for. */
const MAX_LENGTH = 100_000
/** Client ids an update may bring news of: the tabs one member has had open while offline. Yjs' work grows with their square. */
const MAX_CLIENTS = 256

export type Struct = Y.Item | Y.GC | Y.Skip

/** `T`: what an id of the update stands for. */
export abstract class StructGate<T> {
  /** What the structs of this update stand for. */
  protected readonly own = new IdRanges<T>()
  protected readonly ranges: { client: number; clock: number; length: number }[] = []
  /** Whether the update would change anything at all. */
  #writes = false
  readonly #view: StructView
  /** The clock each client will have after what has been looked at. */
  readonly #clocks = new Map<number, number>()

  constructor(view: StructView) {
    this.#view = view
  }

  /** Looks at `update` (Yjs v1). Gives a reason, or nothing when it may come in. Never throws, never changes the document. */
  look(update: Uint8Array): GateRefusal | undefined {
    const decoded = decode(update)
    if (decoded === undefined) return 'malformed'
    return (
      this.#takeStructs(decoded.structs) ??
      this.#takeDeletes(decoded.ds) ??
      (this.#writes && !this.#view.mayEdit ? 'read-only' : undefined)
    )
  }

  /** Called for each struct before any is looked at. */
  protected expect(_struct: Struct): void {}

  /** An item that is new and follows on: what it stands for goes into `own`. */
  protected abstract takeItem(item: Y.Item): GateRefusal | undefined

  /** An item of the document, not deleted yet, that the update deletes. */
  protected abstract takeDeleted(item: Y.Item): GateRefusal | undefined

  /** Ids `from … to` (exclusive) of the update itself that it deletes again. */
  protected takeBack(_client: number, _from: number, _to: number): void {}

  /** Structs come by client, and one client's may build on another's in the same update: whoever waits goes on when the other has come so far. */
  #takeStructs(structs: readonly Struct[]): GateRefusal | undefined {
    for (const struct of structs) this.expect(struct)
    const left = new Map<number, Struct[]>()
    for (const struct of structs.toReversed()) {
      if (this.#isKnown(struct)) {
        const refusal = this.#lookAtKnown(struct)
        if (refusal !== undefined) return refusal
        continue
      }
      const queue = left.get(struct.id.client)
      if (queue === undefined) left.set(struct.id.client, [struct])
      else queue.push(struct)
    }
    if (left.size > MAX_CLIENTS) return 'malformed'
    /** Client → who waits for it, and for which clock. */
    const waiting = new Map<number, Map<number, number>>()
    const ready = [...left.keys()]
    for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
      const outcome = this.#takeQueue(left.get(client) ?? [], left)
      if (typeof outcome === 'string') return outcome
      const waiters = waiting.get(client) ?? new Map<number, number>()
      for (const [waiter, clock] of waiters)
        if (clock < this.#clockOf(client)) {
          waiters.delete(waiter)
          ready.push(waiter)
        }
      if (outcome === undefined) continue
      const others = waiting.get(outcome.client) ?? new Map<number, number>()
      waiting.set(outcome.client, others.set(client, outcome.clock))
    }
    return [...left.values()].some(queue => queue.length > 0) ? 'missing-dependency' : undefined
  }

  /** Takes a client's structs from the end of its queue; gives the id it has to wait for, or why it may not come in. */
  #takeQueue(queue: Struct[], left: ReadonlyMap<number, readonly Struct[]>): GateRefusal | Y.ID | undefined {
    for (let struct = queue.at(-1); struct !== undefined; struct = queue.at(-1)) {
      const lacks = this.#lacks(struct)
      if (lacks !== undefined)
        return (left.get(lacks.client)?.length ?? 0) > 0 && lacks.client !== struct.id.client
          ? lacks
          : 'missing-dependency'
      const refusal = this.#takeStruct(struct)
      if (refusal !== undefined) return refusal
      queue.pop()
    }
    return undefined
  }

  /** What this struct builds on and is not here yet: Yjs would keep it, out of sight, until that comes. */
  #lacks(struct: Struct): Y.ID | undefined {
    if (!(struct instanceof Y.Item)) return undefined
    const needs: readonly unknown[] = [struct.origin, struct.rightOrigin, struct.parent]
    return needs.find((id): id is Y.ID => id instanceof Y.ID && id.clock >= this.#clockOf(id.client))
  }

  #isKnown(struct: Struct): boolean {
    return struct.id.clock + struct.length <= this.known(struct.id.client)
  }

  /** Yjs looks up what even a known struct says it builds on: it would wait for what is not there, and make a root of any name. */
  #lookAtKnown(struct: Struct): GateRefusal | undefined {
    if (!(struct instanceof Y.Item)) return undefined
    const parent: unknown = struct.parent
    if (typeof parent === 'string' && !this.#view.doc.share.has(parent)) return 'foreign-root'
    return this.#lacks(struct) === undefined ? undefined : 'missing-dependency'
  }

  /** The clock a client has with what has been looked at. */
  #clockOf(client: number): number {
    return this.#clocks.get(client) ?? this.known(client)
  }

  protected known(client: number): number {
    return Y.getState(this.#view.doc.store, client)
  }

  #takeStruct(struct: Struct): GateRefusal | undefined {
    const { client, clock } = struct.id
    const end = clock + struct.length
    if (struct instanceof Y.Skip) return 'gap'
    const next = this.#clockOf(client)
    if (clock > next) return 'gap'
    if (!Number.isSafeInteger(end) || struct.length > MAX_LENGTH) return 'clock-overflow'
    const owner = this.#view.owner(client)
    if (owner !== undefined && owner !== this.#view.member) return 'forged-client'
    this.#advance(client, next, end)
    if (struct instanceof Y.GC) return undefined
    return this.takeItem(struct)
  }

  #advance(client: number, from: number, to: number): void {
    this.#writes = true
    this.#clocks.set(client, to)
    const last = this.ranges.at(-1)
    if (last?.client === client && last.clock + last.length === from) last.length += to - from
    else this.ranges.push({ client, clock: from, length: to - from })
  }

  #takeDeletes(deletes: {
    readonly clients: Map<number, readonly { clock: number; len: number }[]>
  }): GateRefusal | undefined {
    for (const [client, ranges] of deletes.clients) {
      let reached = 0
      for (const { clock, len } of ranges) {
        const end = clock + len
        // Yjs writes them in order; going over the same structs again and again is only work for us.
        if (clock < reached) return 'malformed'
        reached = end
        if (end > this.#clockOf(client)) return 'future-delete'
        const refusal = this.#takeDeletedRange(client, clock, Math.min(end, this.known(client)))
        if (refusal !== undefined) return refusal
        this.takeBack(client, Math.max(clock, this.known(client)), end)
      }
    }
    return undefined
  }

  #takeDeletedRange(client: number, from: number, to: number): GateRefusal | undefined {
    const structs = this.#view.doc.store.clients.get(client) ?? []
    for (let clock = from; clock < to; ) {
      const item = structs[Y.findIndexSS(structs, clock)]
      if (item === undefined) return 'future-delete'
      if (item instanceof Y.Item && !item.deleted) {
        const refusal = this.takeDeleted(item)
        if (refusal !== undefined) return refusal
        this.#writes = true
      }
      clock = item.id.clock + item.length
    }
    return undefined
  }
}
