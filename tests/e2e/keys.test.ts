import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

/** Presses keys one after the other. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

describe('the sheet by keyboard alone', () => {
  let hub: HubProcess
  let browser: Browser
  let person: Person
  let page: Page

  beforeAll(async () => {
    hub = await HubProcess.start('demo')
    browser = await launch()
    person = await Person.at(browser)
    page = person.page
    await person.follow(hub.link('coordinator'))
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  /** Waits until the keyboard is in this cell. */
  const isIn = async (place: number, column: string): Promise<void> => {
    await page.waitForFunction(
      ([index, id]) => {
        const active = document.activeElement
        return (
          active?.closest('.ag-row')?.getAttribute('row-index') === index &&
          active?.closest('.ag-cell')?.getAttribute('col-id') === id
        )
      },
      [String(place), column] as const,
    )
  }
  /** Goes to a cell of the first columns: from the top left corner by arrows. */
  const goTo = async (place: number, right: number, column: string): Promise<void> => {
    await press(page, 'Control+Home')
    await isIn(0, 'item')
    // Behind the first column stands what the desk says of the row.
    const steps = right === 0 ? 0 : right + 1
    await press(page, ...Array<string>(place).fill('ArrowDown'), ...Array<string>(steps).fill('ArrowRight'))
    await isIn(place, column)
  }

  it('KEY-8 CELL-3 moves, types, fills and takes back', async () => {
    await person.cell(0, 'item').click()
    await press(page, 'Control+End')
    await isIn(2094, 'reportedAt')
    await press(page, 'Home')
    await isIn(2094, 'item')
    await goTo(1, 2, 'unit')
    await page.keyboard.type('顶')
    await press(page, 'Enter')
    await person.sees(1, 'unit', '顶')
    await isIn(2, 'unit')
    await press(page, 'ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d')
    await person.sees(2, 'unit', '顶')
    await person.sees(3, 'unit', '顶')
    await person.reads('计数 3')
    await press(page, 'Control+z')
    await page.waitForFunction(() => !document.querySelector('.ag-row[row-index="3"] [col-id=unit]')?.textContent)
    await person.sees(1, 'unit', '顶')
  })

  it('TYPE-2 a quantity is typed with its unit', async () => {
    await goTo(5, 1, 'quantity')
    await page.keyboard.type('2万箱')
    await press(page, 'Enter')
    await person.sees(5, 'quantity', '20,000')
    await person.sees(5, 'unit', '箱')
    await press(page, 'Control+z')
    await page.waitForFunction(() => !document.querySelector('.ag-row[row-index="5"] [col-id=unit]')?.textContent)
  })

  it('TYPE-4 a district is chosen by pinyin and brings its city along', async () => {
    await goTo(6, 6, 'district')
    await press(page, 'F2')
    const field = page.locator('.choice-field')
    await field.waitFor()
    await field.pressSequentially('lianhuqu')
    await page.locator('.choice-editor [aria-selected=true]', { hasText: '莲湖区' }).waitFor()
    await press(page, 'Enter')
    await person.sees(6, 'district', '莲湖区')
    await person.sees(6, 'city', '西安市')
  })

  it('FIND-2 FIND-5 finds, replaces and takes all of it back', async () => {
    await goTo(0, 0, 'item')
    await press(page, 'Control+f')
    await page.getByRole('searchbox').pressSequentially('手术衣')
    await person.reads('共 ')
    const rows = await page.locator('.status-line').innerText()
    await press(page, 'Enter')
    await person.reads('第 1 / ')
    await page.locator('.ag-cell.cell-found-current').waitFor()
    expect(await page.locator('.status-line').innerText()).toContain(rows.trim().split('\n').at(-1) ?? '')
    await press(page, 'Control+h')
    await page.getByLabel('替换为').fill('隔离衣套')
    await page.getByRole('button', { name: '全部替换' }).focus()
    await press(page, 'Enter')
    await person.reads('已替换 ')
    await person.reads('没有找到')
    await press(page, 'Escape')
    await page.locator('.find-bar').waitFor({ state: 'detached' })
    await press(page, 'Control+z')
    await person.reads('已撤销')
    await press(page, 'Control+f')
    await page.getByRole('searchbox').fill('手术衣')
    await person.reads('共 ')
    await press(page, 'Escape')
  })

  it('KEY-4 the menu of a cell opens by Shift+F10, is walked by arrows and gives the keyboard back', async () => {
    await goTo(2, 0, 'item')
    await press(page, 'Shift+F10')
    // The keyboard is in the menu once a line of it has the focus, and has moved on once another one has.
    const lineAfter = async (before: string): Promise<string> => {
      await page.waitForFunction(
        last => (document.activeElement?.closest('[role=menuitem]')?.textContent ?? last) !== last,
        before,
      )
      return page.evaluate(() => document.activeElement?.textContent ?? '')
    }
    await lineAfter('')
    await press(page, 'Escape')
    await isIn(2, 'item')
    await press(page, 'Shift+F10')
    let line = await lineAfter('')
    for (let step = 0; step < 40 && !line.startsWith('在下方添加行'); step++) {
      await press(page, 'ArrowDown')
      line = await lineAfter(line)
    }
    expect(line).toMatch(/^在下方添加行/)
    await press(page, 'Enter')
    await person.reads('2,096 行')
    await isIn(3, 'item')
  })

  it('KEY-5 the help sheet lists and finds the keys, and goes away by Esc', async () => {
    await press(page, 'Control+/')
    const dialog = page.getByRole('dialog', { name: '命令与快捷键' })
    await dialog.getByText('在下方添加行').waitFor()
    await dialog.getByRole('searchbox').fill('ctrl+d')
    await dialog.getByText('在下方添加行').waitFor({ state: 'detached' })
    expect(await dialog.getByRole('listitem').count()).toBe(1)
    await press(page, 'Escape')
    await dialog.waitFor({ state: 'hidden' })
    await isIn(3, 'item')
  })

  it('KEY-9 KEY-6 the palette finds a command by pinyin; what it arranged is there after a reload', async () => {
    await goTo(0, 1, 'quantity')
    await press(page, 'Control+k')
    const field = page.getByRole('combobox', { name: '查找命令、表格或行' })
    await field.pressSequentially('djdcl')
    await page.getByRole('option', { name: '冻结到此列' }).waitFor()
    await press(page, 'Enter')
    const pinned = page
      .locator(
        '.ag-header-cell[col-id=quantity].ag-column-last-left-pinned, .ag-pinned-left-header [col-id=quantity], [col-id=quantity].ag-cell-last-left-pinned',
      )
      .first()
    await pinned.waitFor()
    await person.rest()
    await page.reload()
    await page.locator('.ag-row').first().waitFor()
    await pinned.waitFor()
    expect(person.complaints).toEqual([])
  })
})
