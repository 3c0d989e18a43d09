import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { launch, Person, type PersonOptions } from './Person.ts'

let hub: HubProcess
let browser: Browser
let people: Person[] = []

beforeAll(async () => {
  hub = await HubProcess.start('demo')
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await hub?.stop()
})
// PAGE-24, for every test.
afterEach(async () => {
  const complaints = people.flatMap(person => person.complaints)
  for (const { context } of people) await context.close()
  people = []
  expect(complaints).toEqual([])
})

const MODES = [
  { language: 'zh', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const
type Mode = (typeof MODES)[number]

/** A page in this language and theme, as its person chose them on an earlier visit. */
async function pageIn({ language, theme }: Mode, options: PersonOptions = {}): Promise<Person> {
  const person = await Person.at(browser, { language: language === 'zh' ? 'zh-CN' : 'en-US', ...options })
  people.push(person)
  await person.context.addInitScript(
    kept => {
      for (const [name, value] of Object.entries(kept)) localStorage.setItem(`gongji.${name}`, value)
    },
    { language, theme },
  )
  return person
}

/** What axe finds serious or critical, as place, rule and element; within `part` when it is given. */
async function barriers(page: Page, place: string, part?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] })
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${place}: ${id}: ${target.join(' ')}`))
}

/** Finds a command by its words and takes the first. */
const byPalette =
  (zh: string, en: string) =>
  async (page: Page, { language }: Mode): Promise<void> => {
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox').fill(language === 'zh' ? zh : en)
    await page.keyboard.press('Enter')
  }

/** What can be opened over or beside the sheet at a desk: how, and what shows that it is there. */
const DESK: readonly (readonly [name: string, open: (page: Page, mode: Mode) => Promise<void>, there: string])[] = [
  ['history', page => page.keyboard.press('Alt+H'), '.side-panel'],
  ['find', page => page.keyboard.press('Control+F'), 'search'],
  ['replace', page => page.keyboard.press('Control+H'), 'search'],
  ['help', page => page.keyboard.press('Control+/'), '.ant-modal, .ant-drawer'],
  ['context menu', page => page.keyboard.press('Shift+F10'), '[role=menu]'],
  ['my menu', page => page.locator('.me').click(), '.ant-dropdown:not(.ant-dropdown-hidden)'],
  ['who is here', page => page.locator('.online').click(), '.ant-popover:not(.ant-popover-hidden)'],
  ['sheet menu', page => page.locator('.tabs button').first().click(), '.ant-dropdown:not(.ant-dropdown-hidden)'],
  ['row', page => page.keyboard.press('Alt+R'), '.side-panel'],
  ['comments', page => page.keyboard.press('Shift+F2'), '.side-panel'],
  ['time slider', page => page.keyboard.press('Alt+T'), '.time-dialog .time-bar'],
  ['palette', page => page.keyboard.press('Control+K'), '[role=dialog]'],
  ['own columns', byPalette('列的设置', 'Set up columns'), '.side-panel'],
  ['suggestions', byPalette('等待同意的修改', 'Edits waiting'), '.side-panel'],
  ['deleted rows', byPalette('已删除', 'Deleted rows'), '.side-panel'],
  [
    'import',
    (page, { language }) =>
      page.getByRole('button', { name: language === 'zh' ? '导入' : 'Import', exact: true }).click(),
    '.import-dialog',
  ],
  ['people', byPalette('谁改了多少', 'Who changed'), '.people-drawer .people'],
  ['inbox', page => page.locator('.frame-tools .ant-badge button').click(), '.ant-drawer-open'],
  ['new sheet', page => page.locator('.tabs button').last().click(), '.ant-modal'],
]

describe('reach for everyone', () => {
  it.each(MODES)('REACH-4 PAGE-23 axe finds no serious barrier at the door ($language, $theme)', async mode => {
    const { page } = await pageIn(mode)
    const found: string[] = []
    for (const path of ['/sign-in', '/setup', '/demo', '/nowhere-at-all/o']) {
      await page.goto(hub.url + path.replace('/nowhere-at-all', ''))
      await page.locator('h1, h2, .ant-result, form, .ant-empty').first().waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe(mode.language === 'zh' ? 'zh-CN' : 'en')
      found.push(...(await barriers(page, path)))
    }
    expect(found).toEqual([])
  })

  it.each(MODES)(
    'REACH-4 PAGE-23 axe finds no serious barrier in the sheet and what opens over it ($language, $theme)',
    async mode => {
      const person = await pageIn(mode)
      const { page } = person
      await person.follow(hub.link('coordinator'))
      await page.locator('.save-good').waitFor()
      const found = await barriers(page, 'sheet')
      for (const [name, open, there] of DESK) {
        await person.cell(2, 'item').click()
        await open(page, mode)
        await page.locator(there).first().waitFor()
        found.push(...(await barriers(page, name, there)))
        await page.reload()
        await page.locator('.ag-row').first().waitFor()
      }
      expect(found).toEqual([])
    },
  )

  it.each(MODES)('REACH-4 PAGE-23 axe finds no serious barrier on a phone ($language, $theme)', async mode => {
    const { page } = await pageIn(mode, { viewport: { width: 360, height: 740 }, device: 'phone' })
    await page.goto(hub.link('coordinator'))
    await page.locator('.card').first().waitFor()
    await page.locator('.save-good').waitFor()
    const found = await barriers(page, 'cards')
    await page.locator('.card').nth(1).tap()
    await page.locator('.row-form').waitFor()
    found.push(...(await barriers(page, 'row')))
    for (const [tab, name] of ['note', 'comments', 'history'].entries()) {
      await page
        .getByRole('tab')
        .nth(tab + 1)
        .tap()
      await page.locator('.row-tabs [role=tabpanel]:visible').waitFor()
      found.push(...(await barriers(page, name)))
    }
    await page.goBack()
    await page.locator('.phone-tabs button').tap()
    await page.locator('.more-panel').waitFor()
    found.push(...(await barriers(page, 'more')))
    await page.locator('.me').tap()
    await page.locator('.ant-dropdown:not(.ant-dropdown-hidden)').waitFor()
    found.push(...(await barriers(page, 'my menu')))
    expect(found).toEqual([])
  })

  it('REACH-5 the keyboard gets everywhere: the first key skips to the sheet, and wherever the focus is it can be seen', async () => {
    const person = await pageIn(MODES[0])
    const { page } = person
    await person.follow(hub.link('coordinator'))
    await page.locator('.save-good').waitFor()
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip-link')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('sheet')

    await page.evaluate(() => document.querySelector<HTMLElement>('.skip-link')?.focus())
    const hidden: string[] = []
    for (let stop = 0; stop < 40; stop++) {
      await page.keyboard.press('Tab')
      const seen = await page.evaluate(() => {
        const at = document.activeElement
        if (!(at instanceof HTMLElement) || at.closest('.ag-root') !== null) return 'grid'
        // A radio of a switch lies under its own label.
        const shown = at.closest('label') ?? at
        const box = shown.getBoundingClientRect()
        const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
        const covered = over !== null && !shown.contains(over) && !over.contains(shown)
        const ring = [at, at.parentElement, at.closest('.ant-segmented-item, .ant-select, .ant-input-affix-wrapper')]
          .flatMap(element => (element === null ? [] : [getComputedStyle(element)]))
          .some(style => (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none')
        const marked = ring || at.matches('input:focus-visible')
        return covered || !marked ? `${at.tagName} ${at.className} ${covered ? 'covered' : 'no ring'}` : 'seen'
      })
      if (seen === 'grid') break
      if (seen !== 'seen') hidden.push(seen)
    }
    expect(hidden).toEqual([])

    // In the grid: a cell moved to by keys is not under the pinned columns.
    await person.cell(2, 'district').click()
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('ArrowRight')
      const covered = await page.evaluate(() => {
        const cell = document.querySelector('.ag-cell-focus')
        if (cell === null) return 'no cell has the focus'
        const box = cell.getBoundingClientRect()
        const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
        return over !== null && (cell.contains(over) || over.contains(cell)) ? '' : cell.getAttribute('col-id')
      })
      expect(covered).toBe('')
    }
  })
})
