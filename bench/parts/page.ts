/**
 * The page in Chromium on a large sheet: opening it, scrolling, an editor left open while colleagues write 500 cells a second, and a paste of
 * 10,000 cells. Ours alone: the peers have no page.
 */
import type { Browser, Page } from 'playwright-core'
import type { Transaction } from 'yjs'
import { plainCell } from '../../shared/schema/format.ts'
import { columnsOf } from '../../shared/schema/schemas.ts'
import { launchChromium } from '../browser/chromium.ts'
import { busyColleagues } from '../browser/colleagues.ts'
import { framesFor, pasteTable, scrollFrames, scrollToEnd, scrollToStart, untilPainted } from '../browser/inPage.ts'
import { sheetRows } from '../content/sheet.ts'
import { YjsProbe } from '../load/YjsProbe.ts'
import type { Form, Options } from '../options.ts'
import { type Address, startServer, withDataFolder } from '../process/server.ts'
import { progress } from '../progress.ts'
import { targetOf } from '../targets.ts'

export interface PageResult {
  readonly server: string
  readonly rows: number
  /** From asking for the sheet's address to its first rows on screen, ms: the first time (nothing on the device), then again. */
  readonly opened: readonly number[]
  /** While the rows are scrolled 120 px a frame. */
  readonly framesPerSecond: number
  readonly slowestFrame: number
  /** Colleagues' edits a second while an editor was open. */
  readonly remoteEdits: number
  /** Whether the editor was still open, with what had been typed, in the same place. */
  readonly editorKept: boolean
  readonly framesWhileEdited: number
  /** From a click on a column's header until the sorted rows are painted, and from the wish to group until the groups are, ms. */
  readonly sorted: number
  readonly grouped: number
  /** While colleagues edit the column the rows are sorted by, in groups. */
  readonly framesWhileArranged: number
  /** Whether the row under the cursor stayed where it was meanwhile. */
  readonly rowKept: boolean
  /** From the paste of 10,000 cells to the last of them on screen painted, ms. */
  readonly paste: number
  /** Updates everybody else was sent because of the paste. */
  readonly pasteUpdates: number
}

const ROWS: Record<Form, readonly number[]> = { short: [10_000], full: [10_000, 100_000] }
const OPENINGS = 3
const REMOTE_EDITS = 500
const PASTED_ROWS = 1_000
const PASTED_COLUMNS = 10
/** What the rows are sorted by – texts, which the colleagues change – and what they are grouped by. */
const SORTED = 'specification'
const GROUPED = 'urgency'
/** Rows of the sheet the paste begins in. */
const PASTED_OVER = 5
/** Wide enough for ten columns of the sheet side by side. */
const VIEWPORT = { width: 2400, height: 1000 }
/** What people look at: rows are scrolled in this. */
const LAPTOP = { width: 1440, height: 900 }

/** Measures a sheet of each size. Says so and gives nothing where there is no Chromium. */
export async function* runPage(options: Options): AsyncIterable<PageResult> {
  for (const rows of ROWS[options.form]) {
    const browser = await launchChromium()
    if (browser === undefined) return progress('page: no Chromium on this machine, left out')
    try {
      yield await withDataFolder(folder => measure(browser, folder, rows))
    } finally {
      await browser.close()
    }
  }
}

async function measure(browser: Browser, folder: string, rows: number): Promise<PageResult> {
  const server = await startServer(targetOf('gongji'), folder, { rows, members: 40, page: true })
  try {
    const { address } = server
    const context = await browser.newContext({ viewport: VIEWPORT, locale: 'zh-CN' })
    // The TypeScript runner wraps named functions in a helper of its own, which the page does not have.
    await context.addInitScript('globalThis.__name = it => it')
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${address.port}/demo#${address.link ?? ''}`)
    const opened: number[] = []
    await page.locator('.ag-row').first().waitFor({ timeout: 120_000 })
    const sheet = page.url()
    for (let i = 0; i < OPENINGS; i++) opened.push(await open(page, sheet))
    await page.setViewportSize(LAPTOP)
    const scroll = await page.evaluate(scrollFrames, { step: 120, seconds: 5 })
    await page.setViewportSize(VIEWPORT)
    const edited = await editAmongColleagues(page, address, rows)
    const pasted = await pasteMany(page, address, rows)
    const arranged = await arrangeAmongColleagues(page, address, rows)
    const result = {
      server: 'gongji',
      rows,
      opened,
      framesPerSecond: scroll.perSecond,
      slowestFrame: scroll.slowest,
      ...edited,
      ...pasted,
      ...arranged,
    }
    progress(`page ${rows}: ${JSON.stringify(result)}`)
    return result
  } finally {
    await server.kill()
  }
}

async function open(page: Page, address: string): Promise<number> {
  await page.goto('about:blank')
  const start = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await page.locator('.ag-row').first().waitFor({ timeout: 120_000 })
  return performance.now() - start
}

