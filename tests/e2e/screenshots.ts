/**
 * The pictures of README and docs, taken from the running demo. Run by hand after a change of the page, and look at them:
 * `node --import tsx tests/e2e/screenshots.ts`
 */
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { gb18030 } from './gb18030.ts'
import { HubProcess } from './HubProcess.ts'
import { Network } from './Network.ts'
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
  for (const { page } of [ann, ben]) await page.keyboard.press('Alt+H')
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
  await ann.page.locator('.side-panel').getByText('整张表').click()
  await ann.page.locator('.side-panel .entry').first().waitFor()
  await ann.rest()
  await ann.page.screenshot({ path: image('history') })
  await drawer(ann, ben)
}

/** Two people at one row: a note they write together, with both carets. */
async function drawer(ann: Person, ben: Person): Promise<void> {
  const note = ({ page }: Person) => page.locator('.ProseMirror')
  for (const person of [ann, ben]) {
    await person.cell(1, 'item').click()
    await person.page.keyboard.press('Alt+R')
  }
  await ann.page.getByRole('tab', { name: '笔记' }).click()
  await ben.page.getByRole('tab', { name: 'Note' }).click()
  await note(ann).click()
  await ann.page.keyboard.insertText('已与市仓库通电话：N95 还有两千只，明早八点装车。')
  await ann.page.keyboard.press('Enter')
  await note(ben).getByText('明早八点装车').waitFor()
  await note(ben).click()
  await ben.page.keyboard.press('Control+End')
  await ben.page.keyboard.insertText('医院收货处在北门，夜里有人值班。')
  await note(ann).getByText('夜里有人值班').waitFor()
  await ann.page.locator('.note-caret-name').first().waitFor()
  await ann.rest()
  await ann.page.screenshot({ path: image('drawer') })
}

/** Two people change one cell without seeing each other. */
async function conflict(browser: Browser, hub: HubProcess): Promise<void> {
  const network = await Network.to(hub.port)
  const viewport = { width: 1440, height: 900 }
  const ann = await Person.at(browser, { viewport })
  const ben = await Person.at(browser, { viewport })
  await ann.follow(hub.link('coordinator'))
  await ben.follow(network.through(hub.link('editor')))
  network.cut()
  await ben.type(1, 'specification', '无菌，独立包装')
  await ann.type(1, 'specification', 'YY 0469-2010，成人')
  await ann.reads('已保存到服务器')
  network.mend()
  await ben.rest()
  await ann.page.getByRole('button', { name: /冲突 1/ }).click()
  await ann.page.getByRole('button', { name: '换回没被采用的值' }).waitFor()
  await ann.rest()
  await ann.page.screenshot({ path: image('conflict') })
  network.close()
}

async function phone(browser: Browser, hub: HubProcess): Promise<void> {
  const person = await Person.at(browser, { viewport: { width: 390, height: 844 }, device: 'phone' })
  await person.page.goto(hub.link('editor'))
  await person.page.locator('.card').first().waitFor()
  await person.page.getByRole('searchbox').fill(PLACE)
  await person.page.locator('.card', { hasText: PLACE }).first().waitFor()
  await person.reads('已保存到服务器')
  await person.page.screenshot({ path: image('phone') })
  await person.page.locator('.card').nth(1).click()
  await person.page.getByRole('tab').first().waitFor()
  await person.page.screenshot({ path: image('phone-row') })
}

/** A list as an organization keeps it: most of it goes in, some of it cannot as it stands. */
const FILE = [
  '西安市各医院物资需求（1月5日汇总）',
  '物资名称,规格型号,需求量,单位,紧急程度,医院,区/县,最晚日期,联系电话,车牌',
  '医用外科口罩,YY 0469-2010,2万,只,特急,西安市胸科医院,长安区,1月9日,029-1,',
  'N95口罩,GB 19083-2010,3000,只,紧急,西安市第八医院,雁塔区,1月8日,,',
  '防护服,GB 19082-2003,若干,套,特急,西安市胸科医院,长安区,越快越好,,',
  '奶粉,一段,12,罐,今晚断,西安市儿童医院,莲湖区,1月6日,029-2,陕A',
  ',,50,箱,一般,西安市第八医院,雁塔区,,,',
  '面包车,7座,2,辆,紧急,西安市第八医院,雁塔区,1月6日,,陕A',
].join('\r\n')

async function importing(browser: Browser, hub: HubProcess): Promise<void> {
  const person = await Person.at(browser, { viewport: { width: 1440, height: 900 } })
  await person.follow(hub.link('coordinator'))
  await person.press('导入')
  const file = { name: '西安需求汇总.csv', mimeType: 'text/csv', buffer: gb18030(FILE) }
  await person.page.locator('input[type=file]').setInputFiles(file)
  await person.reads('编码 gb18030')
  await person.rest()
  await person.page.screenshot({ path: image('import') })
}

const hub = await HubProcess.start('demo')
try {
  const browser = await launch()
  try {
    await desktop(browser, hub)
    await conflict(browser, hub)
    await phone(browser, hub)
    await importing(browser, hub)
  } finally {
    await browser.close()
  }
} finally {
  await hub.stop()
}
