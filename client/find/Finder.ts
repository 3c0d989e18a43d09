/**
 * What is looked for on one sheet and where it was found (docs/SPEC.md FIND-1 … FIND-6). Outside React; the bar and the grid follow the stores.
 * The rows and columns on screen are searched, in their order, in slices; nothing is hidden by it.
 */
import type { Column } from '../../shared/schema/column.ts'
import { formatCell, type Language, plainCell } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { CellPlace } from '../grid/RowRef.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { createValueStore } from '../ui/valueStore.ts'
import { inSlices } from './inSlices.ts'
import { type FindQuery, isMatch, patternOf } from './textMatch.ts'

export type FindScope = 'sheet' | 'column' | 'selection'

export interface FindSetting extends FindQuery {
  readonly mode: 'closed' | 'find' | 'replace'
  readonly by: string
  readonly scope: FindScope
  /** Only the rows with a match are shown: the quick filter. */
  readonly onlyMatching: boolean
}

export interface FindOutcome {
  /** Cells found. */
  readonly count: number
  /** Which of them the person is at, from 1; 0 while at none. */
  readonly at: number
  /** Part of the rows searched so far, 0 to 1; undefined when all are. */
  readonly progress: number | undefined
}

/** The columns of the sheet and how their cells read. */
export interface Reading {
  readonly columns: readonly Column[]
  readonly language: Language
  readonly zone: string
}

/** The cells that are looked through: the rows as ids in their order, and the columns. */
export interface Field {
  readonly rows: readonly string[]
  readonly columns: readonly Column[]
}

const NOTHING: FindOutcome = { count: 0, at: 0, progress: undefined }
const CLOSED: FindSetting = {
  mode: 'closed',
  words: '',
  by: '',
  caseSensitive: false,
  whole: false,
  scope: 'sheet',
  onlyMatching: false,
}
/** Milliseconds after a colleague's edit before the cells are counted anew. */
const AGAIN = 2_000

export class Finder {
  readonly setting = createValueStore<FindSetting>(CLOSED)
  readonly outcome = createValueStore<FindOutcome>(NOTHING)
  readonly view: SheetView
  reading: Reading
  #found: readonly CellPlace[] = []
  #pattern: RegExp | undefined
  /** The cells a narrower scope was chosen for; going to a match moves the person, not these. */
  #field: Field | undefined
  #running = new AbortController()
  #again: ReturnType<typeof setTimeout> | undefined
  #stop: () => void = () => undefined

  constructor(view: SheetView, reading: Reading) {
    this.view = view
    this.reading = reading
  }

  /** Follows the sheet from now on. */
  start(): void {
    this.#stop = this.view.onChange(() => this.#later())
  }

