/** What is measured inside the page. Each function is sent there as text: it may use nothing but its arguments and the browser. */

/** Brings the last rows into view. */
export function scrollToEnd(): void {
  for (const element of document.querySelectorAll<HTMLElement>('.grid-frame *'))
    if (element.scrollHeight > element.clientHeight + 1000) element.scrollTop = element.scrollHeight
}

/** Brings the first rows into view. */
export function scrollToStart(): void {
  for (const element of document.querySelectorAll<HTMLElement>('.grid-frame *')) element.scrollTop = 0
}

/** Frames a second for so many ms in which nobody does anything here. */
export async function framesFor(ms: number): Promise<number> {
  const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  const begun = await frame()
  let frames = 0
  let now = begun
  while (now - begun < ms) {
    now = await frame()
    frames++
  }
  return (1000 * frames) / (now - begun)
}

/** Clicks on the first of `press` and waits until `shows` is painted; ms. */
export async function untilPainted({ press, shows }: { press: string; shows: string }): Promise<number> {
  const target = document.querySelector<HTMLElement>(press)
  if (target === null) throw new Error(`nothing to press: ${press}`)
  const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  const start = performance.now()
  target.click()
  while (document.querySelector(shows) === null) {
    if (performance.now() - start > 60_000) throw new Error(`${shows} is not on screen after a minute`)
    await frame()
  }
  // Two frames later what has just been put into the page is on the glass.
  await frame()
  await frame()
  return performance.now() - start
}

/** Scrolls the rows down by `step` px a frame for `seconds`; frames a second and the longest time between two, ms. */
export async function scrollFrames({ step, seconds }: { step: number; seconds: number }) {
  const viewport = [...document.querySelectorAll<HTMLElement>('.grid-frame *')].find(
    element => element.scrollHeight > element.clientHeight + 1000 && getComputedStyle(element).overflowY !== 'visible',
  )
  if (viewport === undefined) throw new Error('nothing on the page scrolls')
  const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  const start = await frame()
  let last = start
  let frames = 0
  let slowest = 0
  while (last - start < seconds * 1000) {
    viewport.scrollTop += step
    const now = await frame()
    slowest = Math.max(slowest, now - last)
    last = now
    frames++
  }
  viewport.scrollTop = 0
  return { perSecond: (1000 * frames) / (last - start), slowest }
}

/** Pastes a table into the focused cell and waits until its first cell and the number of all rows are painted; ms. */
export async function pasteTable(wish: { text: string; row: number; column: string; shows: string; total: string }) {
  const data = new DataTransfer()
  data.setData('text/plain', wish.text)
  const target = document.activeElement
  if (target === null) throw new Error('no cell has the focus')
  const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  const start = performance.now()
  target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  const textOf = (selector: string) => document.querySelector(selector)?.textContent ?? ''
  const shown = () =>
    textOf(`.ag-row[row-index="${wish.row}"] [col-id="${wish.column}"]`) === wish.shows &&
    textOf('.status-line').includes(wish.total)
  while (!shown()) {
    if (performance.now() - start > 60_000) throw new Error('the paste is not on screen after a minute')
    await frame()
  }
  // Two frames later what has just been put into the page is on the glass.
  await frame()
  await frame()
  return performance.now() - start
}
