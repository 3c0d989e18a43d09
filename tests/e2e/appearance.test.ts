import AxeBuilder from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
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

async function enter(role: string, options?: PersonOptions): Promise<Person> {
  const person = await Person.at(browser, options)
  people.push(person)
  await person.follow(hub.link(role))
  return person
}

/** What axe finds serious or critical on this page, as rule and element. */
async function barriers({ page }: Person): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

describe('how it looks', () => {
  it('PAGE-3 in English every word of the frame is English, and the switch is remembered', async () => {
    const person = await enter('coordinator')
    const { page } = person
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    await person.inEnglish()
    await person.reads('Saved on the server')
    await page.keyboard.press('Alt+H')
    // Names of people, operations and sheets are theirs, and the switch says 中 in both languages.
    const theirs = '.brand-operation, .tab, .me-name, .ant-segmented, .face'
    const read = (): Promise<string[]> =>
      page.evaluate(
        skipped =>
          ['.frame-head', '.toolbar', '.ag-header', '.side-panel', '.status-line'].flatMap(part => {
            const copy = document.querySelector(part)?.cloneNode(true)
            if (!(copy instanceof Element)) return [`${part} is not there`]
            for (const element of copy.querySelectorAll(skipped)) element.remove()
            const told = [...copy.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap(element =>
              ['aria-label', 'title', 'placeholder'].flatMap(name => element.getAttribute(name) ?? []),
            )
            return [copy.textContent ?? '', ...told]
          }),
        theirs,
      )
    const texts = (await read()).filter(text => !text.startsWith('Me: '))
    expect(texts.join(' ')).toContain('Urgency')
    expect(texts.filter(text => /\p{Script=Han}/u.test(text))).toEqual([])
    expect(texts.filter(text => /\b(?:app|frame|save|toolbar|grid|history)\.[a-z]/.test(text))).toEqual([])
    await page.reload()
    await person.reads('Saved on the server')
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
  })

  it.each([390, 320])(
    'PAGE-22 in the grid on a phone %i px wide nothing hangs over the edge, and two taps open a cell',
    async width => {
      const person = await enter('editor', { viewport: { width, height: 844 }, device: 'phone', layout: 'grid' })
      const { page } = person
      await person.reads('已保存到服务器')
      const overhang = (): Promise<number> =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(await overhang()).toBeLessThanOrEqual(0)
      for (const _ of ['once', 'twice']) await person.cell(2, 'item').tap()
      await page.locator('.cell-field').fill('在手机上写的')
      await page.keyboard.press('Enter')
      await person.sees(2, 'item', '在手机上写的')
      await person.cell(2, 'item').tap()
      await page.getByRole('button', { name: '历史' }).tap()
      await page.locator('.side-panel .entry').first().waitFor()
      expect(await overhang()).toBeLessThanOrEqual(0)
    },
  )

  it('PAGE-23 PAGE-24 axe finds no serious barrier at the door, in the sheet, beside it and in the import', async () => {
    const stranger = await Person.at(browser)
    people.push(stranger)
    await stranger.page.goto(`${hub.url}/sign-in`)
    await stranger.page.getByLabel('用户名').waitFor()
    expect(await barriers(stranger)).toEqual([])

    const person = await enter('coordinator')
    await person.reads('已保存到服务器')
    expect(await barriers(person)).toEqual([])
    await person.type(3, 'unit', '只')
    await person.cell(3, 'unit').click()
    await person.page.keyboard.press('Alt+H')
    await person.page.locator('.side-panel .entry').first().waitFor()
    expect(await barriers(person)).toEqual([])
    await person.press('导入')
    await person.reads('把文件拖到这里')
    const file = { name: '需求.csv', mimeType: 'text/csv', buffer: Buffer.from('物资,数量,电话\n口罩,若干,029-1\n') }
    await person.page.locator('input[type=file]').setInputFiles(file)
    await person.reads('将添加 1 行')
    expect(await barriers(person)).toEqual([])
  })
})