/** Sorts by a column of texts, groups by another, and looks on while colleagues write 500 cells a second into the sorted column. */
async function arrangeAmongColleagues(page: Page, address: Address, rows: number) {
  await page.evaluate(scrollToStart)
  await cell(page, 3, SORTED).click()
  const sorted = await page.evaluate(untilPainted, {
    press: `.ag-header-cell[col-id="${SORTED}"] .sheet-header-label`,
    shows: `.ag-header-cell[col-id="${SORTED}"][aria-sort="ascending"]`,
  })
  await cell(page, 3, GROUPED).click()
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox').fill('按此列分组')
  await page.locator('.palette-line').first().filter({ hasText: '按此列分组' }).waitFor()
  const grouped = await page.evaluate(untilPainted, { press: '.palette-line', shows: '.group-line' })
  await cell(page, 3, SORTED).click()
  const place = async () => {
    const focused = page.locator('.ag-cell-focus').first()
    const row = await focused.evaluate(it => it.closest('[row-id]')?.getAttribute('row-id'))
    return `${row} ${(await focused.boundingBox())?.y}`
  }
  const before = await place()
  const all = sheetRows(rows).map(({ id }) => id)
  const here = before.split(' ')[0]
  const others = all.filter(id => id !== here).slice(0, 5_000)
  const colleagues = await busyColleagues(address, { perSecond: REMOTE_EDITS, rows: others, column: SORTED })
  const framesWhileArranged = await page.evaluate(framesFor, 10_000)
  colleagues.stop()
  return { sorted, grouped, framesWhileArranged, rowKept: before === (await place()) }
}

const cell = (page: Page, row: number, column: string) =>
  page.locator(`.ag-row[row-index="${row}"] [col-id="${column}"]`)

async function editAmongColleagues(page: Page, address: Address, rows: number) {
  const typed = '还没写完的一句'
  await cell(page, 5, 'item').dblclick()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(typed)
  const place = async () => (await page.locator('.ag-cell-inline-editing, .ag-popup-editor').first().boundingBox())?.y
  const before = await place()
  const all = sheetRows(rows).map(({ id }) => id)
  // The row being edited is left alone, those around it are not.
  const others = all.filter((_, i) => i !== 5).slice(0, 5_000)
  const colleagues = await busyColleagues(address, { perSecond: REMOTE_EDITS, rows: others, column: 'specification' })
  const start = performance.now()
  const perSecond = await page.evaluate(framesFor, 10_000)
  const remoteEdits = (1000 * colleagues.sent()) / (performance.now() - start)
  colleagues.stop()
  const field = page.locator(
    '.ag-cell-inline-editing textarea, .ag-cell-inline-editing input, .ag-popup-editor textarea',
  )
  const still = await field
    .first()
    .inputValue({ timeout: 2_000 })
    .catch(() => undefined)
  const after = await place()
  await page.keyboard.press('Escape')
  return { remoteEdits, framesWhileEdited: perSecond, editorKept: still === typed && before === after }
}

/** Pastes a thousand rows at the end: the last few are written over, the others are new. Values that fit, taken from other rows. */
async function pasteMany(page: Page, address: Address, rows: number) {
  const shown = await page.locator('.ag-header-cell[col-id]').evaluateAll(cells =>
    cells
      .map(head => ({ id: head.getAttribute('col-id') ?? '', at: Number(head.getAttribute('aria-colindex')) }))
      .sort((a, b) => a.at - b.at)
      .map(({ id }) => id),
  )
  const known = new Map(columnsOf('needs').map(column => [column.id, column]))
  const columns = shown.flatMap(id => known.get(id) ?? []).slice(0, PASTED_COLUMNS)
  if (columns.length < PASTED_COLUMNS) throw new Error(`only ${columns.length} columns are on screen`)
  const source = sheetRows(rows).slice(PASTED_ROWS, 2 * PASTED_ROWS)
  const texts = source.map(({ cells }, i) =>
    columns.map(column =>
      column.id === 'item' ? `粘贴 ${i}` : plainCell(column, cells[column.id] ?? null, 'zh', 'Asia/Shanghai'),
    ),
  )
  const probe = new YjsProbe({ address, layout: 'gongji', envelope: undefined, token: address.tokens[39] })
  await probe.synced
  let updates = 0
  // Only updates with pasted cells in them: the server folds what the colleagues wrote meanwhile.
  probe.doc.on('afterTransaction', ({ changed }: Transaction) => {
    if ([...changed.values()].some(keys => [...keys].some(key => key?.endsWith(':item') === true))) updates++
  })
  await page.evaluate(scrollToEnd)
  const last = rows - PASTED_OVER
  await cell(page, last, 'item').click()
  const paste = await page.evaluate(pasteTable, {
    text: texts.map(row => row.join('\t')).join('\r\n'),
    row: last,
    column: 'item',
    shows: '粘贴 0',
    total: (rows + PASTED_ROWS - PASTED_OVER).toLocaleString('en'),
  })
  await page.locator('.save-badge.save-good').waitFor({ timeout: 60_000 })
  probe.close()
  return { paste, pasteUpdates: updates }
}
