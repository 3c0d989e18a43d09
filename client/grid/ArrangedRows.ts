/**
 * The rows of a sheet as the view on screen shows them, for the grid: which pass, in what order, under which group lines. The arranging itself
 * is shared/views; here it meets the grid's row nodes (VIEW-4, VIEW-5).
 */
import type { GridApi, IRowNode } from 'ag-grid-community'
import type { Column } from '../../shared/schema/column.ts'
import { deskColumn } from '../../shared/schema/deskColumns.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { SheetChange } from '../../shared/sheet/SheetDocument.ts'
import { type ArrangedSheet, Arranger } from '../../shared/views/Arranger.ts'
import type { TestSetting } from '../../shared/views/cellTest.ts'
import { type ColorRule, PLAIN_VIEW, type ViewContent } from '../../shared/views/content.ts'
import { groupLine, type Lines, layOut } from '../../shared/views/lines.ts'
import { rowColor } from '../../shared/views/rowColor.ts'
import { createValueStore } from '../ui/valueStore.ts'
import { type RowRef, rowOf } from './RowRef.ts'

/** The columns of a sheet and what the meaning of their cells depends on. */
export interface ViewSetting extends TestSetting {
  readonly columns: readonly Column[]
}

const NOTHING: ReadonlySet<string> = new Set()

export class ArrangedRows {
  /** Group line → its rows, folded away or not. */
  readonly counts = createValueStore<ReadonlyMap<string, number>>(new Map())
  /** Lines of the groups that are folded. */
  readonly folded = createValueStore<ReadonlySet<string>>(NOTHING)
  #sheet: ArrangedSheet
  #arranger: Arranger
  #content = PLAIN_VIEW
  #setting: ViewSetting | undefined
  #lines: Lines | undefined
  #color: ReturnType<typeof rowColor> | undefined
  #columns: ReadonlySet<string> = NOTHING

  constructor(sheet: ArrangedSheet) {
    this.#sheet = sheet
    this.#arranger = new Arranger(sheet)
  }

  /** Arranges by this view from now on; says whether other group lines may be needed. */
  configure(content: ViewContent, setting: ViewSetting): void {
    if (content.group !== this.#content.group) this.folded.set(NOTHING)
    this.#content = content
    this.#setting = setting
    this.#arranger.configure(content, setting.columns, setting)
    this.#color = content.colors.length === 0 ? undefined : rowColor(content.colors, setting.columns, setting)
    this.#columns = new Set([...this.#arranger.columns, ...content.colors.map(({ column }) => column)])
    this.#lines = undefined
  }

  /** The sheet is another document now. */
  replace(sheet: ArrangedSheet): void {
    this.#sheet = sheet
    this.#arranger = new Arranger(sheet)
    this.#lines = undefined
    if (this.#setting !== undefined) this.configure(this.#content, this.#setting)
  }

  /** These rows are not what they were. */
  touch(rows: Iterable<string>): void {
    this.#arranger.touch(rows)
  }

  /** Whether rows are left out, moved or grouped. */
  get active(): boolean {
    return this.#arranger.active
  }

  get filtering(): boolean {
    return this.#arranger.filtering
  }

  get groupColumn(): string | undefined {
    return this.#arranger.groupColumn
  }

  /** Whether a row that changed like this may have to move, go, come or take another colour. */
  concerns(change: ReadonlySet<string>): boolean {
    for (const column of change)
      if (this.#columns.has(column) || (column.startsWith('_') && deskColumn(column) === undefined))
        return this.#columns.size > 0
    return false
  }

  /** The rows that pass, in order, without group lines and whatever is folded. */
  rows(): readonly string[] {
    return this.active ? this.#arranger.rows() : this.#sheet.rows()
  }

  passes(line: RowRef): boolean {
    const row = rowOf(line)
    return row === undefined || this.#arranger.passes(row)
  }

  /** The lines of all groups there are, to be given to the grid beside the rows. */
  groupLines(): readonly string[] {
    return this.groupColumn === undefined ? [] : [...layOut(this.#arranger, NOTHING).counts.keys()]
  }

  /** The line of the group a row belongs to now; undefined without groups. */
  lineOf(row: string): string | undefined {
    const column = this.groupColumn
    if (column === undefined) return undefined
    const value = this.#sheet.value(row, column)
    return groupLine(value === '' ? null : value)
  }

  /** The rule that colours a row. */
  colorOf(row: string): ColorRule | undefined {
    return this.#color?.(column => this.#sheet.value(row, column))
  }

  /** How many rows pass; undefined when the grid's own count says it. */
  get shown(): number | undefined {
    return this.#lines?.rowCount
  }

  /** The number that the row at this place on screen has, group lines not counted. */
  numberAt(index: number): number {
    const places = this.#lines?.groupPlaces ?? []
    let low = 0
    let high = places.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((places[middle] ?? 0) < index) low = middle + 1
      else high = middle
    }
    return index + 1 - low
  }

  /** Folds a group away or opens it again; the grid is to be told. */
  toggle(line: string): void {
    const folded = new Set(this.folded.get())
    if (!folded.delete(line)) folded.add(line)
    this.folded.set(folded)
  }

  /** Folds all groups or opens all. */
  foldAll(wanted: boolean): void {
    this.folded.set(wanted ? new Set(this.groupLines()) : NOTHING)
  }

  /** Puts the nodes that passed the filters in the view's order, in place, with the lines of the groups between them. */
  arrange(nodes: IRowNode<RowRef>[], api: Pick<GridApi<RowRef>, 'getRowNode' | 'isQuickFilterPresent'>): void {
    this.#lines = undefined
    if (!this.active) return
    if (!this.#arranger.ordering) return
    const found = api.isQuickFilterPresent() ? new Set(nodes.map(({ id }) => id)) : undefined
    const lines = layOut(this.#arranger, this.folded.get(), found === undefined ? undefined : row => found.has(row))
    let place = 0
    for (const id of lines.ids) {
      const node = api.getRowNode(id)
      if (node !== undefined) nodes[place++] = node
    }
    nodes.length = place
    this.#lines = lines
    if (!sameCounts(lines.counts, this.counts.get())) this.counts.set(lines.counts)
  }

  /** What a column's cells hold and how often, most frequent first; undefined when there are more than `most` different ones. */
  distinct(column: string, most: number): ReadonlyMap<Scalar, number> | undefined {
    const counts = new Map<Scalar, number>()
    for (const row of this.#sheet.rows()) {
      const value = this.#sheet.value(row, column)
      const key = value === '' ? null : value
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if (counts.size > most) return undefined
    }
    return counts
  }
}

/** The rows and columns a change names. */
export const rowsOfChange = ({ added, removed, updated }: SheetChange): readonly string[] => [
  ...added,
  ...removed,
  ...updated.keys(),
]

const sameCounts = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean =>
  a.size === b.size && [...a].every(([line, count]) => b.get(line) === count)
