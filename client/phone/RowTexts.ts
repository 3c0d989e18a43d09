/** The rows of a sheet as texts to look for words in. A row is read once and again after it changed: 100,000 rows are searched at once. */
import type { Column } from '../../shared/schema/column.ts'
import { formatCell, type Language } from '../../shared/schema/format.ts'
import type { SheetChange, SheetDocument } from '../../shared/sheet/SheetDocument.ts'

export class RowTexts {
  readonly #texts = new Map<string, string>()
  readonly #columns: ReadonlyMap<string, Column>
  readonly #language: Language
  readonly #zone: string

  constructor(columns: readonly Column[], language: Language, zone: string) {
    this.#columns = new Map(columns.map(column => [column.id, column]))
    this.#language = language
    this.#zone = zone
  }

  /** Whether the row has all of these words, each in any of its cells. `words` as `wordsOf` gives them. */
  has(sheet: SheetDocument, row: string, words: readonly string[]): boolean {
    let text = this.#texts.get(row)
    if (text === undefined) {
      text = this.#read(sheet, row)
      this.#texts.set(row, text)
    }
    const all = text
    return words.every(word => all.includes(word))
  }

  /** Forgets what this change may have made another text; everything without one. */
  forget(change: SheetChange | undefined): void {
    if (change === undefined) return this.#texts.clear()
    for (const row of [...change.updated.keys(), ...change.added, ...change.removed]) this.#texts.delete(row)
  }

  #read(sheet: SheetDocument, row: string): string {
    const cells = Object.entries(sheet.cells(row)).map(([id, value]) => {
      const column = this.#columns.get(id)
      return column === undefined ? '' : formatCell(column, value, this.#language, this.#zone)
    })
    return cells.join('\n').normalize('NFKC').toLowerCase()
  }
}

/** What a person typed to find something, as single words. */
export const wordsOf = (typed: string): readonly string[] =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '')