  destroy(): void {
    this.#stop()
    this.#running.abort()
    clearTimeout(this.#again)
    this.#again = undefined
  }

  /** Opens the bar; words selected nowhere yet are those of the last time. */
  open(mode: 'find' | 'replace'): void {
    const many = (this.view.selection.get()?.rows.length ?? 0) > 1
    this.set({ mode, scope: mode === 'replace' && many ? 'selection' : 'sheet' })
  }

  close(): void {
    this.set({ mode: 'closed', onlyMatching: false })
    const place = this.view.cell.get()
    if (place !== undefined) this.view.reveal(place)
  }

  /** Changes what is looked for, and looks. */
  set(change: Partial<FindSetting>): void {
    const before = this.setting.get()
    const next = { ...before, ...change }
    if (next.scope !== before.scope || next.mode !== before.mode) this.#field = undefined
    this.setting.set(next)
    const quick = next.onlyMatching ? next.words : ''
    if (quick !== (before.onlyMatching ? before.words : '')) this.view.find(quick)
    void this.search()
  }

  /** The pattern looked for; undefined while the bar is closed or empty. */
  get pattern(): RegExp | undefined {
    return this.#pattern
  }

  /** Looks through the cells again. Resolves when all are, or when another search has taken its place. */
  async search(): Promise<void> {
    this.#running.abort()
    clearTimeout(this.#again)
    this.#again = undefined
    const { mode } = this.setting.get()
    const pattern = mode === 'closed' ? undefined : patternOf(this.setting.get())
    this.#pattern = pattern
    this.#mark()
    if (pattern === undefined) {
      this.#found = []
      this.outcome.set(NOTHING)
      return
    }
    const running = new AbortController()
    this.#running = running
    const found = await inSlices(this.#scan(this.field(), pattern), running.signal, progress =>
      this.outcome.set({ ...this.outcome.get(), progress }),
    )
    if (found === undefined) return
    this.#found = found
    this.outcome.set({ count: found.length, at: this.#placeOf(this.view.cell.get()) + 1, progress: undefined })
  }

  /** Goes to the next match after the cell the person is in, round the end; the keyboard stays in the bar. */
  step(direction: 1 | -1): void {
    const found = this.#found
    if (found.length === 0) return
    const at = this.#nextFrom(this.view.cell.get(), direction)
    const place = found[at]
    if (place === undefined) return
    this.goTo(place)
    this.outcome.set({ count: found.length, at: at + 1, progress: undefined })
  }

  /** Brings a cell into view and makes it the one the person is in, without taking the keyboard along. */
  goTo(place: CellPlace): void {
    const api = this.view.grid.get()
    const index = api?.getRowNode(place.row)?.rowIndex
    if (api === undefined || typeof index !== 'number') return
    this.view.enter(place)
    api.ensureIndexVisible(index)
    api.ensureColumnVisible(place.column)
    this.#mark()
  }

  /** The cells the scope means. A selection or a column stays what it was when it was chosen. */
  field(): Field {
    const { scope } = this.setting.get()
    if (scope !== 'sheet' && this.#field !== undefined) return this.#field
    const shown = this.view.range.displayed()
    const among = (ids: readonly string[]): Column[] =>
      ids.flatMap(id => this.reading.columns.filter(column => column.id === id))
    const rows: string[] = []
    for (let index = 0; index < shown.rowCount; index++) {
      const row = shown.rowAt(index)
      if (row !== undefined) rows.push(row)
    }
    const cell = this.view.cell.get()
    const selection = this.view.selection.get()
    if (scope === 'selection' && selection !== undefined)
      this.#field = { rows: selection.rows, columns: among(selection.columns) }
    else if (scope === 'column' && cell !== undefined) this.#field = { rows, columns: among([cell.column]) }
    else return { rows, columns: among(shown.columns) }
    return this.#field
  }

  /** The text of a cell in which the pattern matches: as it is edited, else as it is shown; undefined when in neither. */
  matchingText(column: Column, value: Scalar, pattern: RegExp): string | undefined {
    if (value === null || value === '') return undefined
    const { language, zone } = this.reading
    const plain = plainCell(column, value, language, zone)
    if (isMatch(pattern, plain)) return plain
    if (typeof value !== 'number') return undefined
    const shown = formatCell(column, value, language, zone)
    return isMatch(pattern, shown) ? shown : undefined
  }

  *#scan({ rows, columns }: Field, pattern: RegExp): Generator<number, readonly CellPlace[]> {
    const { sheet } = this.view.session
    const found: CellPlace[] = []
    for (const [index, row] of rows.entries()) {
      const cells = sheet.cells(row)
      for (const column of columns) {
        const value = cells[column.id]
        if (value !== undefined && this.matchingText(column, value, pattern) !== undefined)
          found.push({ row, column: column.id })
      }
      if (index % 32 === 0) yield index / rows.length
    }
    return found
  }

  /** Shows in the grid which cells match; the person's own among them stands out. */
  #mark(): void {
    const pattern = this.#pattern
    this.view.markFound(
      pattern === undefined
        ? undefined
        : ({ row, column }) => {
            const schema = this.reading.columns.find(({ id }) => id === column)
            const value = this.view.session.sheet.value(row, column)
            if (schema === undefined || this.matchingText(schema, value, pattern) === undefined) return undefined
            const cell = this.view.cell.get()
            return cell?.row === row && cell.column === column ? 'current' : 'found'
          },
    )
  }

  #placeOf(cell: CellPlace | undefined): number {
    return cell === undefined
      ? -1
      : this.#found.findIndex(({ row, column }) => row === cell.row && column === cell.column)
  }

  /** The index of the match next to a cell in the order on screen, round the end. */
  #nextFrom(cell: CellPlace | undefined, direction: 1 | -1): number {
    const found = this.#found
    const here = this.#placeOf(cell)
    if (here >= 0) return (here + direction + found.length) % found.length
    const shown = this.view.range.displayed()
    const order = (place: CellPlace): number =>
      (shown.indexOf(place.row) ?? 0) * (shown.columns.length + 1) + shown.columns.indexOf(place.column)
    const from = cell === undefined ? -1 : order(cell)
    const after = found.findIndex(place => order(place) > from)
    if (direction === 1) return after < 0 ? 0 : after
    return ((after < 0 ? found.length : after) - 1 + found.length) % found.length
  }

  #later(): void {
    if (this.#pattern === undefined || this.#again !== undefined) return
    this.#again = setTimeout(() => void this.search(), AGAIN)
  }
}
