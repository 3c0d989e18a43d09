/**
 * Puts a text on the clipboard; false when the browser does not let us. On plain http in an office network `navigator.clipboard` does not
 * exist, so the old way through a copy event is tried first.
 */
export async function copyText(text: string): Promise<boolean> {
  let copied = false
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    copied = event.clipboardData !== null
  }
  document.addEventListener('copy', onCopy, { once: true })
  document.execCommand('copy')
  document.removeEventListener('copy', onCopy)
  if (copied) return true
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
