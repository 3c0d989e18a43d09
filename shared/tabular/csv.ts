/** Comma, tab and semicolon separated text: reading whatever people's programs wrote, writing what Excel and WPS open rightly (docs/SPEC.md FILE-2, FILE-3). */
import Papa from 'papaparse'
import { HubError } from '../protocol/errors.ts'
import { guard, unguard } from './formulaGuard.ts'
import { cellText, type FileCell } from './table.ts'

type Delimiter = ',' | '\t' | ';'
const DELIMITERS: readonly Delimiter[] = [',', '\t', ';']
/** Lines looked at to find the delimiter. */
const SNIFFED_LINES = 30
/** Excel's own way to name the delimiter, a line before the table. */
const SEP_LINE = /^"?sep=([,;\t])"?(?:\r\n|\r|\n)/i

/**
 * Every record as texts, guards taken off, blank records included, trailing blank ones left out.
 * Throws HubError `bad-file` naming file and line when a quote is never closed: what follows cannot be told apart.
 */
export function readCsv(text: string, fileName: string): string[][] {
  const named = SEP_LINE.exec(text)
  const body = named === null ? text : text.slice(named[0].length)
  const { data, errors } = Papa.parse<string[]>(body, {
    delimiter: named?.[1] ?? sniffDelimiter(body),
    skipEmptyLines: false,
  })
  const open = errors.find(error => error.code === 'MissingQuotes')
  if (open !== undefined) {
    throw new HubError(
      'bad-file',
      `${fileName}, line ${(open.row ?? 0) + 1}: a quotation mark is opened and never closed.`,
    )
  }
  const rows = data.map(row => row.map(unguard))
  // The line that named the delimiter counts, so that line numbers are the file's.
  if (named !== null) rows.unshift([])
  while (rows.at(-1)?.every(cell => cell === '') === true) rows.pop()
  return rows
}

/** The delimiter that stands most often in the typical line, quotes aside; a comma when none does. */
export function sniffDelimiter(text: string): Delimiter {
  const counts = new Map<Delimiter, number[]>(DELIMITERS.map(delimiter => [delimiter, []]))
  let line = new Map<Delimiter, number>()
  let quoted = false
  const endLine = () => {
    for (const delimiter of DELIMITERS) counts.get(delimiter)?.push(line.get(delimiter) ?? 0)
    line = new Map()
  }
  for (let at = 0; at < text.length && (counts.get(',')?.length ?? 0) < SNIFFED_LINES; at++) {
    const char = text.charAt(at)
    if (char === '"') quoted = !quoted
    else if (quoted) continue
    else if (char === '\n' || (char === '\r' && text.charAt(at + 1) !== '\n')) endLine()
    else if (char === ',' || char === '\t' || char === ';') line.set(char, (line.get(char) ?? 0) + 1)
  }
  if (line.size > 0) endLine()
  const typical = (delimiter: Delimiter): number => {
    const sorted = (counts.get(delimiter) ?? []).toSorted((a, b) => a - b)
    // The lower of two middle ones: of a header and one row, the row may hold commas in its text.
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  }
  return DELIMITERS.reduce((best, delimiter) => (typical(delimiter) > typical(best) ? delimiter : best))
}

/** What stands before the first record: without it Excel takes UTF-8 for the local code page. */
export const CSV_START = '\uFEFF'

/** These records as csv lines, each ended by CRLF; texts quoted and guarded, numbers bare. */
export function csvLines(rows: readonly (readonly FileCell[])[]): string {
  const texts = rows.map(row =>
    row.map(cell => (typeof cell === 'string' ? guard(cell) : typeof cell === 'number' ? cell : cellText(cell))),
  )
  if (texts.length === 0) return ''
  const quotes = (value: unknown): boolean => typeof value === 'string' && value !== ''
  return `${Papa.unparse(texts, { newline: '\r\n', quotes: quotes as (value: unknown) => boolean })}\r\n`
}
