/**
 * The gate: looks at a member's update before Yjs does (docs/SPEC.md SYNC-5 … SYNC-9). Decoding first is what keeps a 7-byte update from
 * allocating 261 MB; looking at every struct is what keeps one member from writing as another, into the base, or outside the sheet's columns.
 * It reads Yjs internals (struct store, item parents): yjs is pinned exactly and tests/server/sync/gate.test.ts runs on every upgrade.
 */
import * as Y from 'yjs'
import { isScalar, ROW_EXISTS, type Scalar, splitCellKey } from '../../shared/sheet/cell.ts'
import type { Generation } from '../../shared/sheet/SheetDocument.ts'
import { contentRefusal, decode, fits, mayName } from './gateRules.ts'
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

/** A cell an update writes: by which struct (its identity for ever), the value it wants, and whether its author had seen what it replaces. */
export interface Touch {
  readonly client: number
  readonly clock: number
  /** What the edit says; undefined when the author has overwritten or deleted it again within the same update. */
  readonly value: Scalar | undefined
  readonly unseen: boolean
}

export interface Accepted {
  /** Cell key → the last write of each client id in the update (two tabs of one member may come in one). */
  readonly touched: ReadonlyMap<string, readonly Touch[]>
  /** Cells emptied by a bare delete. */
  readonly deleted: readonly string[]
  /** Touched cells of which only a deletion is left, in the place of a value: emptied just the same. */
  readonly emptied: readonly string[]
  /** Struct ranges that are new to the document. */
  readonly ranges: ReadonlyArray<{ readonly client: number; readonly clock: number; readonly length: number }>
  /** Clocks of edits whose generation has been folded meanwhile: they will not show, their author writes them again. */
  readonly dead: ReadonlyArray<{ readonly client: number; readonly clock: number }>
}

/** What the gate must know of the sheet and the member. */
export interface GateView {
  readonly doc: Y.Doc
  /** Generations that still count; the newest first. */
  readonly living: ReadonlyArray<{ readonly cells: Generation }>
  readonly member: string
  readonly mayEdit: boolean
  /** Whose client id this is; undefined when nobody has shown it yet. */
  owner(client: number): string | undefined
  hasRow(row: string): boolean
  hasColumn(column: string): boolean
}

/** Longest cell key: row id, colon, column id. */
const MAX_KEY = 128
/** Structs one update may stand for. */
const MAX_LENGTH = 100_000
/** Client ids an update may bring news of: the tabs one member has had open while offline. Yjs' work grows with their square. */
const MAX_CLIENTS = 256

type Struct = Y.Item | Y.GC | Y.Skip

/** The generation has been folded, or the item was collected: the edit is accepted and will not show. */
const GONE = Symbol('gone')
type Target = string | typeof GONE

/** Looks at `update` (Yjs v1). Gives a reason, or what applying it will touch. Never throws, never changes the document. */
export function inspect(update: Uint8Array, view: GateView): GateRefusal | Accepted {
  const decoded = decode(update)
  if (decoded === undefined) return 'malformed'
  const inspection = new Inspection(view)
  return (
    inspection.takeStructs(decoded.structs) ??
    inspection.takeDeletes(decoded.ds) ??
    (inspection.writes && !view.mayEdit ? 'read-only' : inspection.accepted)
  )
}

class Inspection {
  readonly accepted = {
    touched: new Map<string, readonly Touch[]>(),
    deleted: [] as string[],
    emptied: [] as string[],
    ranges: [] as { client: number; clock: number; length: number }[],
    dead: [] as { client: number; clock: number }[],
  }
  /** Whether the update would change anything at all. */
  writes = false
  readonly #view: GateView
  /** What the structs of this update stand for. */
  readonly #own = new IdRanges<Target>()
  /** Touched cells whose value an item of this update takes the place of, for all we can tell before Yjs has decided. */
  readonly #replaced = new Set<string>()
  /** The clock each client will have after what has been looked at. */
  readonly #clocks = new Map<number, number>()
  readonly #newRows = new Set<string>()

  constructor(view: GateView) {
    this.#view = view
  }

