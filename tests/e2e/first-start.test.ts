import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gb18030 } from './gb18030.ts'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

const PASSWORD = '和衷共济 同舟 2022'
const FILE = gb18030(
  [
    '物资,数量,需要日期,联系电话,颜色,医院',
    '医用外科口罩,2000,2022-01-09,029-1,蓝,西安市胸科医院',
    '防护服,50,下周某天,029-2,白,西安市胸科医院',
  ].join('\r\n'),
)

/** What this device keeps of the sheets: names of databases, and entries that are no mere choice of appearance. */
const kept = async (): Promise<string[]> => [
  ...(await indexedDB.databases()).flatMap(({ name }) => name ?? []),
  ...Object.keys(localStorage).filter(name => !name.startsWith('gongji.')),
]

describe('a hub that starts for the first time', () => {
  let hub: HubProcess
  let browser: Browser
  let sheet: string

  beforeAll(async () => {
    hub = await HubProcess.start('serve')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  it('AUTH-7 PAGE-18 FILE-1 FILE-10 FILE-12 FILE-14 from the printed link to the first rows: set up, new sheet, a file from Excel, and out again', async () => {
    const admin = await Person.at(browser)
    const { page } = admin
    if (hub.setupLink === undefined) throw new Error('no setup link was printed')
    await page.goto(hub.setupLink)
    for (const [label, text] of [
      ['行动名称', '西安疫情响应'],
      ['您所在的机构', '西安联众力'],
      ['您的姓名', '管理员（测试）'],
      ['用户名', 'admin'],
      ['密码', PASSWORD],
    ] as const)
      await page.getByLabel(label, { exact: true }).fill(text)
    await admin.press('建立并进入')
    await admin.reads('这次行动还没有表格')
    await page.locator('main').getByRole('button', { name: '新建表格' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '新建', exact: true }).click()
    await admin.press('导入已有的表格')
    sheet = page.url()

    await page.locator('input[type=file]').setInputFiles({ name: '需求.csv', mimeType: 'text/csv', buffer: FILE })
    await admin.reads('编码 gb18030')
    await admin.reads('将添加 2 行')
    const refused = page.locator('section', { hasText: '不能按原样写入的内容' })
    const day = page.getByRole('textbox', { name: '修改第 3 行“需要日期”' })
    expect(await refused.locator(day).inputValue()).toBe('下周某天')
    await refused.locator('tr', { has: day }).getByText('不是可识别的日期').waitFor()
    await refused.locator('tr', { hasText: '029-2' }).getByText('联系方式不进入共享表格').waitFor()
    const first = page.locator('section', { hasText: '前几行预览' })
    expect(await first.getByText('规格', { exact: true }).count()).toBe(0)
    await page.getByLabel('颜色 → 表格中的列').fill('规格')
    await page.keyboard.press('Enter')
    await first.getByText('规格', { exact: true }).first().waitFor()
    await admin.press('导入 2 行')
    await admin.reads('已导入 2 行')
    await admin.press('完成')

    await admin.sees(0, 'item', '医用外科口罩')
    await admin.sees(0, 'quantity', '2,000')
    await admin.sees(0, 'specification', '蓝')
    await admin.sees(1, 'organization', '西安市胸科医院')
    await admin.reads('已保存到服务器')

    await admin.press('导出')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('CSV 文件（.csv）').click()])
    const bytes = await readFile(await download.path())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const lines = bytes.toString('utf8').slice(1).split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines.join('')).not.toContain('\n')
    expect(lines[1]).toContain('医用外科口罩')
    expect(lines[2]).toContain('下周某天')
    expect(lines.join('')).not.toContain('029-')
    expect(admin.complaints).toEqual([])
    await admin.context.close()
  })

  it('PAGE-6 PAGE-19 AUTH-10 a deep link leads through sign-in to its sheet; signing out leaves nothing on the device', async () => {
    const person = await Person.at(browser)
    const { page } = person
    await page.goto(sheet)
    await page.getByLabel('用户名').fill('admin')
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await person.press('登录')
    await person.sees(0, 'item', '医用外科口罩')
    expect(page.url()).toBe(sheet)
    await person.type(0, 'unit', '只')
    await person.reads('已保存到服务器')
    expect((await page.evaluate(kept)).length).toBeGreaterThan(0)

    await page.getByRole('button', { name: '我: 管理员（测试）' }).click()
    await page.getByText('退出登录').click()
    await page.getByLabel('用户名').waitFor()
    await expect.poll(() => page.evaluate(kept), { timeout: 30_000 }).toEqual([])
    await page.goto(sheet)
    await page.getByLabel('用户名').waitFor()
    expect(person.complaints).toEqual([])
    await person.context.close()
  })
})
