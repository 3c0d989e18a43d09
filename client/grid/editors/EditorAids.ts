import type { CellEdit, Scalar } from '../../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { inSlices } from '../../find/inSlices.ts'
import { PinyinWords } from './PinyinWords.ts'

/** The places of China, loaded. */
export type Places = typeof import('../../../shared/places/divisions.ts')

/** Texts offered at most for one column. */
const MOST_TEXTS = 2_000

/** What the editors of one sheet on screen share: words by pinyin, the places, what a column holds already, and what they write beside their cell. */
export class EditorAids {
  readonly pinyin = new PinyinWords()
  /** Names of the hub's organizations, as far as the person may know them. */
  organizations: readonly string[] = []
  #places: Places | undefined
  #loading: Promise<Places | undefined> | undefined
  readonly #beside = new Map<string, readonly CellEdit[]>()

  /** The places when they are there, else undefined. */
  get places(): Places | undefined {
    return this.#places
  }

  /** Fetches the places, once; undefined when they cannot be had. */
  loadPlaces(): Promise<Places | undefined> {
    this.#loading ??= import('../../../shared/places/divisions.ts').then(
      places => {
        this.#places = places
        return places
      },
      () => {
        // Offline: a place is typed by hand; the next editor tries again.
        this.#loading = undefined
        return undefined
      },
    )
    return this.#loading
  }

  /** Notes what an editor of this cell will write into others of its row when it is closed; nothing takes back what was noted for it before. */
  setBeside(row: string, column: string, edits: readonly CellEdit[]): void {
    const key = `${row}:${column}`
    if (edits.length > 0) this.#beside.set(key, edits)
    else this.#beside.delete(key)
  }

  /** What the editor of this cell noted; it is forgotten with this. */
  takeBeside(row: string, column: string): readonly CellEdit[] {
    const key = `${row}:${column}`
    const edits = this.#beside.get(key) ?? []
    this.#beside.delete(key)
    return edits
  }

  /** The different texts this column holds, the most frequent first; counted in slices. */
  async textsOf(sheet: SheetDocument, column: string, signal: AbortSignal): Promise<readonly string[]> {
    return (await inSlices(collect(sheet, column), signal)) ?? []
  }
}

function* collect(sheet: SheetDocument, column: string): Generator<number, readonly string[]> {
  const times = new Map<string, number>()
  const rows = sheet.rows()
  for (const [index, row] of rows.entries()) {
    const value: Scalar = sheet.value(row, column)
    if (typeof value === 'string' && value !== '') times.set(value, (times.get(value) ?? 0) + 1)
    if (index % 256 === 0) yield index / rows.length
  }
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_TEXTS)
    .map(([text]) => text)
}
