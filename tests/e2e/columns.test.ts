import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

let browser: Browser
let hub: HubProcess

beforeAll(async () => {
  hub = await HubProcess.start('demo')
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await hub?.stop()
})

/** Where pictures go when somebody asks for them. */
const PICTURES = process.env.GONGJI_PICTURES
async function picture(person: Person, name: string): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  await person.page.screenshot({ path: `${PICTURES}/${name}.png` })
}

/** Opens a menu and takes the entry of this name. */
async function take({ page }: Person, menu: string, entry: string): Promise<void> {
  const opener = page.getByRole('menuitem', { name: menu, exact: true })
  await opener
    .or(page.getByRole('button', { name: menu, exact: true }))
    .first()
    .click()
  await page.getByRole('menuitem', { name: entry }).click()
}

/** Scrolls to the last column: the grid draws only those in sight. */
const toTheRight = ({ page }: Person): Promise<void> =>
  page.locator('.ag-body-horizontal-scroll-viewport').evaluate(viewport => {
    viewport.scrollLeft = viewport.scrollWidth
  })

describe('a sheet that grows with its people', () => {
  it('COL-10 a column is added while a colleague types, and the open editor and its text stay', async () => {
    const [ann, ben] = [await Person.at(browser), await Person.at(browser)]
    await ann.follow(hub.link('coordinator'))
    await ben.follow(hub.link('editor'))
    await ben.cell(2, 'specification').click()
    await ben.page.keyboard.press('F2')
    await ben.page.keyboard.press('Control+A')
    await ben.page.keyboard.insertText('写到一半')
    await take(ann, '插入', '列的设置')
    await ann.press('添加列')
    const form = ann.page.getByRole('dialog')
    await form.getByLabel('列名', { exact: true }).fill('派车')
    await form.getByLabel('类型').click()
    await ann.page.locator('.ant-select-item-option', { hasText: '选项' }).click()
    await form.getByLabel('第 1 个选项', { exact: true }).fill('未派车')
    await form.getByLabel('第 2 个选项', { exact: true }).fill('已派车')
    await picture(ann, 'column-form')
    const told = ben.page.waitForResponse(answer => answer.url().endsWith('/api/v1/sheets'))
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await ann.page.getByRole('button', { name: '修改：派车' }).waitFor()
    await picture(ann, 'columns-panel')
    await told
    expect(await ben.page.locator('.ag-cell-inline-editing input, .ag-cell-inline-editing textarea').inputValue()).toBe(
      '写到一半',
    )
    await ben.page.keyboard.press('Enter')
    await ann.sees(2, 'specification', '写到一半')
    await toTheRight(ben)
    await ben.page.locator('.ag-header-cell', { hasText: '派车' }).waitFor()
    await picture(ben, 'new-column')
    expect([ann.complaints, ben.complaints]).toEqual([[], []])
    await ann.context.close()
    await ben.context.close()
  })

  it('COL-11 a coordinator makes a team’s sheet from its template, renames it, puts it away and takes it out again', async () => {
    const ann = await Person.at(browser)
    await ann.follow(hub.link('coordinator'))
    await ann.press('新建表格')
    await ann.page.getByRole('radio', { name: /物资派送/ }).check()
    await picture(ann, 'new-sheet')
    await ann.page
      .getByRole('dialog')
      .getByRole('button', { name: /新\s*建/ })
      .click()
    await ann.page.locator('.ag-header-cell', { hasText: '终点' }).waitFor()
    await ann.page.locator('a.tab.active', { hasText: '物资派送' }).waitFor()
    await take(ann, '全部表格', '重命名')
    await ann.page.getByRole('dialog').getByRole('textbox').fill('夜班派送')
    await ann.page
      .getByRole('dialog')
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await ann.page.locator('a.tab.active', { hasText: '夜班派送' }).waitFor()
    await take(ann, '全部表格', '归档')
    await ann.page
      .getByRole('dialog')
      .getByRole('button', { name: /归\s*档/ })
      .click()
    await ann.reads('这张表格已归档，只能查看')
    await picture(ann, 'archived')
    await ann.press('恢复表格')
    await ann.page.getByText('这张表格已归档，只能查看').waitFor({ state: 'detached' })
    expect(ann.complaints).toEqual([])
    await ann.context.close()
  })

  it('GUARD-9 a newcomer’s edit waits, a coordinator nods, and it is in the sheet', async () => {
    const [ann, ben] = [await Person.at(browser), await Person.at(browser)]
    await ann.follow(hub.link('coordinator'))
    await ben.follow(hub.link('dispatcher'))
    await take(ann, '数据', '等待同意的修改')
    await ann.page.getByRole('switch', { name: '新成员的修改先等待同意' }).click()
    await ben.reads('您有 0 处修改等待同意')
    await ben.type(3, 'specification', '新成员写的')
    await ben.reads('您有 1 处修改等待同意')
    await picture(ben, 'newcomer-waits')
    await ann.reads('新成员写的')
    await picture(ann, 'suggestions')
    await ann.press('关闭')
    await ann.page.getByRole('button', { name: '1 处修改等待同意' }).click()
    await ann.page
      .locator('.guard-decide')
      .getByRole('button', { name: /^同\s*意$/ })
      .click()
    await ben.sees(3, 'specification', '新成员写的')
    await ann.sees(3, 'specification', '新成员写的')
    expect([ann.complaints, ben.complaints]).toEqual([[], []])
    await ann.context.close()
    await ben.context.close()
  })
})
