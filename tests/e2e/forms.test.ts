import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { Network } from './Network.ts'
import { launch, Person, type PersonOptions } from './Person.ts'

const ASSETS = fileURLToPath(new URL('../../dist/intake/form-assets', import.meta.url))
const SMALL = { device: 'phone', viewport: { width: 320, height: 568 } } as const

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

async function someone(options: PersonOptions = {}): Promise<Person> {
  const person = await Person.at(browser, options)
  people.push(person)
  return person
}

/** A coordinator makes a form of the needs sheet, and is asked for its address. */
async function newForm(): Promise<{ readonly maker: Person; readonly path: string }> {
  const maker = await someone()
  await maker.follow(hub.link('coordinator'))
  await maker.page.getByRole('link', { name: '表单' }).click()
  await maker.press('新建表单')
  await maker.page.locator('.form-phone').waitFor()
  await maker.page.getByText('链接与二维码', { exact: true }).click()
  const path = await maker.page.locator('.form-links a').first().getAttribute('href')
  return { maker, path: new URL(path ?? '').pathname }
}

async function fill(page: Page, item: string): Promise<void> {
  await page.getByLabel(/^您需要什么/).fill(item)
  await page.getByLabel('省').selectOption({ label: '陕西省' })
  await page.getByLabel('市', { exact: true }).selectOption({ label: '西安市' })
  await page.getByLabel('区县').selectOption({ label: '莲湖区' })
  await page.getByLabel(/^电话/).fill('029-8765432')
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

const waiting = (maker: Person): Promise<string> => maker.page.locator('.plain-table td.number').first().innerText()

describe('forms for people without an account', () => {
  it('FORM-13 the page beside React is less than 60 KB compressed', () => {
    const own = readdirSync(ASSETS).filter(name => name.endsWith('.gz') && !name.startsWith('react'))
    expect(own.length).toBeGreaterThan(1)
    const bytes = own.reduce((sum, name) => sum + statSync(`${ASSETS}/${name}`).size, 0)
    expect(bytes).toBeLessThan(60 * 1024)
  })

  it('FORM-16 FORM-10 INTAKE-8 VAULT-11 on a phone: what is missing is said, it is sent, accepted, followed by its code; no barrier at 320 px', async () => {
    const { maker, path } = await newForm()
    const resident = await someone(SMALL)
    const { page } = resident
    await page.goto(hub.url + path)
    expect(await barriers(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('还有 3 处需要补充或修改').waitFor()
    expect(await barriers(page)).toEqual([])
    await fill(page, '奶粉 一段')
    await page.reload()
    await page.getByText('已找回您上次填的内容').waitFor()
    await page.getByLabel('区县').waitFor()
    await page.getByRole('button', { name: '提交' }).click()
    const code = await page.locator('.form-code').innerText()
    expect(code).toMatch(/^GJ-\w{4}-\w{4}$/)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('link', { name: '查看进展' }).click()
    await page.getByRole('button', { name: '查询' }).click()
    await page.getByText('待处理').waitFor()
    expect(await barriers(page)).toEqual([])
    await maker.press('← 全部表单')
    await maker.page.reload()
    expect(await waiting(maker)).toBe('1')

    // From the inbox into the sheet; whoever looks at the phone number is noted; the code says what became of it.
    await maker.page.getByRole('link', { name: /收件箱/ }).click()
    await maker.page.getByRole('button', { name: /奶粉 一段/ }).click()
    await maker.page.getByRole('button', { name: '查看电话' }).click()
    await maker.page.getByRole('radio', { name: '核实情况' }).check()
    await maker.page.getByRole('button', { name: /显\s*示/ }).click()
    await maker.page.getByRole('link', { name: /029-8765432/ }).waitFor()
    await maker.page.getByRole('button', { name: '采纳', exact: true }).click()
    await maker.reads('已采纳 1 条')
    await page.getByRole('button', { name: '查询' }).click()
    await page.getByText('已采纳').waitFor()
    expect(await page.locator('body').innerText()).not.toContain('8765432')
    await maker.page.getByRole('link', { name: '查看记录' }).click()
    await maker.reads('核实情况')
  })

  it('FORM-16 a connection that breaks after the hub has it: it is sent again by itself, with one effect', async () => {
    const { maker, path } = await newForm()
    const network = await Network.to(hub.port)
    const resident = await someone({ device: 'phone', viewport: { width: 390, height: 844 } })
    const { page } = resident
    await page.goto(network.through(hub.url) + path)
    await fill(page, '退烧药')
    let calls = 0
    // The hub has it, and its answer is lost on the way.
    await page.route('**/submissions', async route => {
      calls += 1
      if (calls > 1) return route.continue()
      await route.fetch()
      return route.abort('connectionreset')
    })
    await page.getByRole('button', { name: '提交' }).click()
    await page.locator('.form-code').waitFor()
    expect(calls).toBe(2)
    network.close()
    await maker.press('← 全部表单')
    await maker.page.reload()
    expect(await waiting(maker)).toBe('1')
  })
})
