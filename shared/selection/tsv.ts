/**
 * A table as the tab separated text that spreadsheets put on the clipboard (docs/SPEC.md CELL-6): a cell with a tab or a line break stands
 * in quotation marks, and quotation marks within it are doubled. Pure.
 */

const NEEDS_QUOTES = /[\t\r\n]|^"/
const quoted = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Lines ended by CRLF, the last one not: a single cell is its bare text. */
export function encodeTsv(table: readonly (readonly string[])[]): string {
  const text = table.map(line => line.map(quoted).join('\t')).join('\r\n')
  const last = table.at(-1)
  // Without its end an empty last line would not be there at all.
  return table.length > 1 && last?.length === 1 && last[0] === '' ? `${text}\r\n` : text
}

/** The cells of a text; the end of the last line is no line of its own. A quotation mark that opens no closed cell is a letter like any other. */
export function decodeTsv(text: string): string[][] {
  const table: string[][] = []
  let line: string[] = []
  let at = 0
  for (;;) {
    const cell = quotedAt(text, at) ?? bareAt(text, at)
    line.push(cell.text)
    at = cell.end
    if (text[at] === '\t') {
      at++
      continue
    }
    table.push(line)
    line = []
    if (at >= text.length) return table
    at += text.startsWith('\r\n', at) ? 2 : 1
    if (at >= text.length) return table
  }
}

interface Read {
  readonly text: string
  readonly end: number
}

function quotedAt(text: string, start: number): Read | undefined {
  if (text[start] !== '"') return undefined
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at)
    if (at < 0) return undefined
    if (text[at + 1] === '"') at++
    else return endsCell(text[at + 1]) ? { text: unquoted(text.slice(start + 1, at)), end: at + 1 } : undefined
  }
}

const endsCell = (sign: string | undefined): boolean => sign === undefined || '\t\r\n'.includes(sign)
const unquoted = (text: string): string => text.replaceAll('""', '"').replace(/\r\n?/g, '\n')

function bareAt(text: string, start: number): Read {
  const end = /[\t\r\n]/g
  end.lastIndex = start
  const at = end.exec(text)?.index ?? text.length
  return { text: text.slice(start, at), end: at }
}
