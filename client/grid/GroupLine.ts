/** The line above a group of rows: what they have in common, how many they are, and whether they are folded away (VIEW-5). */
import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { groupOfLine } from '../../shared/views/lines.ts'
import type { RowRef } from './RowRef.ts'
import type { SheetView } from './SheetView.ts'

/** What each line is given besides the grid's own parameters. */
export interface GroupLineSetting {
  readonly view: SheetView
  /** The name of the group with this value, with that of its column. */
  readonly nameOf: (value: Scalar) => string
  readonly countText: (count: number) => string
}

type Params = ICellRendererParams<RowRef> & GroupLineSetting

export class GroupLine implements ICellRendererComp<RowRef> {
  readonly #gui = document.createElement('button')
  readonly #name = document.createElement('span')
  readonly #count = document.createElement('span')
  #params: Params | undefined
  readonly #stops: (() => void)[] = []

  init(params: Params): void {
    this.#params = params
    this.#gui.type = 'button'
    this.#gui.tabIndex = -1
    this.#gui.className = 'group-line'
    this.#name.className = 'group-line-name'
    this.#count.className = 'group-line-count'
    this.#gui.append(this.#name, this.#count)
    this.#gui.addEventListener('click', this.#onClick)
    const { arranged } = params.view
    this.#stops.push(
      arranged.counts.subscribe(() => this.#show()),
      arranged.folded.subscribe(() => this.#show()),
    )
    this.#show()
  }

  getGui(): HTMLElement {
    return this.#gui
  }

  refresh(params: Params): boolean {
    this.#params = params
    this.#show()
    return true
  }

  destroy(): void {
    for (const stop of this.#stops) stop()
  }

  readonly #onClick = (): void => {
    const line = this.#params?.data?.id
    if (line !== undefined) this.#params?.view.toggleGroup(line)
  }

  #show(): void {
    const line = this.#params?.data?.id
    if (this.#params === undefined || line === undefined) return
    const { view, nameOf, countText } = this.#params
    const value = groupOfLine(line)
    this.#name.textContent = value === undefined ? '' : nameOf(value)
    this.#count.textContent = countText(view.arranged.counts.get().get(line) ?? 0)
    this.#gui.setAttribute('aria-expanded', String(!view.arranged.folded.get().has(line)))
  }
}
