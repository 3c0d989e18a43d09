/**
 * The small note under an open editor: how to write here, or why this text does not fit. It stands outside the grid's rows so that
 * no cell border cuts it off.
 */
export class ReasonBubble {
  readonly #anchor: HTMLElement
  readonly #bubble = document.createElement('div')
  readonly #move = (): void => this.#place()

  constructor(anchor: HTMLElement, id: string) {
    this.#anchor = anchor
    this.#bubble.id = id
    this.#bubble.hidden = true
  }

  /** Shows a note; `refusal` is announced to screen readers at once. */
  show(text: string, kind: 'hint' | 'refusal'): void {
    if (!this.#bubble.isConnected) {
      document.body.append(this.#bubble)
      addEventListener('scroll', this.#move, true)
      addEventListener('resize', this.#move)
    }
    // ag-custom-component-popup: a click here is a click inside the editor.
    this.#bubble.className = `editor-note ag-custom-component-popup editor-note-${kind}`
    this.#bubble.setAttribute('role', kind === 'refusal' ? 'alert' : 'note')
    this.#bubble.textContent = text
    this.#bubble.hidden = text === ''
    this.#place()
  }

  remove(): void {
    this.#bubble.remove()
    removeEventListener('scroll', this.#move, true)
    removeEventListener('resize', this.#move)
  }

  #place(): void {
    const box = this.#anchor.getBoundingClientRect()
    const below = box.bottom + 30 < innerHeight
    this.#bubble.style.left = `${Math.max(4, Math.min(box.left, innerWidth - this.#bubble.offsetWidth - 4))}px`
    this.#bubble.style.top = below ? `${box.bottom + 3}px` : `${box.top - this.#bubble.offsetHeight - 3}px`
  }
}
