import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { Network } from './Network.ts'
import { launch, Person, type PersonOptions } from './Person.ts'

let hub: HubProcess
let browser: Browser
let network: Network
let people: Person[] = []

beforeAll(async () => {
  hub = await HubProcess.start('demo')
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await hub?.stop()
})
afterEach(async () => {
  const complaints = people.flatMap(person => person.complaints)
  for (const { context } of people) await context.close()
  people = []
  network?.close()
  expect(complaints).toEqual([])
})

const PHONE: PersonOptions = { viewport: { width: 360, height: 740 }, device: 'phone' }

async function person(options: PersonOptions): Promise<Person> {
  const someone = await Person.at(browser, options)
  people.push(someone)
  return someone
}

/** The worker of the built page. */
const WORKER = fileURLToPath(new URL('../../dist/client/sw.js', import.meta.url))

/** A demo member with a phone, at the cards of the needs sheet, over a network that can be cut. */
async function phone(role: string): Promise<Person> {
  network = await Network.to(hub.port)
  const someone = await person(PHONE)
  await someone.page.goto(network.through(hub.link(role)))
  await someone.page.locator('.card').first().waitFor()
  await someone.reads('已保存到服务器')
  return someone
}

const titleOf = (page: Page, place: number): Promise<string> => page.locator('.card .card-title').nth(place).innerText()

/** Writes into a field of the open form and leaves it. */
async function write(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await field.fill(text)
  await field.blur()
}

