/**
 * Reads the tables of the HTML that Excel, WPS, Tencent Docs, Google Sheets and web pages put on the clipboard (docs/SPEC.md CELL-6).
 * The text is parsed apart from the page: nothing in it runs or is fetched.
 */

/** Elements that begin a line of their own. */
const BLOCKS = new Set(['P', 'DIV', 'LI', 'TR', 'UL', 'OL', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'PRE', 'BLOCKQUOTE'])
/** Elements whose text nobody sees. */
const UNSEEN = new Set(['STYLE', 'SCRIPT', 'TITLE', 'TEMPLATE', 'NOSCRIPT'])
/** More than any table one may paste: a damaged span must not take the memory. */
const MOST_SPAN = 10_000

/**
 * The cells of all tables, one below the other; undefined when there is none. A cell over several lines gives its text to each of them, one
 * over several columns to the first; every line is as long as the longest.
 */
export function readHtmlTable(html: string): string[][] | undefined {
  const tables = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('table')].filter(
    table => table.parentElement?.closest('table') === null,
  )
  const lines = tables.flatMap(linesOf)
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0)
  if (width === 0) return undefined
  return lines.map(line => Array.from({ length: width }, (_, column) => line[column] ?? ''))
}

function linesOf(table: HTMLTableElement): string[][] {
  const rows = [...table.querySelectorAll('tr')].filter(row => row.closest('table') === table)
  const lines: string[][] = rows.map(() => [])
  for (const [index, row] of rows.entries()) {
    let column = 0
    for (const cell of row.children) {
      if (cell.tagName !== 'TD' && cell.tagName !== 'TH') continue
      // Taken by a cell that reaches down from a line above.
      while (lines[index]?.[column] !== undefined) column++
      const text = textOf(cell)
      const width = span(cell, 'colspan')
      const height = Math.min(span(cell, 'rowspan'), rows.length - index)
      for (let down = 0; down < height; down++)
        for (let along = 0; along < width; along++) {
          const line = lines[index + down]
          if (line !== undefined) line[column + along] = along === 0 ? text : ''
        }
      column += width
    }
  }
  return lines
}

function span(cell: Element, name: 'colspan' | 'rowspan'): number {
  const count = Number.parseInt(cell.getAttribute(name) ?? '1', 10)
  return count >= 1 ? Math.min(count, MOST_SPAN) : 1
}

/** The text as one sees it: `<br>` and blocks are line breaks, the breaks of the source only where it says so, runs of blanks are one. */
function textOf(cell: Element): string {
  let text = ''
  // The end of a block is a break only where something follows it.
  let ended = false
  const add = (part: string): void => {
    if (ended && text !== '' && part !== '') text += '\n'
    if (part !== '') ended = false
    text += part
  }
  const visit = (node: Node, keepsBreaks: boolean): void => {
    if (node.nodeType === Node.TEXT_NODE) {
      const raw = node.nodeValue ?? ''
      const part = keepsBreaks ? raw.replace(/\r\n?/g, '\n') : raw.replace(/[ \t\r\n\f]+/g, ' ')
      // Between two blocks the source is only laid out.
      if (!(ended && part === ' ')) add(part)
      return
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return
    const element = node as Element
    if (UNSEEN.has(element.tagName)) return
    if (element.tagName === 'BR') return add('\n')
    const block = element !== cell && BLOCKS.has(element.tagName)
    if (block) ended = true
    const keeps = keepsBreaks || element.tagName === 'PRE' || /white-space:\s*(?:pre|break)/i.test(styleOf(element))
    for (const child of element.childNodes) visit(child, keeps)
    if (block) ended = true
  }
  visit(cell, false)
  const plain = text
    .replace(/ *\n */g, '\n')
    .replace(/^ +| +$/g, '')
    .replaceAll('\u00a0', ' ')
  // Editors put a bare break into an empty cell.
  return /^\n*$/.test(plain) ? '' : plain
}

const styleOf = (element: Element): string => element.getAttribute('style') ?? ''
