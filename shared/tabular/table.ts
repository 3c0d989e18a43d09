/** A table as a file holds it: nothing here knows columns, sheets or formats. */

/** What reading a file gives: every cell as text, rows and cells from 0, blank lines included so that line n of the file is `rows[n - 1]`. */
export interface TextTable {
  readonly name: string
  readonly rows: readonly (readonly string[])[]
}

/** What a file was found to be. `source` says whether bare numbers in date columns may be a spreadsheet's day serials. */
export interface FileTables {
  readonly encoding: string
  readonly source: 'excel' | 'text'
  readonly tables: readonly TextTable[]
}

/**
 * A cell to be written: a text (never taken for a formula), a number, a day `YYYY-MM-DD`, or a clock time `YYYY-MM-DDTHH:MM:SS`
 * without zone; formats that have dates write these two as dates.
 */
export type FileCell = string | number | null | { readonly day: string } | { readonly clock: string }

/** The text of a typed cell, for formats that have only text. */
export const cellText = (cell: FileCell): string => {
  if (cell === null) return ''
  if (typeof cell !== 'object') return String(cell)
  return 'day' in cell ? cell.day : cell.clock.replace('T', ' ').replace(/:00$/, '')
}

/** `A` … `XFD`: how a spreadsheet names its n-th column, from 0. */
export function columnLetter(index: number): string {
  let letters = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}