describe('on a phone', () => {
  it('PHONE-5 PHONE-7 PHONE-8 PAGE-24 cards instead of the grid: find, read, write, and a colleague at a desk sees it', async () => {
    const ann = await phone('editor')
    const { page } = ann
    const fetched: string[] = []
    page.on('request', request => fetched.push(new URL(request.url()).pathname))
    await page.reload()
    await page.locator('.card').first().waitFor()
    expect(fetched.filter(path => /\/(?:grid|SheetScreen)-/.test(path))).toEqual([])
    expect(await page.locator('.card').count()).toBeLessThan(30)
    const ben = await person({})
    await ben.follow(hub.link('coordinator'))

    const first = await titleOf(page, 0)
    await page.locator('.card').first().tap()
    await page.getByRole('heading', { level: 2, name: first }).waitFor()
    expect(new URL(page.url()).searchParams.get('row')).not.toBeNull()
    await write(page, '规格', '手机上写的规格')
    await ben.sees(0, 'specification', '手机上写的规格')
    await page.locator('[data-column="specification"] .field-state', { hasText: '已保存' }).waitFor()
    await ben.type(0, 'unit', '箱')
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[data-column="unit"] input')?.value === '箱',
    )
    await page.goBack()
    await page.locator('.row-form').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: '添加行' }).tap()
    await page.locator('[data-column="item"] input').fill('退烧药（手机新增）')
    await page.getByRole('button', { name: '返回列表' }).tap()
    await page.getByRole('searchbox').fill('手机新增')
    await page.getByText('显示 1 / 2,096 行').waitFor()
    await ben.reads('2,096 行')
    await page.locator('.card', { hasText: '退烧药' }).tap()
    await page.getByRole('button', { name: '删除此行' }).tap()
    await ben.reads('2,095 行')
  })

  it.each([360, 320])(
    'PHONE-5 REACH-1 at %i px nothing hangs over the edge and everything to press is large enough',
    async width => {
      const ann = await person({ viewport: { width, height: 700 }, device: 'phone' })
      const { page } = ann
      await page.goto(hub.link('coordinator'))
      await page.locator('.card').first().waitFor()
      await ann.reads('已保存到服务器')
      const look = () =>
        page.evaluate(() => ({
          overhang: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          small: [...document.querySelectorAll('button, a[href], input, select')]
            .filter(element => element.closest('[inert], .visually-hidden, .skip-link') === null)
            .map(element => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
            .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
            .filter(({ element }) => element.closest('.ant-input-affix-wrapper') === null)
            .map(({ element }) => element.outerHTML.slice(0, 90)),
        }))
      expect(await look()).toEqual({ overhang: 0, small: [] })
      await page.locator('.card').first().tap()
      await page.locator('.row-form').waitFor()
      expect(await look()).toEqual({ overhang: 0, small: [] })
      await page.getByRole('button', { name: '返回列表' }).tap()
      await page.getByRole('button', { name: '更多', exact: true }).tap()
      await page.locator('.more-panel').waitFor()
      expect(await look()).toEqual({ overhang: 0, small: [] })
    },
  )

  it('PHONE-9 PHONE-13 SYNC-20 edits made without a network outlive the closed tab, are there when it opens again without one, and arrive', async () => {
    const ann = await phone('editor')
    const { page, context } = ann
    const ben = await person({})
    await ben.follow(hub.link('coordinator'))
    await page.getByRole('button', { name: '更多', exact: true }).tap()
    await ann.reads('没有网络也能打开')
    await page.getByRole('button', { name: '更多', exact: true }).tap()
    const kept = await page.evaluate(async () => {
      const names = await caches.keys()
      const requests = await Promise.all(names.map(async name => (await caches.open(name)).keys()))
      return requests.flat().map(({ url }) => new URL(url).pathname)
    })
    expect(kept.some(path => path === '/index.html')).toBe(true)
    expect(kept.filter(path => /^\/(?:api|sync)\b|grid-/.test(path))).toEqual([])

    network.cut()
    const second = await titleOf(page, 1)
    await page.locator('.card').nth(1).tap()
    await write(page, '规格', '断网时写的')
    await page.getByText('1 处修改等待网络').waitFor()
    // Still in its field when the tab is closed.
    await page.getByLabel('单位', { exact: true }).fill('盒')
    const address = page.url()
    await page.close({ runBeforeUnload: false })

    const again = await context.newPage()
    await again.goto(address.replace(/\?.*/, ''))
    await again.locator('.card').first().waitFor()
    await again.getByText(/处修改等待网络/).waitFor()
    expect(await titleOf(again, 1)).toBe(second)
    await again.locator('.card').nth(1).tap()
    expect(await again.getByLabel('规格', { exact: true }).inputValue()).toBe('断网时写的')
    expect(await again.locator('[data-column="specification"] .field-state').innerText()).toContain('等待网络')
    await write(again, '备注', '重新打开后写的')
    await again.getByText(/[23] 处修改等待网络/).waitFor()

    network.mend()
    await again.getByText('已保存到服务器').waitFor({ timeout: 60_000 })
    await ben.sees(1, 'specification', '断网时写的')
    await again.close()
  })

  it('PHONE-11 PHONE-12 PAGE-19 on a shared computer signing out leaves nothing for the next person, not even without a network', async () => {
    const ann = await phone('editor')
    const { page, context } = ann
    await page.getByRole('button', { name: '更多', exact: true }).tap()
    await ann.reads('没有网络也能打开')
    await page.getByRole('button', { name: '更多', exact: true }).tap()
    await page.getByRole('button', { name: /^我: / }).tap()
    await page.getByText('退出登录').tap()
    await page.getByLabel('用户名').waitFor()
    const left = async (at: Page): Promise<unknown> => ({
      databases: await at.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)),
      storage: await at.evaluate(() => Object.keys(localStorage).filter(name => name.startsWith('gongji-'))),
    })
    await expect.poll(() => left(page)).toEqual({ databases: [], storage: [] })
    network.cut()
    const again = await context.newPage()
    await again.goto(page.url())
    await again.getByText('连不上服务器').first().waitFor()
    expect(await again.locator('.card').count()).toBe(0)
    network.mend()
    await again.goto(network.through(hub.link('viewer')))
    await again.locator('.card').first().waitFor()
    expect(await again.getByRole('button', { name: '添加行' }).count()).toBe(0)
    const names = (await left(again)) as { databases: string[]; storage: string[] }
    expect(new Set(names.databases.map(name => name.split('/')[1])).size).toBe(1)
    await again.close()
  })

  it('PHONE-10 a newer version is offered; only the tab that takes it is loaded anew', async () => {
    const ann = await phone('editor')
    const { page, context } = ann
    await page.getByRole('button', { name: '更多', exact: true }).tap()
    await ann.reads('没有网络也能打开')
    await page.reload()
    const other = await context.newPage()
    await other.goto(page.url())
    for (const tab of [page, other]) {
      await tab.locator('.card').first().waitFor()
      await tab.evaluate(() => document.body.setAttribute('data-marked', 'yes'))
    }
    const built = await readFile(WORKER, 'utf8')
    try {
      await writeFile(WORKER, `${built}\n// a newer one`)
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
      await page.getByRole('button', { name: '现在更新' }).tap()
      await page.locator('body:not([data-marked])').waitFor()
      await page.locator('.card').first().waitFor()
      await other.getByRole('button', { name: '现在更新' }).waitFor()
      expect(await other.locator('body[data-marked]').count()).toBe(1)
    } finally {
      await writeFile(WORKER, built)
    }
    await other.close()
  })
})
