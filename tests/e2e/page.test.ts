import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

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

/** A demo member of this role at a browser of their own, in the needs sheet. */
async function enter(role: string): Promise<Person> {
  const person = await Person.at(browser)
  people.push(person)
  await person.follow(hub.link(role))
  return person
}

describe('the sheet on screen', () => {
  it('PAGE-20 PAGE-24 ROLE-1 a viewer is told that they may only read, and whatever they press changes nothing', async () => {
    const viewer = await enter('viewer')
    const editor = await enter('editor')
    await viewer.reads('只读')
    const { page } = viewer
    for (const name of ['添加行', '撤销', '导入', '导出'])
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    expect(await page.locator('.ag-selection-checkbox').count()).toBe(0)
    expect(await editor.page.locator('.ag-selection-checkbox').count()).toBeGreaterThan(0)

    const before = await viewer.cell(2, 'item').innerText()
    await viewer.cell(2, 'item').dblclick()
    await page.keyboard.type('改')
    for (const key of ['Enter', 'F2', 'Delete', 'Backspace', 'Control+Z', 'Control+Shift+Enter'])
      await page.keyboard.press(key)
    expect(await page.locator('.cell-field').count()).toBe(0)
    await editor.type(1, 'unit', '只')
    await viewer.sees(1, 'unit', '只')
    await editor.sees(2, 'item', before)
    await viewer.sees(2, 'item', before)
    await viewer.reads('2,095 行')
  })

  it('PAGE-14 PAGE-24 UNDO-1 UNDO-2 undo takes back one’s own, names what a colleague has changed since, and redo does it again', async () => {
    const ann = await enter('coordinator')
    const ben = await enter('editor')
    await ann.type(10, 'unit', '箱')
    await ann.type(11, 'unit', '包')
    await ben.sees(11, 'unit', '包')
    await ben.type(11, 'unit', '袋')
    await ann.sees(11, 'unit', '袋')

    await ann.press('撤销')
    await ann.reads('1 格已被同事修改，保持不动：第 12 行单位')
    await ann.press('撤销')
    await ann.reads('已撤销：修改')
    await ben.page.waitForFunction(
      () => document.querySelector('.ag-row[row-index="10"] [col-id="unit"]')?.textContent === '',
    )
    await ann.page.keyboard.press('Control+Y')
    await ann.reads('已重做：修改')
    await ben.sees(10, 'unit', '箱')
    for (const person of [ann, ben]) await person.sees(11, 'unit', '袋')
  })

  it('PAGE-14 SHEET-8 rows are added where one is, deleted by their ticks, and come back with their cells', async () => {
    const ann = await enter('coordinator')
    const ben = await enter('editor')
    await ann.cell(5, 'item').click()
    await ann.press('添加行')
    await ann.reads('2,096 行')
    await ann.type(6, 'item', '新生儿奶粉')
    await ben.sees(6, 'item', '新生儿奶粉')
    const neighbour = await ann.cell(7, 'item').innerText()

    for (const place of [6, 7]) await ann.tick(place)
    await ann.press('删除 2 行')
    await ann.reads('已删除 2 行')
    await ben.reads('2,094 行')
    await ann.page.locator('.ant-message-notice').getByRole('button', { name: '撤销' }).click()
    for (const person of [ann, ben]) {
      await person.reads('2,096 行')
      await person.sees(6, 'item', '新生儿奶粉')
      await person.sees(7, 'item', neighbour)
    }
  })

  it('PAGE-17 the panel says who changed the cell, from what to what, newest first, and goes on saying it', async () => {
    const ann = await enter('coordinator')
    const ben = await enter('editor')
    await ann.type(14, 'quantity', '300')
    await ben.sees(14, 'quantity', '300')
    await ben.type(14, 'quantity', '3000')
    await ann.sees(14, 'quantity', '3,000')
    await ann.cell(14, 'quantity').click()
    await ann.page.keyboard.press('Alt+H')
    const entries = ann.page.locator('.side-panel .entry')
    await entries.nth(1).waitFor()
    const [newest, older] = await entries.allInnerTexts()
    expect(newest).toMatch(/^机构工作人员（演示）[\s\S]*300[\s\S]*3,000/)
    expect(older).toMatch(/^协调员（演示）[\s\S]*空[\s\S]*300/)

    await ben.type(14, 'quantity', '2500')
    await entries.first().filter({ hasText: '2,500' }).waitFor()
    await entries.nth(2).getByRole('button', { name: '写回此值' }).click()
    await ben.sees(14, 'quantity', '300')
    await entries.first().filter({ hasText: '协调员（演示）' }).waitFor()
  })

  it('PAGE-16 SYNC-9 SYNC-23 a brake stops too many deletions: nothing is lost, and what was refused is kept until its author decides', async () => {
    const editor = await enter('editor')
    const witness = await enter('viewer')
    await witness.reads('2,096 行')
    await editor.find('手术衣')
    await editor.page.locator('.ag-header-select-all input').click()
    await editor.reads('已选 144 行')
    await editor.press('删除 144 行')
    const refused = editor.page.getByRole('button', { name: '144 处被拒绝' })
    await refused.click()
    await editor.page.getByRole('searchbox').fill('')
    await editor.reads('2,096 行')
    await witness.reads('2,096 行')

    const entry = editor.page.locator('.side-drawer .entry')
    await entry.first().getByText('删除了这一行').waitFor()
    await entry.first().getByText('一分钟内清空了太多单元格').waitFor()
    await entry.first().getByRole('button', { name: '再试一次' }).click()
    await witness.reads('2,095 行')
    await entry.first().getByRole('button', { name: '丢弃' }).click()
    await editor.page.getByRole('button', { name: '142 处被拒绝' }).waitFor()
    await editor.press('全部丢弃')
    await editor.page.locator('.ant-popconfirm').getByRole('button', { name: '丢弃' }).click()
    await editor.reads('没有被拒绝的修改')
    await editor.reads('已保存到服务器')
  })

  it('PAGE-11 PAGE-13 an open editor stays open in its place while a colleague writes beside it', async () => {
    const ann = await enter('coordinator')
    const ben = await enter('editor')
    await ann.cell(20, 'specification').dblclick()
    const field = ann.page.locator('.cell-field')
    await field.fill('正在输入')
    const place = await field.boundingBox()
    const names = ben.page.locator('.ag-row[row-index="20"] .ag-cell[col-id="specification"]')
    await ben.page.waitForFunction(
      cell => cell !== null && getComputedStyle(cell, '::after').content.includes('协调员'),
      await names.elementHandle(),
    )

    await ben.type(20, 'unit', '套')
    await ben.type(19, 'unit', '件')
    await ann.sees(20, 'unit', '套')
    await ann.sees(19, 'unit', '件')
    await ben.cell(2, 'item').click()
    await ben.press('添加行')
    await ben.type(3, 'item', '插在上面的一行')
    await ben.reads('已保存到服务器')
    // What comes after the new row has reached the other page proves that the row has, too.
    await ben.type(23, 'unit', '桶')
    await ann.sees(22, 'unit', '桶')
    await ann.page.keyboard.type('，还没完')
    expect(await field.inputValue()).toBe('正在输入，还没完')
    expect(await field.boundingBox()).toEqual(place)
    await ann.page.keyboard.press('Enter')
    await ann.sees(3, 'item', '插在上面的一行')
    await ben.sees(21, 'specification', '正在输入，还没完')
  })
})
