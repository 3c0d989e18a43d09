/**
 * Own undo, by value (docs/SPEC.md UNDO-1 … UNDO-4): a step remembers what each cell held before and after; undoing writes `before` forward
 * where the cell still holds `after`, and leaves every cell a colleague has changed since. It knows no Yjs, so it survives folds.
 */
import type { CellEdit, Scalar } from './cell.ts'

/** One cell of a step. */
export interface UndoCell {
  readonly row: string
  readonly column: string
  readonly before: Scalar
  readonly after: Scalar
}

/** Everything one wish changed: a typed cell, a paste, a deleted row. Never empty. */
export type UndoStep = readonly UndoCell[]

/** What undoing or redoing a step comes to: the edits to write, and the cells left because they hold another value now. */
export interface UndoPlan {
  readonly step: UndoStep
  readonly edits: readonly CellEdit[]
  readonly left: readonly { readonly row: string; readonly column: string }[]
}

/** Steps kept; older ones are forgotten. */
const DEPTH = 500

export class UndoStack {
  readonly #done: UndoStep[] = []
  readonly #undone: UndoStep[] = []
  readonly #value: (row: string, column: string) => Scalar

  /** `value` reads a cell as it is now. */
  constructor(value: (row: string, column: string) => Scalar) {
    this.#value = value
  }

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  get canRedo(): boolean {
    return this.#undone.length > 0
  }

  /** Remembers a step just written. What had been undone can no longer be redone. */
  push(step: UndoStep): void {
    if (step.length === 0) return
    this.#done.push(step)
    if (this.#done.length > DEPTH) this.#done.shift()
    this.#undone.length = 0
  }

  /** Takes the newest step back; the caller writes `edits`. `undefined` when there is none. */
  undo(): UndoPlan | undefined {
    const step = this.#done.pop()
    if (step === undefined) return undefined
    this.#undone.push(step)
    return this.#plan(step, cell => [cell.after, cell.before])
  }

  /** Does the newest undone step again. */
  redo(): UndoPlan | undefined {
    const step = this.#undone.pop()
    if (step === undefined) return undefined
    this.#done.push(step)
    return this.#plan(step, cell => [cell.before, cell.after])
  }

  #plan(step: UndoStep, direction: (cell: UndoCell) => readonly [from: Scalar, to: Scalar]): UndoPlan {
    const edits: CellEdit[] = []
    const left: { row: string; column: string }[] = []
    for (const cell of step) {
      const [from, to] = direction(cell)
      if (this.#value(cell.row, cell.column) === from) edits.push({ row: cell.row, column: cell.column, value: to })
      else left.push({ row: cell.row, column: cell.column })
    }
    return { step, edits, left }
  }
}
