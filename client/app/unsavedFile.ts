/** The edits that only this device has, as a csv file a person can take along before signing out (PHONE-11). */
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { type Language, plainCell } from '../../shared/schema/format.ts'
import { RESERVED_COLUMNS, ROW_GONE } from '../../shared/sheet/cell.ts'
import { CSV_START, csvLines } from '../../shared/tabular/csv.ts'
import type { UnsavedEdit } from '../sync/localCopies.ts'

export interface FileWords {
  /** The header: sheet, row, column, content. */
  readonly headers: readonly [string, string, string, string]
  /** What stands for the content of a deleted row. */
  readonly deleted: string
}

/** One line a cell, formatted by its column; what the page's own columns mean is left out, except that a row was deleted. */
export function unsavedFile(
  edits: readonly UnsavedEdit[],
  sheets: readonly SheetInfo[],
  language: Language,
  words: FileWords,
): string {
  const lines = edits.flatMap(({ document, row, column: id, value }) => {
    const sheet = sheets.find(info => info.document === document)
    const column = sheet?.columns.find(other => other.id === id)
    const title = sheet?.title ?? document
    if (id === ROW_GONE && value === true) return [[title, row, '', words.deleted]]
    if (RESERVED_COLUMNS.has(id)) return []
    const text = column === undefined ? String(value ?? '') : plainCell(column, value, language, 'UTC')
    return [[title, row, column?.label[language] ?? id, text]]
  })
  return CSV_START + csvLines([[...words.headers], ...lines])
}
