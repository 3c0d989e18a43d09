/** The open conflicts of the sheet on screen, kept true (docs/SPEC.md TIME-12, TIME-13). */
import type { Conflict } from '../../shared/protocol/time.ts'
import type { SheetChange } from '../../shared/sheet/SheetDocument.ts'
import type { CellPlace } from '../grid/RowRef.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { createValueStore } from '../ui/valueStore.ts'

/** Changes come in bursts; the server is asked once for all of them, after this many milliseconds. */
const GATHER = 300
/** After a question without an answer it is asked again in this many milliseconds. */
const AGAIN = 10_000

/** Asks the server for the open conflicts of the sheet. */
export type AskConflicts = (signal: AbortSignal) => Promise<readonly Conflict[]>

export class ConflictWatch {
  /** Those of rows that are there and whose lost value does not stand again, newest first. */
  readonly open = createValueStore<readonly Conflict[]>([])
  readonly #view: SheetView
  readonly #ask: AskConflicts
  #told: readonly Conflict[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking: AbortController | undefined
  /** A cell in conflict was changed; once that is on the server's disk it may be settled. */
  #touched = false

  constructor(view: SheetView, ask: AskConflicts) {
    this.#view = view
    this.#ask = ask
  }

  /** Asks, and goes on asking whenever the answer may be another. Returns how to stop. */
  start(): () => void {
    const { session } = this.#view
    const stops = [
      session.onConflicts(() => this.refresh()),
      session.subscribe(() => this.#saved()),
      this.#view.onChange(change => this.#changed(change)),
    ]
    this.refresh()
    return () => {
      for (const stop of stops) stop()
      clearTimeout(this.#timer)
      this.#asking?.abort()
    }
  }

  /** The answer may be another: asks soon. */
  refresh(after = GATHER): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#askNow(), after)
  }

  /** The conflict a person meets next going on from a cell, in the order of the rows on screen; those the filters hide come last. */
  next(from: CellPlace | undefined): Conflict | undefined {
    const rank = ({ row }: CellPlace): number => this.#view.rowNumber(row) ?? Number.MAX_SAFE_INTEGER
    const here = from === undefined ? 0 : rank(from)
    const inOrder = this.open.get().toSorted((a, b) => rank(a) - rank(b) || (a.column < b.column ? -1 : 1))
    const at = inOrder.findIndex(({ row, column }) => row === from?.row && column === from.column)
    const after = at === -1 ? inOrder.find(conflict => rank(conflict) >= here) : inOrder[at + 1]
    return after ?? inOrder[0]
  }

  async #askNow(): Promise<void> {
    this.#asking?.abort()
    const asking = new AbortController()
    this.#asking = asking
    try {
      const told = await this.#ask(asking.signal)
      if (asking.signal.aborted) return
      this.#told = told
      this.#tell()
    } catch {
      // Nothing is known anew; what is on screen stays, and the next answer puts it right.
      if (!asking.signal.aborted) this.refresh(AGAIN)
    }
  }

  #changed(change: SheetChange | undefined): void {
    if (change === undefined) return this.refresh()
    if (this.#told.length === 0) return
    const rows = new Set([...change.added, ...change.removed, ...change.updated.keys()])
    if (!this.#told.some(({ row }) => rows.has(row))) return
    this.#touched = true
    this.#tell()
    queueMicrotask(() => this.#saved())
  }

  #saved(): void {
    if (!this.#touched || this.#view.session.saveState().kind !== 'saved') return
    this.#touched = false
    this.refresh()
  }

  #tell(): void {
    const { sheet } = this.#view.session
    const open = this.#told.filter(
      ({ row, column, lost }) => sheet.has(row) && !sheet.isDeleted(row) && sheet.value(row, column) !== lost.value,
    )
    const before = this.open.get()
    if (open.length !== before.length || open.some((conflict, i) => conflict !== before[i])) this.open.set(open)
  }
}
