/** Workbooks. The only file that knows the spreadsheet library (docs/SPEC.md FILE-4 … FILE-6); runs in a worker on the server. */
import { type CellValue, readXlsx as parseWorkbook, type Sheet, XLSX_MAX_ROWS_PER_SHEET, XlsxStreamWriter } from 'hucre'
import { HubError } from '../protocol/errors.ts'
import type { FileCell, TextTable } from './table.ts'
import { checkZipDirectory } from './zipDirectory.ts'

/** Cells of one table that are read at most, blank ones inside its rectangle included: 200,000 rows of 30 columns. */
export const MAX_TABLE_CELLS = 6_000_000
/** Rows of one table in a workbook, its header included: Excel's own limit. */
export const MAX_WORKBOOK_ROWS = XLSX_MAX_ROWS_PER_SHEET

/**
 * Every visible or hidden table of a workbook as texts. Dates as `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`; a formula gives the value it last had,
 * or itself where the file keeps none; a merged cell's value stands in every line it covers.
 * Throws HubError `bad-file` or `too-large` naming file and table.
 */
export async function readXlsx(bytes: Uint8Array, fileName: string): Promise<TextTable[]> {
  checkZipDirectory(bytes, fileName)
  let sheets: readonly Sheet[]
  try {
    sheets = (await parseWorkbook(bytes, { sheets: info => info.veryHidden !== true })).sheets
  } catch (error) {
    throw new HubError('bad-file', `${fileName}: ${error instanceof Error ? error.message : 'not a workbook'}.`, {
      cause: error,
    })
  }
  if (sheets.length === 0) throw new HubError('bad-file', `${fileName}: there is no table in it.`)
  return sheets.map(sheet => ({ name: sheet.name, rows: textsOf(sheet, fileName) }))
}

function textsOf(sheet: Sheet, fileName: string): string[][] {
  const width = sheet.rows.reduce((most, row) => Math.max(most, row.length), 0)
  if (width * sheet.rows.length > MAX_TABLE_CELLS) {
    throw new HubError(
      'too-large',
      `${fileName}, ${sheet.name}: ${sheet.rows.length} lines of ${width} columns, at most ${MAX_TABLE_CELLS} cells are read.`,
    )
  }
  const rows = sheet.rows.map((row, line) =>
    row.map((value, at) => textOf(value, sheet.cells?.get(`${line},${at}`)?.formula)),
  )
  for (const { startRow, endRow, startCol } of sheet.merges ?? []) {
    for (let line = startRow + 1; line <= endRow && line < rows.length; line++) {
      const row = rows[line]
      if (row === undefined || (row[startCol] ?? '') !== '') continue
      while (row.length <= startCol) row.push('')
      row[startCol] = rows[startRow]?.[startCol] ?? ''
    }
  }
  while (rows.at(-1)?.every(cell => cell === '') === true) rows.pop()
  return rows
}

function textOf(value: CellValue, formula: string | undefined): string {
  if (value === null || value === undefined) return formula === undefined || formula === '' ? '' : `=${formula}`
  if (value instanceof Date) return dateText(value)
  return String(value)
}

/** The library gives the clock that the cell shows as if it were UTC; times without a day lie before 1900. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return ''
  const [day = '', clock = ''] = date
    .toISOString()
    .replace(/\.000Z$/, '')
    .replace('Z', '')
    .split('T')
  if (date.getUTCFullYear() < 1900) return clock
  return clock === '00:00:00' ? day : `${day} ${clock}`
}

/** One column of a table to be written: width in px; `clock` where its cells are clock times or texts, never numbers. */
export interface WorkbookColumn {
  readonly width: number
  readonly holds: 'clock' | 'other'
}

/** A workbook of one table, written line by line. */
export class WorkbookWriter {
  readonly #writer: XlsxStreamWriter
  readonly #name: string
  readonly #limit: number
  #lines = 0

  constructor(name: string, columns: readonly WorkbookColumn[], limit: number = MAX_WORKBOOK_ROWS) {
    this.#name = name
    this.#limit = limit
    this.#writer = new XlsxStreamWriter({
      name,
      freezePane: { rows: 1 },
      columns: columns.map(({ width, holds }) => ({
        width: Math.round(width / 7),
        ...(holds === 'clock' ? { numFmt: 'yyyy-mm-dd hh:mm' } : {}),
      })),
    })
  }

  /** Throws HubError `too-large` past the last line Excel can show. */
  add(row: readonly FileCell[]): void {
    if (++this.#lines > this.#limit) {
      throw new HubError('too-large', `${this.#name}: a workbook holds at most ${this.#limit} lines; export it as csv.`)
    }
    this.#writer.addRow(row.map(workbookCell))
  }

  finish(): Promise<Uint8Array> {
    return this.#writer.finish()
  }
}

/** Texts that look like the format's own escapes (`_x0041_`) would be read back as the character they name. */
const escapeLiteral = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')

function workbookCell(cell: FileCell): CellValue {
  if (cell === null || typeof cell === 'number') return cell
  if (typeof cell === 'string') return escapeLiteral(cell)
  return new Date('day' in cell ? `${cell.day}T00:00:00Z` : `${cell.clock}Z`)
}