  /** Structs come by client, and one client's may build on another's in the same update: whoever waits goes on when the other has come so far. */
  takeStructs(structs: readonly Struct[]): GateRefusal | undefined {
    for (const struct of structs) this.#noteNewRow(struct)
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
    return struct.id.clock + struct.length <= this.#known(struct.id.client)
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
    return this.#clocks.get(client) ?? this.#known(client)
  }

  #known(client: number): number {
    return Y.getState(this.#view.doc.store, client)
  }

  #noteNewRow(struct: Struct): void {
    if (!(struct instanceof Y.Item) || struct.parentSub === null) return
    const cell = splitCellKey(struct.parentSub)
    if (cell?.column === ROW_EXISTS) this.#newRows.add(cell.row)
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
    return this.#takeItem(struct)
  }

  #advance(client: number, from: number, to: number): void {
    this.writes = true
    this.#clocks.set(client, to)
    const last = this.accepted.ranges.at(-1)
    if (last?.client === client && last.clock + last.length === from) last.length += to - from
    else this.accepted.ranges.push({ client, clock: from, length: to - from })
  }

  #takeItem(item: Y.Item): GateRefusal | undefined {
    const target = this.#target(item)
    if (typeof target === 'object') return target.refusal
    const { client, clock } = item.id
    this.#own.add(client, clock, item.length, target)
    const refusal = contentRefusal(item.content)
    if (refusal !== undefined) return refusal
    if (target === GONE) {
      if (item.content instanceof Y.ContentAny) this.accepted.dead.push({ client, clock: clock + item.length - 1 })
      return undefined
    }
    const value = this.#value(item, target)
    if (typeof value === 'object' && value !== null) return value.refusal
    this.#touch(target, { client, clock: clock + item.length - 1, value }, item)
    return undefined
  }

  #touch(key: string, write: Pick<Touch, 'client' | 'clock' | 'value'>, item: Y.Item): void {
    const touches = this.accepted.touched.get(key) ?? []
    const earlier = touches.find(touch => touch.client === write.client)
    const others = touches.filter(touch => touch !== earlier)
    const current = this.#current(key)
    const unseen = current !== undefined && (item.origin === null || !Y.compareIDs(item.origin, current.lastId))
    // Of two edits that had not seen each other the one with the higher client id stands.
    if (current !== undefined && (!unseen || write.client > current.id.client)) this.#replaced.add(key)
    this.accepted.touched.set(key, [...others, { ...write, unseen: earlier?.unseen ?? unseen }])
  }

  /** The cell an item writes, GONE, or why it may not be. */
  #target(item: Y.Item): Target | { readonly refusal: GateRefusal } {
    const neighbour = item.origin ?? item.rightOrigin
    if (neighbour !== null) {
      const target = this.#targetOfId(neighbour)
      return target ?? { refusal: 'missing-dependency' }
    }
    // A struct read from an update names its parent by id or by root name; yjs types it as the integrated form.
    const parent: unknown = item.parent
    if (typeof parent === 'string') return { refusal: 'foreign-root' }
    if (!(parent instanceof Y.ID)) return { refusal: 'bad-parent' }
    if (this.#own.get(parent.client, parent.clock) !== undefined) return { refusal: 'nested-type' }
    if (parent.clock >= this.#known(parent.client)) return { refusal: 'missing-dependency' }
    const holder = Y.getItem(this.#view.doc.store, parent)
    if (!(holder instanceof Y.Item) || holder.deleted) return GONE
    if (!this.#isLiving(holder.content) || item.parentSub === null) return { refusal: 'bad-parent' }
    return item.parentSub
  }

  #isLiving(content: unknown): boolean {
    return content instanceof Y.ContentType && this.#view.living.some(({ cells }) => cells === content.type)
  }

  /** What an id already known (to this update or the document) stands for; undefined when it is not known. */
  #targetOfId(id: Y.ID): Target | { readonly refusal: GateRefusal } | undefined {
    const own = this.#own.get(id.client, id.clock)
    if (own !== undefined) return own
    if (id.clock >= this.#known(id.client)) return undefined
    return this.#targetOfItem(Y.getItem(this.#view.doc.store, id)) ?? { refusal: 'bad-parent' }
  }

  /** The cell an integrated item belongs to, GONE, or undefined when it is no cell (a generation, a block). */
  #targetOfItem(item: unknown): Target | undefined {
    if (!(item instanceof Y.Item)) return GONE
    const parent = item.parent
    if (!(parent instanceof Y.AbstractType)) return GONE
    if (parent._item?.deleted) return GONE
    const living = this.#view.living.some(({ cells }) => cells === parent)
    return living && item.parentSub !== null ? item.parentSub : undefined
  }

  /** The value an item wants in its cell, undefined when its author has taken it back already, or why it may not be there. */
  #value(item: Y.Item, key: string): Scalar | undefined | { readonly refusal: GateRefusal } {
    const cell = key.length <= MAX_KEY ? splitCellKey(key) : undefined
    if (cell === undefined || !this.#view.hasColumn(cell.column)) return { refusal: 'bad-key' }
    if (!this.#view.hasRow(cell.row) && !(this.#newRows.has(cell.row) && mayName(cell.row)))
      return { refusal: 'bad-key' }
    if (!(item.content instanceof Y.ContentAny)) return undefined
    const value: unknown = item.content.arr[0]
    return item.content.arr.length === 1 && isScalar(value) && fits(cell.column, value)
      ? value
      : { refusal: 'bad-value' }
  }

  /** The item that gives a cell its value in the newest generation that has it; undefined when the base does. */
  #current(key: string): Y.Item | undefined {
    for (const { cells } of this.#view.living) {
      const current = cells._map.get(key)
      if (current !== undefined && !current.deleted) return current
    }
    return undefined
  }

  takeDeletes(deletes: {
    readonly clients: Map<number, readonly { clock: number; len: number }[]>
  }): GateRefusal | undefined {
    const emptied = new Set<string>()
    for (const [client, ranges] of deletes.clients) {
      let reached = 0
      for (const { clock, len } of ranges) {
        const end = clock + len
        // Yjs writes them in order; going over the same structs again and again is only work for us.
        if (clock < reached) return 'malformed'
        reached = end
        if (end > this.#clockOf(client)) return 'future-delete'
        const refusal = this.#takeDeletedRange(client, clock, Math.min(end, this.#known(client)), emptied)
        if (refusal !== undefined) return refusal
        this.#takeBack(client, Math.max(clock, this.#known(client)), end)
      }
    }
    for (const key of emptied) this.accepted.deleted.push(key)
    for (const key of this.#replaced)
      if (this.accepted.touched.get(key)?.every(touch => touch.value === undefined)) this.accepted.emptied.push(key)
    return undefined
  }

  /** What this update both writes and deletes is nothing its author wants in the cell. */
  #takeBack(client: number, from: number, to: number): void {
    for (const target of this.#own.within(client, from, to)) {
      if (target === GONE) continue
      const touches = this.accepted.touched.get(target) ?? []
      const taken = (touch: Touch) => touch.client === client && touch.clock >= from && touch.clock < to
      if (touches.some(taken))
        this.accepted.touched.set(
          target,
          touches.map(touch => (taken(touch) ? { ...touch, value: undefined } : touch)),
        )
    }
  }

  /** An overwritten cell is in the delete set too; only a cell nothing is written to is emptied. */
  #takeDeletedRange(client: number, from: number, to: number, emptied: Set<string>): GateRefusal | undefined {
    const structs = this.#view.doc.store.clients.get(client) ?? []
    for (let clock = from; clock < to; ) {
      const item = structs[Y.findIndexSS(structs, clock)]
      if (item === undefined) return 'future-delete'
      if (item instanceof Y.Item && !item.deleted) {
        const target = this.#targetOfItem(item)
        if (target === undefined) return 'forbidden-delete'
        this.writes = true
        if (target !== GONE && !this.accepted.touched.has(target)) emptied.add(target)
      }
      clock = item.id.clock + item.length
    }
    return undefined
  }
}
