/**
 * The marks of cells in conflict, drawn as one small style sheet by the ids the grid puts on its elements, as presence is: a corner for the
 * eye, a sentence for who listens (TIME-12).
 */
import type { Conflict } from '../../shared/protocol/time.ts'
import { cssString } from '../ui/cssString.ts'

/** One rule for all of these cells. `says` is read out with the cell. */
export function conflictRule(conflicts: readonly Conflict[], says: string): string {
  if (conflicts.length === 0) return ''
  const cells = new Set(
    conflicts.map(
      ({ row, column }) => `.ag-row[row-id=${cssString(row)}] .ag-cell[col-id=${cssString(column)}]::before`,
    ),
  )
  return `${[...cells].join(',\n')} {
    content: "◥" / ${cssString(says)};
    position: absolute; top: -3px; right: -1px;
    color: var(--gj-lost); font-size: 12px; line-height: 12px; pointer-events: none;
  }`
}

/** The style sheet on the page. */
export class ConflictStyle {
  readonly #sheet = new CSSStyleSheet()

  attach(): void {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet]
  }

  detach(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(sheet => sheet !== this.#sheet)
  }

  show(conflicts: readonly Conflict[], says: string): void {
    this.#sheet.replaceSync(conflictRule(conflicts, says))
  }
}
