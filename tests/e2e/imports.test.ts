import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WorkbookWriter } from '../../shared/tabular/xlsx.ts'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ADVERT = '低价口罩现货，加微信 kz88888'

/** A workbook as an organization sends it: a title, headers in pinyin, two rows the sheet has already, one cell that says too little. */
async function workbook(): Promise<Buffer> {
  const writer = new WorkbookWriter('需求', Array(5).fill({ width: 100, holds: 'other' }))
  for (const row of [
    ['恩施州各医院需求汇总', null, null, null, null],
    ['yiyuan', 'quxian', 'wuzi', 'shuliang', 'lxr'],
    ['来凤县中心医院', '来凤县', '普通医用口罩', '2万只', '某人'],
    ['来凤县中心医院', '来凤县', '医用外科口罩', 500, null],
    ['来凤县中心医院', '来凤县', '一次性雨衣', '若干', null],
  ])
    writer.add(row)
  return Buffer.from(await writer.finish())
}

describe('importing, and putting right what the crowd breaks', () => {
  let hub: HubProcess
  let browser: Browser
  let ann: Person

  beforeAll(async () => {
    hub = await HubProcess.start('demo')
    browser = await launch()
    ann = await Person.at(browser)
    await ann.follow(hub.link('coordinator'))
    await ann.reads('2,095')
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  const upload = async (name: string, mimeType: string, buffer: Buffer): Promise<void> => {
    await ann.page.getByRole('button', { name: '导入', exact: true }).first().click()
    await ann.page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer })
  }
  const decide = async (line: number, choice: string): Promise<void> => {
    await ann.page.getByRole('combobox', { name: `第 ${line} 行如何处理` }).click()
    await ann.page
      .locator('.ant-select-item-option', { hasText: new RegExp(`^${choice}$`) })
      .last()
      .click()
    await ann.page.locator('.import-preview[aria-busy=false]').waitFor()
  }

  it('IMP-1 IMP-3 IMP-5 IMP-8 IMP-9 a workbook with pinyin headers: mend a cell, update one row, skip one, and undo all of it', async () => {
    await upload('恩施需求.xlsx', XLSX, await workbook())
    await ann.page.getByText('按读音猜测').first().waitFor()
    await ann.reads('联系方式不进入共享表格')
    await ann.reads('20,000 只')
    const field = ann.page.getByRole('textbox', { name: '修改第 5 行“shuliang”' })
    await field.fill('300件')
    await field.press('Enter')
    await ann.reads('已修改 1 格')
    await ann.page.locator('.import-preview[aria-busy=false]').waitFor()
    await decide(3, '更新')
    await decide(4, '跳过')
    await ann.page.getByRole('button', { name: '确认：添加 1 行，更新 1 行' }).click()
    await ann.reads('已更新 1 行，2 格。')
    await ann.reads('1 行与表中的行相同，没有导入。')
    await ann.press('完成')
    await ann.sees(0, 'quantity', '20,000')
    await ann.reads('2,096')
    await ann.page.getByRole('button', { name: '导入', exact: true }).first().click()
    await ann.page.getByText('以前的导入').click()
    await ann.press('撤销这次导入: 恩施需求.xlsx')
    await ann.page.getByText(/^已撤销（/).waitFor()
    await ann.press('取消')
    await ann.reads('2,095')
    await ann.page.locator('.ag-row[row-index="0"] [col-id="quantity"]', { hasText: /^\s*$/ }).waitFor()
  })

  it('IMP-4 IMP-9 a csv that was exported here and changed updates its row, and is taken back where it says so', async () => {
    const { pathname } = new URL(ann.page.url())
    const sheet = pathname.split('/').at(-1)
    const answer = await ann.context.request.get(`${hub.url}/api/v1/sheets/${sheet}/export?format=csv`)
    const [header = '', first = ''] = (await answer.text()).split('\r\n')
    const changed = first.replace('来凤县中心医院', '来凤县中心医院（新院区）')
    expect(changed).not.toBe(first)
    await upload('改过.csv', 'text/csv', Buffer.from(`${header}\r\n${changed}\r\n`))
    await ann.reads('将更新 1 行，1 格')
    await ann.reads('文件导出于')
    await ann.page.getByRole('button', { name: '确认：添加 0 行，更新 1 行' }).click()
    await ann.page.getByRole('button', { name: '撤销这次导入' }).click()
    await ann.reads('已撤销这次导入。')
    await ann.press('完成')
    await ann.page
      .locator('.ag-row[row-index="0"] [col-id="organization"]', { hasText: /^\s*来凤县中心医院\s*$/ })
      .waitFor()
  })

  it('REVERT-4 REVERT-7 REVERT-8 an advert pasted into 400 rows stands first and is undone with one click', async () => {
    const vandal = await Person.at(browser)
    await vandal.follow(hub.link('dispatcher'))
    await vandal.reads('2,095')
    const before = await ann.cell(0, 'specification').innerText()
    await vandal.cell(0, 'specification').click()
    await vandal.page.evaluate(text => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement?.dispatchEvent(event)
    }, `${ADVERT}\n`.repeat(400))
    await ann.sees(0, 'specification', ADVERT)
    await vandal.reads('已保存到服务器')
    const [, , operation = ''] = new URL(ann.page.url()).pathname.split('/')
    const page = ann.page.url()
    await ann.page.goto(`${hub.url}/o/${operation}/people-activity`)
    await ann.reads('同一段文字写进 400 行')
    await ann.page.locator('.people-table tbody .person-name').first().click()
    await ann.page.locator('.person-change', { hasText: ADVERT }).first().waitFor()
    await ann.press('撤销此人的修改…')
    await ann.reads('将写回 400 格，移走 0 行，恢复 0 行。')
    await ann.press('撤销全部')
    await ann.reads('写回 400 处。')
    await vandal.page.locator('.ag-row[row-index="0"] [col-id="specification"]', { hasText: before }).waitFor()
    await ann.page.goto(page)
    await ann.sees(0, 'specification', before)
    expect(ann.complaints).toEqual([])
    expect(vandal.complaints).toEqual([])
  })
})
