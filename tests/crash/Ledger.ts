/** What was promised: every edit that came back to its author, and every edit somebody else saw. It lives in the test and outlives the hub. */
import { ROW_EXISTS, type Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'

/** A cell only this edit ever writes. */
export interface Edit {
  readonly row: string
  readonly column: string
  readonly value: Scalar
}

/** An item of GET history, as far as it matters here. */
export interface HistoryEntry {
  readonly row: string
  readonly column: string
  readonly new: Scalar
  readonly won: boolean
}

const keyOf = ({ row, column }: { readonly row: string; readonly column: string }): string => `${row}:${column}`

export class Ledger {
  readonly written = new Map<string, Edit>()
  readonly acknowledged = new Set<string>()
  readonly seen = new Set<string>()

  /** How many edits somebody was promised. */
  get promised(): number {
    return new Set([...this.acknowledged, ...this.seen]).size
  }

  write(edits: readonly Edit[]): void {
    for (const edit of edits) this.written.set(keyOf(edit), edit)
  }

  acknowledge(edits: readonly Edit[]): void {
    for (const edit of edits) this.acknowledged.add(keyOf(edit))
  }

  /** A reader's sheet shows these rows anew: what of it are edits of ours is seen. Gives how many. */
  see(sheet: SheetDocument, rows: Iterable<string>): number {
    const before = this.seen.size
    for (const row of rows)
      for (const column of [ROW_EXISTS, ...Object.keys(sheet.cells(row))])
        if (this.written.get(keyOf({ row, column }))?.value === sheet.value(row, column))
          this.seen.add(keyOf({ row, column }))
    return this.seen.size - before
  }

  /** The promised edits (or all that were ever written) which these rows do not hold. */
  missing(rows: ReadonlyMap<string, Readonly<Record<string, Scalar>>>, which: 'promised' | 'written'): string[] {
    const keys = which === 'written' ? this.written.keys() : new Set([...this.acknowledged, ...this.seen])
    return [...keys].filter(key => {
      const edit = this.written.get(key)
      const cells = edit === undefined ? undefined : rows.get(edit.row)
      return cells === undefined || (edit?.column !== ROW_EXISTS && cells[edit?.column ?? ''] !== edit?.value)
    })
  }

  /** The promised edits (or all that were written) which are not in the history exactly once, with how often they are. */
  miscounted(history: readonly HistoryEntry[], which: 'promised' | 'written'): string[] {
    const counts = new Map<string, number>()
    for (const entry of history)
      if (entry.won && this.written.get(keyOf(entry))?.value === entry.new)
        counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1)
    const keys = which === 'written' ? this.written.keys() : new Set([...this.acknowledged, ...this.seen])
    return [...keys].filter(key => counts.get(key) !== 1).map(key => `${key} ${counts.get(key) ?? 0} times`)
  }
}
