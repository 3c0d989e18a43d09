/**
 * The gate: looks at a member's update before Yjs does (docs/SPEC.md SYNC-5 … SYNC-9). Decoding first is what keeps a 7-byte update from
 * allocating 261 MB; looking at every struct is what keeps one member from writing as another, into the base, or outside the sheet's columns.
 * It reads Yjs internals (struct store, item parents): yjs is pinned exactly and tests/server/sync/gate.test.ts runs on every upgrade.
 */
import * as Y from 'yjs'
import { isScalar, ROW_EXISTS, type Scalar, splitCellKey } from '../../shared/sheet/cell.ts'
import type { Generation } from '../../shared/sheet/SheetDocument.ts'
import { contentRefusal, fits, mayName } from './gateRules.ts'
import { type Accepted, type GateRefusal, type Struct, StructGate, type StructView } from './structGate.ts'

/** A cell an update writes: by which struct (its identity for ever), the value it wants, and whether its author had seen what it replaces. */
export interface Touch {
  readonly client: number
  readonly clock: number
  /** What the edit says; undefined when the author has overwritten or deleted it again within the same update. */
  readonly value: Scalar | undefined
  readonly unseen: boolean
}

export interface SheetAccepted extends Accepted {
  /** Cell key → the last write of each client id in the update (two tabs of one member may come in one). */
  readonly touched: ReadonlyMap<string, readonly Touch[]>
  /** Cells emptied by a bare delete. */
  readonly deleted: readonly string[]
  /** Touched cells of which only a deletion is left, in the place of a value: emptied just the same. */
  readonly emptied: readonly string[]
}

/** What the gate must know of the sheet and the member. */
export interface GateView extends StructView {
  /** Generations that still count; the newest first. */
  readonly living: ReadonlyArray<{ readonly cells: Generation }>
  hasRow(row: string): boolean
  hasColumn(column: string): boolean
}

/** Longest cell key: row id, colon, column id. */
const MAX_KEY = 128

/** The generation has been folded, or the item was collected: the edit is accepted and will not show. */
const GONE = Symbol('gone')
type Target = string | typeof GONE

/** Looks at `update` (Yjs v1). Gives a reason, or what applying it will touch. Never throws, never changes the document. */
export function inspect(update: Uint8Array, view: GateView): GateRefusal | SheetAccepted {
  const inspection = new Inspection(view)
  return inspection.look(update) ?? inspection.accepted
}

class Inspection extends StructGate<Target> {
  readonly #touched = new Map<string, readonly Touch[]>()
  readonly #dead: { client: number; clock: number }[] = []
  /** Cells in which something is deleted by the update's delete set. */
  readonly #emptied = new Set<string>()
  readonly #view: GateView
  /** Touched cells whose value an item of this update takes the place of, for all we can tell before Yjs has decided. */
  readonly #replaced = new Set<string>()
  readonly #newRows = new Set<string>()

  constructor(view: GateView) {
    super(view)
    this.#view = view
  }

  get accepted(): SheetAccepted {
    const touched = this.#touched
    return {
      touched,
      deleted: [...this.#emptied],
      emptied: [...this.#replaced].filter(key => touched.get(key)?.every(touch => touch.value === undefined)),
      ranges: this.ranges,
      dead: this.#dead,
    }
  }

  protected override expect(struct: Struct): void {
    if (!(struct instanceof Y.Item) || struct.parentSub === null) return
    const cell = splitCellKey(struct.parentSub)
    if (cell?.column === ROW_EXISTS) this.#newRows.add(cell.row)
  }

  protected takeItem(item: Y.Item): GateRefusal | undefined {
    const target = this.#target(item)
    if (typeof target === 'object') return target.refusal
    const { client, clock } = item.id
    this.own.add(client, clock, item.length, target)
    const refusal = contentRefusal(item.content)
    if (refusal !== undefined) return refusal
    if (target === GONE) {
      if (item.content instanceof Y.ContentAny) this.#dead.push({ client, clock: clock + item.length - 1 })
      return undefined
    }
    const value = this.#value(item, target)
    if (typeof value === 'object' && value !== null) return value.refusal
    this.#touch(target, { client, clock: clock + item.length - 1, value }, item)
    return undefined
  }

  #touch(key: string, write: Pick<Touch, 'client' | 'clock' | 'value'>, item: Y.Item): void {
    const touches = this.#touched.get(key) ?? []
    const earlier = touches.find(touch => touch.client === write.client)
    const others = touches.filter(touch => touch !== earlier)
    const current = this.#current(key)
    const unseen = current !== undefined && (item.origin === null || !Y.compareIDs(item.origin, current.lastId))
    // Of two edits that had not seen each other the one with the higher client id stands.
    if (current !== undefined && (!unseen || write.client > current.id.client)) this.#replaced.add(key)
    this.#touched.set(key, [...others, { ...write, unseen: earlier?.unseen ?? unseen }])
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
    if (this.own.get(parent.client, parent.clock) !== undefined) return { refusal: 'nested-type' }
    if (parent.clock >= this.known(parent.client)) return { refusal: 'missing-dependency' }
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
    const own = this.own.get(id.client, id.clock)
    if (own !== undefined) return own
    if (id.clock >= this.known(id.client)) return undefined
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

  /** What this update both writes and deletes is nothing its author wants in the cell. */
  protected override takeBack(client: number, from: number, to: number): void {
    for (const target of this.own.within(client, from, to)) {
      if (target === GONE) continue
      const touches = this.#touched.get(target) ?? []
      const taken = (touch: Touch) => touch.client === client && touch.clock >= from && touch.clock < to
      if (touches.some(taken))
        this.#touched.set(
          target,
          touches.map(touch => (taken(touch) ? { ...touch, value: undefined } : touch)),
        )
    }
  }

  /** An overwritten cell is in the delete set too; only a cell nothing is written to is emptied. */
  protected takeDeleted(item: Y.Item): GateRefusal | undefined {
    const target = this.#targetOfItem(item)
    if (target === undefined) return 'forbidden-delete'
    if (target !== GONE && !this.#touched.has(target)) this.#emptied.add(target)
    return undefined
  }
}
