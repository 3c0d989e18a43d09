/**
 * The pictures of README and docs, taken from the running demo. Run by hand after a change of the page, and look at them:
 * `node --import tsx tests/e2e/screenshots.ts`
 */
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

const image = (name: string): string => fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url))
/** A county of the demo whose hospitals said how much they need. */
const PLACE = '麻城市'

/** Rows get an urgency and a few numbers, as on an evening in February 2020. */
async function workOn(person: Person): Promise<void> {
  await person.find(PLACE)
  const rows = [
    ['特急', '只'],
    ['特急', '只'],
    ['紧急', '副'],
    ['紧急', '个'],
    ['一般', '个'],
    ['特急', '套'],
    ['紧急', '件'],
  ] as const
  for (const [place, [urgency, unit]] of rows.entries()) {
    await person.choose(place, 'urgency', urgency)
    await person.type(place, 'unit', unit)
  }
  for (const [place, [quantity, unit]] of [
    ['300', '桶'],
    ['3000', '只'],
    ['2500', '只'],
    ['200', '副'],
    ['150', '个'],
  ].entries()) {
    await person.type(8 + place, 'quantity', String(quantity))
    await person.type(8 + place, 'unit', String(unit))
  }
  for (const place of [8, 9, 11]) await person.choose(place, 'urgency', place === 9 ? '特急' : '一般')
  await person.choose(2, 'status', '部分满足')
  await person.choose(4, 'status', '已满足')
  await person.type(1, 'quantity', '12000')
  await person.reads('已保存到服务器')
}

async function desktop(browser: Browser, hub: HubProcess): Promise<void> {
  const viewport = { width: 1440, height: 900 }
  const ann = await Person.at(browser, { viewport })
  const ben = await Person.at(browser, { viewport })
  await ann.follow(hub.link('coordinator'))
  await workOn(ann)
  await ben.follow(hub.link('editor'))
  await ben.inEnglish()
  await ben.find(PLACE)
  await ben.type(1, 'quantity', '9000')
  await ann.sees(1, 'quantity', '9,000')
  await ann.cell(1, 'quantity').click()
  await ben.cell(4, 'unit').click()
  await ann.page.getByRole('button', { name: '历史' }).click()
  await ben.page.getByRole('button', { name: 'History' }).click()
  await ben.page.locator('.side-panel .entry').first().waitFor()
  await ann.page.locator('.side-panel .entry').nth(1).waitFor()
  await ann.page.locator('.online .face').first().waitFor()
  await ann.rest()
  await ann.page.screenshot({ path: image('sheet') })
  await ben.cell(1, 'quantity').click()
  await ben.page.locator('.side-panel .entry').nth(1).waitFor()
  await ann.cell(5, 'urgency').click()
  await ben.rest()
  await ben.page.screenshot({ path: image('sheet-en') })
}

async function phone(browser: Browser, hub: HubProcess): Promise<void> {
  const person = await Person.at(browser, { viewport: { width: 390, height: 844 }, device: 'phone' })
  await person.follow(hub.link('editor'))
  await person.find(PLACE)
  await person.rest()
  await person.page.screenshot({ path: image('phone') })
}

const hub = await HubProcess.start('demo')
try {
  const browser = await launch()
  try {
    await desktop(browser, hub)
    await phone(browser, hub)
  } finally {
    await browser.close()
  }
} finally {
  await hub.stop()
}
