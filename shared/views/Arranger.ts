/**
 * The rows of a sheet as a view shows them: those that pass its filters, sorted, in groups. Kept up to date change by change: a changed row is
 * looked at alone and put in its new place, so that hundreds of edits a second cost next to nothing (docs/SPEC.md VIEW-4).
 */
import type { Column } from '../schema/column.ts'
import type { Scalar } from '../sheet/cell.ts'
import { type Compare, cellOrder } from './cellOrder.ts'
import { type CellTest, cellTest, isBlank, type TestSetting } from './cellTest.ts'
import type { ViewContent } from './content.ts'

/** What of a sheet the arranger reads. SheetDocument is one. */
export interface ArrangedSheet {
  /** Living rows in order. */
  rows(): readonly string[]
  has(row: string): boolean
  isDeleted(row: string): boolean
  value(row: string, column: string): Scalar
  /** Sorts as `rows()` does, equal keys by id. */
  order(row: string): string
}

/** A row that passes. */
export interface ArrangedRow {
  readonly row: string
  /** What it is sorted by: the group first when there are groups, then each sort. */
  readonly keys: readonly Scalar[]
}

interface Dimension {
  readonly column: string
  readonly compare: Compare
}

/** From this many changed rows on (or a quarter of all) sorting anew is cheaper than placing each. */
const SORT_ANEW = 2_000

export class Arranger {
  readonly #sheet: ArrangedSheet
  readonly #dirty = new Set<string>()
  #stale = true
  #tests: readonly { readonly column: string; readonly holds: CellTest }[] = []
  #dimensions: readonly Dimension[] = []
  #group: string | undefined
  #columns: ReadonlySet<string> = new Set()
  #entries = new Map<string, ArrangedRow>()
  #order: readonly ArrangedRow[] = []

  constructor(sheet: ArrangedSheet) {
    this.#sheet = sheet
  }

