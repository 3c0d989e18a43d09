import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community'
import { validate } from '../../shared/schema/parse.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { EditorSetting } from './columnSetting.ts'
import type { RowRef } from './RowRef.ts'

type Params = ICellRendererParams<RowRef, Scalar> & Pick<EditorSetting, 'schema' | 'words'>

/** Shows an address with a sign beside it that opens it in a new tab; what is no http address is only a text (TYPE-7). */
export class LinkCell implements ICellRendererComp<RowRef> {
  readonly #box = document.createElement('span')

  init(params: Params): void {
    this.#show(params)
  }

  getGui(): HTMLElement {
    return this.#box
  }

  refresh(params: Params): boolean {
    this.#show(params)
    return true
  }

  #show({ value, schema, words }: Params): void {
    const text = typeof value === 'string' ? value : ''
    this.#box.textContent = text
    if (text === '' || validate(schema, text) !== undefined) return
    const anchor = document.createElement('a')
    anchor.className = 'cell-link'
    anchor.href = text
    anchor.target = '_blank'
    anchor.rel = 'noopener noreferrer'
    anchor.tabIndex = -1
    anchor.textContent = '↗'
    anchor.title = words.openLink
    anchor.setAttribute('aria-label', words.openLink)
    this.#box.append(anchor)
    this.#box.onclick = event => {
      if ((event.ctrlKey || event.metaKey) && event.target !== anchor) anchor.click()
    }
  }
}
