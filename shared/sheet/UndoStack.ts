/**
 * Own undo, by value (docs/SPEC.md UNDO-1 … UNDO-7): a step remembers what each cell held before and after; undoing writes `before` forward
 * where the cell still holds `after` and no colleague has written it since, and leaves every other cell. It knows no Yjs, so it survives folds.
 */
import { type CellEdit, cellKey, type Scalar } from './cell.ts'

/** One cell of a step. */
export interface UndoCell {
  readonly row: string
  readonly column: string
  readonly before: Scalar
  readonly after: Scalar
}

/** What kind of wish a step was, for saying so; rows added and deleted are seen from its cells. */
export type WishKind = 'edit' | 'paste' | 'cut' | 'fill' | 'clear' | 'replace' | 'restore'

/** Everything one wish changed: a typed cell, a paste, a deleted row. Its cells are never empty. */
export interface UndoStep {
  readonly kind: WishKind
  readonly cells: readonly UndoCell[]
}

/** What undoing or redoing a step comes to: the edits to write, and the cells left because a colleague has changed them since. */
export interface UndoPlan {
  readonly step: UndoStep
  readonly edits: readonly CellEdit[]
  readonly left: readonly { readonly row: string; readonly column: string }[]
}

/** A step with the cells in it that a colleague has written since. */
interface Entry {
  readonly step: UndoStep
  readonly foreign: Set<string>
}

/** Steps kept; older ones are forgotten. */
const DEPTH = 500

const UNDO = (cell: UndoCell): readonly [from: Scalar, to: Scalar] => [cell.after, cell.before]
const REDO = (cell: UndoCell): readonly [from: Scalar, to: Scalar] => [cell.before, cell.after]

export class UndoStack {
  readonly #done: Entry[] = []
  #undone: Entry[] = []
  /** Cell key → the steps that hold it. */
  readonly #byCell = new Map<string, Set<Entry>>()
  readonly #value: (row: string, column: string) => Scalar

  /** `value` reads a cell as it is now. */
  constructor(value: (row: string, column: string) => Scalar) {
    this.#value = value
  }

  /** The step `undo()` would take back; undefined when there is none. */
  get nextUndo(): UndoStep | undefined {
    return this.#done.at(-1)?.step
  }

  /** The step `redo()` would do again; undefined when there is none. */
  get nextRedo(): UndoStep | undefined {
    return this.#undone.at(-1)?.step
  }

  /** What `undo()` would come to now. */
  planUndo(): UndoPlan | undefined {
    return this.#plan(this.#done.at(-1), UNDO)
  }

  /** What `redo()` would come to now. */
  planRedo(): UndoPlan | undefined {
    return this.#plan(this.#undone.at(-1), REDO)
  }

  /** Remembers a step just written. What had been undone can no longer be redone. */
  push(cells: readonly UndoCell[], kind: WishKind = 'edit'): void {
    if (cells.length === 0) return
    for (const entry of this.#undone) this.#forget(entry)
    this.#undone = []
    const entry: Entry = { step: { kind, cells }, foreign: new Set() }
    this.#done.push(entry)
    for (const { row, column } of cells) {
      const key = cellKey(row, column)
      const entries = this.#byCell.get(key)
      if (entries === undefined) this.#byCell.set(key, new Set([entry]))
      else entries.add(entry)
    }
    const oldest = this.#done.length > DEPTH ? this.#done.shift() : undefined
    if (oldest !== undefined) this.#forget(oldest)
  }

  /** Whether a step remembers this cell: only of those a colleague's writing is worth noting. */
  holds(row: string, column: string): boolean {
    return this.#byCell.has(cellKey(row, column))
  }

  /** A colleague has written this cell: no step from before may change it any more, whatever it holds. */
  noteForeign(row: string, column: string): void {
    const key = cellKey(row, column)
    for (const entry of this.#byCell.get(key) ?? []) entry.foreign.add(key)
  }

  /** Takes the newest step back; the caller writes `edits`. `undefined` when there is none. */
  undo(): UndoPlan | undefined {
    const entry = this.#done.pop()
    if (entry === undefined) return undefined
    this.#undone.push(entry)
    return this.#plan(entry, UNDO)
  }

  /** Does the newest undone step again. */
  redo(): UndoPlan | undefined {
    const entry = this.#undone.pop()
    if (entry === undefined) return undefined
    this.#done.push(entry)
    return this.#plan(entry, REDO)
  }

  #plan(
    entry: Entry | undefined,
    direction: (cell: UndoCell) => readonly [from: Scalar, to: Scalar],
  ): UndoPlan | undefined {
    if (entry === undefined) return undefined
    const edits: CellEdit[] = []
    const left: { row: string; column: string }[] = []
    for (const cell of entry.step.cells) {
      const { row, column } = cell
      const [from, to] = direction(cell)
      if (!entry.foreign.has(cellKey(row, column)) && this.#value(row, column) === from)
        edits.push({ row, column, value: to })
      else left.push({ row, column })
    }
    return { step: entry.step, edits, left }
  }

  #forget(entry: Entry): void {
    for (const { row, column } of entry.step.cells) {
      const key = cellKey(row, column)
      const entries = this.#byCell.get(key)
      entries?.delete(entry)
      if (entries?.size === 0) this.#byCell.delete(key)
    }
  }
}