  /** Arranges by this view from now on. Columns that the sheet does not have are passed over. */
  configure(content: ViewContent, columns: readonly Column[], setting: TestSetting): void {
    const known = new Map(columns.map(column => [column.id, column]))
    this.#tests = content.filters.flatMap(filter => {
      const column = known.get(filter.column)
      return column === undefined ? [] : [{ column: column.id, holds: cellTest(column, filter.condition, setting) }]
    })
    const group = content.group === null ? undefined : known.get(content.group)
    const sorts = content.sorts.flatMap(sort => {
      const column = known.get(sort.column)
      return column === undefined
        ? []
        : [{ column: column.id, compare: cellOrder(column, setting.language, sort.descending) }]
    })
    this.#group = group?.id
    this.#dimensions =
      group === undefined ? sorts : [{ column: group.id, compare: groupOrder(group, setting) }, ...sorts]
    this.#columns = new Set([...this.#tests, ...this.#dimensions].map(({ column }) => column))
    this.#stale = true
  }

  /** Whether rows are left out, moved or grouped at all. */
  get active(): boolean {
    return this.#columns.size > 0
  }

  get filtering(): boolean {
    return this.#tests.length > 0
  }

  /** Whether the rows stand otherwise than in the sheet. */
  get ordering(): boolean {
    return this.#dimensions.length > 0
  }

  /** The column whose values make the groups. */
  get groupColumn(): string | undefined {
    return this.#group
  }

  /** The columns whose cells decide where a row is. */
  get columns(): ReadonlySet<string> {
    return this.#columns
  }

  /** These rows are not what they were: changed, new, moved or gone. */
  touch(rows: Iterable<string>): void {
    if (this.#stale) return
    for (const row of rows) this.#dirty.add(row)
  }

  /** Nothing is known any more: the sheet is another one, or very much of it changed. */
  forget(): void {
    this.#stale = true
  }

  passes(row: string): boolean {
    this.#settle()
    return this.#entries.has(row)
  }

  /** The rows that pass, in order. The same array until something changes. */
  entries(): readonly ArrangedRow[] {
    this.#settle()
    return this.#order
  }

  /** Their ids. */
  rows(): readonly string[] {
    return this.entries().map(({ row }) => row)
  }

  /** The value a row is grouped by; `null` for an empty cell, undefined for a row that does not pass. */
  groupOf(row: string): Scalar | undefined {
    this.#settle()
    return this.#entries.get(row)?.keys[0]
  }

  #settle(): void {
    if (this.#stale || this.#dirty.size > Math.max(SORT_ANEW, this.#order.length / 4)) this.#rebuild()
    else if (this.#dirty.size > 0) this.#replace()
    this.#stale = false
    this.#dirty.clear()
  }

  #rebuild(): void {
    const entries: ArrangedRow[] = []
    for (const row of this.#sheet.rows()) {
      const entry = this.#entryOf(row)
      if (entry !== undefined) entries.push(entry)
    }
    this.#entries = new Map(entries.map(entry => [entry.row, entry]))
    this.#order = this.#dimensions.length === 0 ? entries : this.#sorted(entries)
  }

  /** Sorts entries that come in sheet order. Each distinct value is compared once; after that rows are compared by whole numbers. */
  #sorted(entries: readonly ArrangedRow[]): ArrangedRow[] {
    const ranks = this.#dimensions.map(({ compare }, i) => ranksOf(entries, i, compare))
    const places = Uint32Array.from(entries, (_, i) => i)
    places.sort((a, b) => {
      for (const rank of ranks) {
        const found = (rank[a] ?? 0) - (rank[b] ?? 0)
        if (found !== 0) return found
      }
      return a - b
    })
    return Array.from(places, place => entries[place]).filter(entry => entry !== undefined)
  }

  /** Takes the changed rows out and puts each in where it belongs now. */
  #replace(): void {
    const dirty = this.#dirty
    const rest = this.#order.filter(({ row }) => !dirty.has(row))
    const moved: ArrangedRow[] = []
    for (const row of dirty) {
      const entry = this.#isLive(row) ? this.#entryOf(row) : undefined
      if (entry === undefined) this.#entries.delete(row)
      else {
        this.#entries.set(row, entry)
        moved.push(entry)
      }
    }
    moved.sort((a, b) => this.#compare(a, b))
    const order: ArrangedRow[] = []
    let taken = 0
    for (const entry of moved) {
      const place = this.#placeIn(rest, entry, taken)
      for (; taken < place; taken++) order.push(rest[taken] as ArrangedRow)
      order.push(entry)
    }
    for (; taken < rest.length; taken++) order.push(rest[taken] as ArrangedRow)
    this.#order = order
  }

  /** The first place at or after `from` whose entry comes behind this one. */
  #placeIn(order: readonly ArrangedRow[], entry: ArrangedRow, from: number): number {
    let low = from
    let high = order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#compare(order[middle] as ArrangedRow, entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #compare(a: ArrangedRow, b: ArrangedRow): number {
    for (let i = 0; i < this.#dimensions.length; i++) {
      const found = this.#dimensions[i]?.compare(a.keys[i] ?? null, b.keys[i] ?? null) ?? 0
      if (found !== 0) return found
    }
    const [orderA, orderB] = [this.#sheet.order(a.row), this.#sheet.order(b.row)]
    if (orderA !== orderB) return orderA < orderB ? -1 : 1
    return a.row < b.row ? -1 : a.row > b.row ? 1 : 0
  }

  #isLive(row: string): boolean {
    return this.#sheet.has(row) && !this.#sheet.isDeleted(row)
  }

  #entryOf(row: string): ArrangedRow | undefined {
    for (const { column, holds } of this.#tests) if (!holds(this.#sheet.value(row, column))) return undefined
    return { row, keys: this.#dimensions.map(({ column }) => filledOrNull(this.#sheet.value(row, column))) }
  }
}

const filledOrNull = (value: Scalar): Scalar => (isBlank(value) ? null : value)

/** Groups in the order of their column; values that sort alike but are not the same are still two groups. */
function groupOrder(column: Column, { language }: TestSetting): Compare {
  const compare = cellOrder(column, language)
  return (a, b) => {
    if (a === b) return 0
    const found = compare(a, b)
    if (found !== 0) return found
    const [textA, textB] = [JSON.stringify(a), JSON.stringify(b)]
    return textA < textB ? -1 : textA > textB ? 1 : 0
  }
}

/** For each entry the rank of its value in this dimension; values that compare equal have one rank. */
function ranksOf(entries: readonly ArrangedRow[], dimension: number, compare: Compare): Uint32Array {
  const distinct = [...new Set(entries.map(({ keys }) => keys[dimension] ?? null))].sort(compare)
  const ranks = new Map<Scalar, number>()
  let rank = 0
  distinct.forEach((value, i) => {
    const before = distinct[i - 1]
    if (before !== undefined && compare(before, value) !== 0) rank++
    ranks.set(value, rank)
  })
  return Uint32Array.from(entries, ({ keys }) => ranks.get(keys[dimension] ?? null) ?? 0)
}
