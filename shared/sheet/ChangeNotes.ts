/**
 * What one transaction touched, and what of that may look different afterwards (docs/SPEC.md SHEET-9): a fold moves values from an overlay into the
 * base, which is no change to anybody.
 */
import type * as Y from 'yjs'
import type { BlockRow } from './blocks.ts'
import { cellKey, cellOfKey, ROW_EXISTS, type Scalar } from './cell.ts'

/** The cells members have written since a fold: cell key → value. */
export type Generation = Y.Map<Scalar>

/** A generation by its number, which grows. */
export interface LivingGeneration {
  readonly number: number
  readonly cells: Generation
}

/** A row as its block holds it. */
export interface BaseRow {
  readonly block: string
  /** Whether rows of this block may be deleted, or elsewhere than their place says. */
  readonly marked: boolean
  readonly values: BlockRow
  /** Column id → index into `values`. */
  readonly columns: ReadonlyMap<string, number>
  readonly impliedOrder: string
}

/** What must be known of the sheet as it is after the transaction. */
interface Overlaid {
  /** Living generations, newest first. */
  readonly living: readonly { readonly cells: Generation }[]
  value(row: string, column: string): Scalar
}

/** What may look different after a transaction. */
export interface Touched {
  /** Row → columns whose visible value may be another now. */
  readonly cells: ReadonlyMap<string, ReadonlySet<string>>
  /** Rows that are wholly new and that `cells` says nothing of, in the order of their blocks: an import, or the first load of the sheet. */
  readonly fresh: readonly BaseRow[]
}

/** Gathers what the events of one transaction touch. */
export class ChangeNotes {
  readonly #cells = new Map<string, Set<string>>()
  /** Rows no block held before. Nearly all rows of a sheet come this way, so they cost next to nothing. */
  readonly #fresh = new Map<string, BaseRow>()
  readonly #base = new Map<string, readonly [before: BaseRow | undefined, now: BaseRow | undefined]>()
  readonly #folded: LivingGeneration[] = []

  get empty(): boolean {
    return this.#cells.size === 0 && this.#fresh.size === 0 && this.#base.size === 0 && this.#folded.length === 0
  }

  noteCell(key: string): void {
    const { row, column } = cellOfKey(key)
    this.#note(row, column)
  }

  /** A row that no block held a moment ago; within this transaction it may have come from another block. */
  noteFresh(base: BaseRow): void {
    const [row] = base.values
    const noted = this.#base.get(row)
    if (noted === undefined) this.#fresh.set(row, base)
    else this.#base.set(row, [noted[0], base])
  }

  noteBase(row: string, before: BaseRow | undefined, now: BaseRow | undefined): void {
    this.#fresh.delete(row)
    this.#base.set(row, [this.#base.get(row)?.[0] ?? before, now])
  }

  noteFolded(number: number, cells: Generation): void {
    this.#folded.push({ number, cells })
  }

  /** A fold that changed nothing visible leaves nothing here. */
  changed(sheet: Overlaid): Touched {
    const folded = this.#foldedValues()
    for (const [key, old] of folded) {
      // A newer generation that has the key hid the folded value before, too.
      if (sheet.living.some(({ cells }) => cells.has(key))) continue
      const { row, column } = cellOfKey(key)
      if (sheet.value(row, column) !== old) this.#note(row, column)
    }
    for (const [row, [before, now]] of this.#base) this.#compareBase(sheet, folded, row, before, now)
    return { cells: this.#cells, fresh: this.#freshRows(sheet, folded) }
  }

  /** The fresh rows, less those that somebody had added before a fold put them into a block: they are compared. */
  #freshRows(sheet: Overlaid, folded: ReadonlyMap<string, Scalar>): readonly BaseRow[] {
    const overlaid = folded.size > 0 || sheet.living.some(({ cells }) => cells._map.size > 0)
    if (!overlaid) return [...this.#fresh.values()]
    const fresh: BaseRow[] = []
    for (const [row, base] of this.#fresh) {
      const key = cellKey(row, ROW_EXISTS)
      if (folded.has(key) || sheet.living.some(({ cells }) => cells.has(key)))
        this.#compareBase(sheet, folded, row, undefined, base)
      else if (!this.#cells.has(row)) fresh.push(base)
      else this.#note(row, ROW_EXISTS)
    }
    return fresh
  }

  #compareBase(
    sheet: Overlaid,
    folded: ReadonlyMap<string, Scalar>,
    row: string,
    before: BaseRow | undefined,
    now: BaseRow | undefined,
  ): void {
    if (before === undefined || now === undefined) {
      if (!folded.has(cellKey(row, ROW_EXISTS)) || now === undefined) this.#note(row, ROW_EXISTS)
    }
    for (const column of new Set([...(before?.columns.keys() ?? []), ...(now?.columns.keys() ?? [])])) {
      const old = baseCell(before, column)
      if (old === baseCell(now, column)) continue
      const key = cellKey(row, column)
      if (folded.has(key) || sheet.living.some(({ cells }) => cells.has(key))) continue
      this.#note(row, column)
    }
  }

  /** What the deleted generations held, the newest winning. Their items are marked deleted but not yet collected while observers run. */
  #foldedValues(): ReadonlyMap<string, Scalar> {
    const values = new Map<string, Scalar>()
    for (const { cells } of this.#folded.toSorted((a, b) => a.number - b.number))
      for (const [key, item] of cells._map) {
        const value: unknown = item.content.getContent().at(-1)
        values.set(key, (value ?? null) as Scalar)
      }
    return values
  }

  #note(row: string, column: string): void {
    const columns = this.#cells.get(row)
    if (columns === undefined) this.#cells.set(row, new Set([column]))
    else columns.add(column)
  }
}

const baseCell = (row: BaseRow | undefined, column: string): Scalar => {
  const index = row?.columns.get(column)
  return index === undefined ? null : ((row?.values[index] as Scalar | undefined) ?? null)
}
