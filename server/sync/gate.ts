/**
 * The gate: looks at a member's update before Yjs does (docs/SPEC.md SYNC-5 … SYNC-9). Decoding first is what keeps a 7-byte update from
 * allocating 261 MB; looking at every struct is what keeps one member from writing as another, into the base, or outside the sheet's columns.
 * It reads Yjs internals (struct store, item parents): yjs is pinned exactly and tests/server/sync/gate.test.ts runs on every upgrade.
 */
import * as Y from 'yjs'
import { isScalar, ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar, splitCellKey } from '../../shared/sheet/cell.ts'
import { isOrderKey } from '../../shared/sheet/order.ts'
import type { Generation } from '../../shared/sheet/SheetDocument.ts'

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

type Struct = Y.Item | Y.GC | Y.Skip

/** The generation has been folded, or the item was collected: the edit is accepted and will not show. */
const GONE = Symbol('gone')
type Target = string | typeof GONE

/** Looks at `update` (Yjs v1). Gives a reason, or what applying it will touch. Never throws, never changes the document. */
export function inspect(update: Uint8Array, view: GateView): GateRefusal | Accepted {
  let decoded: ReturnType<typeof Y.decodeUpdate>
  try {
    decoded = Y.decodeUpdate(update)
  } catch {
    return 'malformed'
  }
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
    ranges: [] as { client: number; clock: number; length: number }[],
    dead: [] as { client: number; clock: number }[],
  }
  /** Whether the update would change anything at all. */
  writes = false
  readonly #view: GateView
  /** What the structs of this update stand for, by `client:clock`. */
  readonly #own = new Map<string, Target>()
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
      const queue = left.get(struct.id.client)
      if (queue === undefined) left.set(struct.id.client, [struct])
      else queue.push(struct)
    }
    const waiting = new Map<number, Set<number>>()
    const ready = [...left.keys()]
    for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
      const outcome = this.#takeQueue(left.get(client) ?? [], left)
      if (typeof outcome === 'string') return outcome
      if (outcome.progress) for (const other of waiting.get(client) ?? []) ready.push(other)
      if (outcome.progress) waiting.delete(client)
      if (outcome.waitsFor !== undefined)
        waiting.set(outcome.waitsFor, (waiting.get(outcome.waitsFor) ?? new Set()).add(client))
    }
    return [...left.values()].some(queue => queue.length > 0) ? 'missing-dependency' : undefined
  }

  /** Takes a client's structs from the end of its queue until one has to wait for another client. */
  #takeQueue(
    queue: Struct[],
    left: ReadonlyMap<number, readonly Struct[]>,
  ): GateRefusal | { readonly progress: boolean; readonly waitsFor?: number } {
    let progress = false
    for (let struct = queue.at(-1); struct !== undefined; struct = queue.at(-1)) {
      const lacks = this.#lacks(struct)
      if (lacks !== undefined)
        return (left.get(lacks)?.length ?? 0) > 0 && lacks !== struct.id.client
          ? { progress, waitsFor: lacks }
          : 'missing-dependency'
      const refusal = this.#takeStruct(struct)
      if (refusal !== undefined) return refusal
      queue.pop()
      progress = true
    }
    return { progress }
  }

  /** The client whose structs this one builds on and that are not here yet. */
  #lacks(struct: Struct): number | undefined {
    if (!(struct instanceof Y.Item) || struct.id.clock + struct.length <= this.#known(struct.id.client))
      return undefined
    const parent: unknown = struct.parent
    const needs = struct.origin ?? struct.rightOrigin ?? (parent instanceof Y.ID ? parent : null)
    return needs !== null && needs.clock >= (this.#clocks.get(needs.client) ?? this.#known(needs.client))
      ? needs.client
      : undefined
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
    const known = this.#known(client)
    const end = clock + struct.length
    if (end <= known) return undefined
    if (struct instanceof Y.Skip) return 'gap'
    const next = this.#clocks.get(client) ?? known
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
    for (let i = 0; i < item.length; i++) this.#own.set(`${client}:${clock + i}`, target)
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
    this.accepted.touched.set(key, [...others, { ...write, unseen: earlier?.unseen ?? this.#unseen(item, key) }])
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
    if (this.#own.has(`${parent.client}:${parent.clock}`)) return { refusal: 'nested-type' }
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
    const own = this.#own.get(`${id.client}:${id.clock}`)
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
    if (!this.#newRows.has(cell.row) && !this.#view.hasRow(cell.row)) return { refusal: 'bad-key' }
    if (item.content instanceof Y.ContentDeleted) return undefined
    if (item.content instanceof Y.ContentType) return { refusal: 'nested-type' }
    if (!(item.content instanceof Y.ContentAny)) return { refusal: 'bad-content' }
    const value: unknown = item.content.arr[0]
    return item.content.arr.length === 1 && isScalar(value) && fits(cell.column, value)
      ? value
      : { refusal: 'bad-value' }
  }

  /** Whether the cell holds something, in the same generation, that this edit's author had not been shown. */
  #unseen(item: Y.Item, key: string): boolean {
    for (const { cells } of this.#view.living) {
      const current = cells._map.get(key)
      if (current === undefined || current.deleted) continue
      return item.origin === null || !Y.compareIDs(item.origin, current.lastId)
    }
    return false
  }

  takeDeletes(deletes: {
    readonly clients: Map<number, readonly { clock: number; len: number }[]>
  }): GateRefusal | undefined {
    const emptied = new Set<string>()
    for (const [client, ranges] of deletes.clients)
      for (const { clock, len } of ranges) {
        const end = clock + len
        if (end > (this.#clocks.get(client) ?? this.#known(client))) return 'future-delete'
        const refusal = this.#takeDeletedRange(client, clock, Math.min(end, this.#known(client)), emptied)
        if (refusal !== undefined) return refusal
      }
    this.accepted.deleted.push(...emptied)
    return undefined
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

/** What the reserved columns may hold. */
function fits(column: string, value: Scalar): boolean {
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
