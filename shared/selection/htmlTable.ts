/** A table as the HTML that spreadsheets take from the clipboard (docs/SPEC.md CELL-6). Pure; client/grid/clipboard/readHtmlTable.ts reads. */

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, sign => SIGNS[sign] ?? sign)

/** A break that Excel and WPS keep inside the cell. */
const BREAK = '<br style="mso-data-placement:same-cell">'

/** Two blanks in a row, or one at an end, would be read as one or none. */
const kept = (text: string): string => text.replace(/^ | (?= )| $/gm, '\u00a0')

/** One cell. Texts are marked as texts, so that a spreadsheet neither runs them as formulas nor takes an id for a number. */
function cell(value: string | number): string {
  if (typeof value === 'number') return `<td>${value}</td>`
  return `<td style="mso-number-format:'\\@'">${kept(escaped(value)).replace(/\r\n?|\n/g, BREAK)}</td>`
}

/** The whole document for the clipboard. Numbers stay numbers. */
export function encodeHtmlTable(table: readonly (readonly (string | number)[])[]): string {
  const rows = table.map(line => `<tr>${line.map(cell).join('')}</tr>`).join('')
  return `<html><head><meta charset="utf-8"></head><body><table><tbody>${rows}</tbody></table></body></html>`
}
