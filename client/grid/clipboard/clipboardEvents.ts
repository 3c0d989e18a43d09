/**
 * The browser's own copy, cut and paste, which work without https (docs/SPEC.md CELL-6). Inside an open editor they are the field's.
 */
import { isTyping } from '../keyboard.ts'
import type { ClipboardActions, Copied } from './clipboardActions.ts'

/** Listens in this part of the page. Returns how to stop. */
export function listenToClipboard(section: HTMLElement, actions: () => ClipboardActions): () => void {
  const put = (event: ClipboardEvent, copied: Copied | undefined): void => {
    if (copied === undefined) return
    event.clipboardData?.setData('text/plain', copied.text)
    event.clipboardData?.setData('text/html', copied.html)
  }
  const on = (event: ClipboardEvent): void => {
    if (isTyping(event.target)) return
    event.preventDefault()
    if (event.type === 'copy') put(event, actions().copy())
    else if (event.type === 'cut') put(event, actions().cut())
    else
      actions().paste({
        text: event.clipboardData?.getData('text/plain') ?? '',
        html: event.clipboardData?.getData('text/html') ?? '',
      })
  }
  for (const name of ['copy', 'cut', 'paste'] as const) section.addEventListener(name, on)
  return () => {
    for (const name of ['copy', 'cut', 'paste'] as const) section.removeEventListener(name, on)
  }
}
