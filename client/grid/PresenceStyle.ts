/**
 * Who is in which cell, drawn as one small style sheet: a rule for each occupied cell, found by the ids the grid puts on its elements.
 * So a colleague's move costs one rule and no repaint of the grid, and a row scrolled into view is marked already (PAGE-13).
 */
import type { Peer } from '../sync/session.ts'
import { cssString } from '../ui/cssString.ts'

/** Below this a colour is light enough that dark letters read better on it (WCAG contrast, both at least 4.5 there). */
const LIGHT = 0.18

const channel = (part: string): number => {
  const c = Number.parseInt(part, 16) / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}

/** Black or white, whichever reads on this `#rrggbb`. */
export function lettersOn(color: string): '#000' | '#fff' {
  const [, r = '00', g = '00', b = '00'] = /^#(..)(..)(..)$/.exec(color) ?? []
  return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b) > LIGHT ? '#000' : '#fff'
}

const COLOR = /^#[0-9a-fA-F]{6}$/

/** The rules for these people. Several in one cell share its tag; the border is the first one's. */
export function presenceRules(peers: readonly Peer[]): string[] {
  const cells = new Map<string, { row: string; here: Peer[] }>()
  for (const peer of peers) {
    if (peer.cell === undefined) continue
    const row = `.ag-row[row-id=${cssString(peer.cell.row)}]`
    const place = `${row} .ag-cell[col-id=${cssString(peer.cell.column)}]`
    cells.set(place, { row, here: [...(cells.get(place)?.here ?? []), peer] })
  }
  return [...cells].flatMap(([place, { row, here }]) => {
    const first = here[0]?.color ?? ''
    const color = COLOR.test(first) ? first : '#5a656d'
    const names = cssString([...new Set(here.map(({ name }) => name))].join('、'))
    return [
      // The name stands on the upper edge, where neither this row nor the one above has text; so both may not cover or cut it.
      `${row} { z-index: 2; }`,
      `${place} { box-shadow: inset 0 0 0 2px ${color}; overflow: clip visible; z-index: 1; }`,
      `${place}::after { content: ${names}; background: ${color}; color: ${lettersOn(color)}; }`,
    ]
  })
}

/** The style sheet on the page. */
export class PresenceStyle {
  readonly #sheet = new CSSStyleSheet()
  #text = ''

  attach(): void {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet]
  }

  detach(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(sheet => sheet !== this.#sheet)
  }

  show(peers: readonly Peer[]): void {
    const text = presenceRules(peers).join('\n')
    if (text === this.#text) return
    this.#text = text
    this.#sheet.replaceSync(text)
  }
}
