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

async function someone(): Promise<Person> {
  const person = await Person.at(browser)
  people.push(person)
  return person
}

/** The lines on screen from top to bottom, group lines by what they say. */
const lines = ({ page }: Person) =>
  page.locator('.ag-row').evaluateAll(rows =>
    rows
      .map(row => ({
        at: Number(row.getAttribute('row-index')),
        text: row.querySelector('.group-line')?.textContent ?? row.getAttribute('row-id') ?? '',
      }))
      .sort((a, b) => a.at - b.at)
      .map(({ text }) => text),
  )

/** Picks an entry of an open menu. */
const pick = ({ page }: Person, name: string) =>
  page.locator('.ant-dropdown:not(.ant-dropdown-hidden)').getByRole('menuitem', { name, exact: true }).click()

/** Puts a choice into a cell of a row that goes elsewhere by it: at this place there is another row then. Returns the row. */
async function sendAway({ page }: Person, place: number, column: string, label: string): Promise<string> {
  const line = page.locator(`.ag-row[row-index="${place}"]`)
  const row = (await line.getAttribute('row-id')) ?? ''
  await line.locator(`[col-id="${column}"]`).dblclick()
  await page.locator('.choice-field').fill(label)
  await page.keyboard.press('Enter')
  await page.waitForFunction(
    ([index, id]) => document.querySelector(`.ag-row[row-index="${index}"]`)?.getAttribute('row-id') !== id,
    [place, row] as const,
  )
  return row
}

describe('views', () => {
  it('VIEW-8 VIEW-11 VIEW-14 VIEW-15 VIEW-16 a view is made and shared; a second person opens it by its link after signing in and sees a row change its group', async () => {
    const ann = await someone()
    await ann.follow(hub.link('coordinator'))
    await ann.reads('2,095')
    for (const [place, urgency] of [
      [0, '特急'],
      [1, '紧急'],
      [2, '特急'],
    ] as const)
      await ann.choose(place, 'urgency', urgency)

    // Two values ticked in the filter of the column.
    await ann.page.locator('.ag-header-cell[col-id="urgency"] .sheet-header-funnel').click()
    const editor = ann.page.getByRole('dialog', { name: '筛选：紧急程度' })
    await editor.getByRole('checkbox', { name: '全选' }).click()
    for (const name of ['特急', '紧急']) await editor.getByRole('checkbox', { name, exact: true }).click()
    await ann.page.keyboard.press('Escape')
    await editor.waitFor({ state: 'hidden' })

    await ann.page.getByRole('button', { name: '分组', exact: true }).click()
    await pick(ann, '紧急程度')
    await ann.reads('紧急程度：特急')
    const grouped = await lines(ann)
    expect(grouped.filter(line => line.startsWith('紧急程度'))).toEqual([
      expect.stringContaining('特急'),
      expect.stringContaining('紧急程度：紧急'),
    ])

    await ann.press('另存为…')
    const dialog = ann.page.getByRole('dialog', { name: '另存为视图' })
    await dialog.getByLabel('名称').fill('今晚')
    await dialog.getByRole('checkbox', { name: '共享给能看这张表的人' }).click()
    await dialog.getByRole('button', { name: '保存' }).click()
    await ann.page.getByRole('button', { name: '视图：今晚' }).waitFor()
    const row = (await ann.cell(1, 'item').locator('xpath=ancestor::*[@row-id]').first().getAttribute('row-id')) ?? ''
    const link = `${ann.page.url()}&row=${row}&cell=item`
    expect(new URL(link).search).toMatch(/^\?view=\w+&row=[\w-]+&cell=item$/)

    // Nobody is signed in there yet: the link has to survive it.
    const ben = await someone()
    await ben.page.goto(link)
    await ben.page.getByRole('heading', { name: '登录' }).waitFor()
    expect(new URL(ben.page.url()).searchParams.get('next')).toContain(`row=${row}`)
    await ben.page.goto(hub.link('editor'))
    await ben.page.locator('.ag-row').first().waitFor()
    await ben.page.goto(link)
    await ben.page.getByRole('button', { name: '视图：今晚' }).waitFor()
    await ben.page.locator(`.ag-row[row-id="${row}"] [col-id="item"]`).waitFor()
    expect(await lines(ben)).toEqual(grouped)
    expect(await ben.page.getByRole('button', { name: '保存' }).count()).toBe(0)

    // A colleague's edit moves the row, a line of its own comes with it.
    expect(await sendAway(ann, 1, 'urgency', '紧急')).toBe(row)
    await ann.page.locator(`.ag-row[row-id="${row}"] [col-id="urgency"]`, { hasText: '紧急' }).waitFor()
    await ben.page.waitForFunction(id => {
      const all = [...document.querySelectorAll('.ag-row')].sort(
        (a, b) => Number(a.getAttribute('row-index')) - Number(b.getAttribute('row-index')),
      )
      const second = all.findIndex(line => line.textContent?.includes('紧急程度：紧急'))
      return second > 0 && all.findIndex(line => line.getAttribute('row-id') === id) > second
    }, row)
  })

  it('VIEW-5 VIEW-11 groups are folded with the mouse and by keyboard; an editor stays open while a colleague moves its row', async () => {
    const ann = await someone()
    const ben = await someone()
    for (const person of [ann, ben]) {
      await person.follow(hub.link(person === ann ? 'coordinator' : 'editor'))
      await person.reads('2,095')
      await person.page.getByRole('button', { name: /^视图：/ }).click()
      await pick(person, '全部')
      await person.page.getByRole('button', { name: '分组', exact: true }).click()
      await pick(person, '领域')
      await person.page.locator('.group-line').first().waitFor()
    }
    const [first = ''] = await lines(ann)
    const line = ann.page.locator('.group-line').first()
    await line.click()
    expect(await line.getAttribute('aria-expanded')).toBe('false')
    await line.click()
    await ann.page.locator('.ag-row[row-index="1"] [col-id="item"]').click()
    await ann.page.keyboard.press('Alt+Shift+ArrowUp')
    await ann.page.waitForFunction(
      () => document.querySelector('.group-line')?.getAttribute('aria-expanded') === 'false',
    )
    await ann.page.keyboard.press('Enter')
    await ann.page.waitForFunction(
      () => document.querySelector('.group-line')?.getAttribute('aria-expanded') === 'true',
    )
    expect((await lines(ann))[0]).toBe(first)

    await ann.cell(1, 'specification').click()
    await ann.page.keyboard.press('F2')
    await ann.page.keyboard.insertText('写到一半')
    const row = await ann.page.locator('.ag-row[row-index="1"]').getAttribute('row-id')
    expect(await sendAway(ben, 1, 'cluster', '其他')).toBe(row)
    await ann.page.waitForFunction(
      id => document.querySelector(`.ag-row[row-id="${id}"] [col-id="cluster"]`)?.textContent === '其他',
      row,
    )
    expect(await ann.page.locator('.cell-field').inputValue()).toContain('写到一半')
    expect(await ann.page.locator(`.ag-row[row-id="${row}"]`).getAttribute('row-index')).toBe('1')
    await ann.page.keyboard.press('Enter')
    await ann.page.waitForFunction(
      id => document.querySelector(`.ag-row[row-index="1"]`)?.getAttribute('row-id') !== id,
      row,
    )
  })

  it('VIEW-6 VIEW-13 VIEW-16 rows are coloured by a rule that a legend explains; a link to a row the filter hides says so', async () => {
    const ann = await someone()
    await ann.follow(hub.link('admin'))
    await ann.reads('2,095')
    await ann.page.getByRole('button', { name: /^视图：/ }).click()
    await pick(ann, '全部')
    await ann.choose(4, 'urgency', '特急')
    const red = await ann.page.locator('.ag-row[row-index="4"]').getAttribute('row-id')
    const other = await ann.page.locator('.ag-row[row-index="6"]').getAttribute('row-id')
    await ann.press('颜色')
    const rules = ann.page.getByRole('dialog', { name: '行的颜色' })
    await rules.getByRole('combobox', { name: '添加规则' }).fill('紧急')
    await ann.page.keyboard.press('Enter')
    await rules.getByRole('combobox', { name: '是其中之一' }).fill('特急')
    await ann.page.keyboard.press('Enter')
    await ann.page.keyboard.press('Escape')
    await ann.page.locator(`.ag-row[row-id="${red}"].row-tone-red`).waitFor()
    expect(await ann.page.locator(`.ag-row[row-id="${other}"].row-tone-red`).count()).toBe(0)
    await ann.page.getByRole('list', { name: '颜色的含义' }).getByText('▲ 紧急程度：特急').waitFor()

    await ann.page.locator('.status-line').click()
    await rules.waitFor({ state: 'hidden' })
    await ann.page.getByRole('button', { name: '筛选', exact: true }).click()
    await pick(ann, '紧急程度')
    const editor = ann.page.getByRole('dialog', { name: '筛选：紧急程度' })
    await editor.getByRole('checkbox', { name: '全选' }).click()
    await editor.getByRole('checkbox', { name: '特急', exact: true }).click()
    await ann.page.keyboard.press('Escape')
    await ann.page.locator(`.ag-row[row-id="${other}"]`).waitFor({ state: 'detached' })
    await ann.press('另存为…')
    const dialog = ann.page.getByRole('dialog', { name: '另存为视图' })
    await dialog.getByLabel('名称').fill('只看特急')
    await dialog.getByRole('button', { name: '保存' }).click()
    await ann.page.getByRole('button', { name: '视图：只看特急' }).waitFor()

    await ann.page.goto(`${ann.page.url()}&row=${other}&cell=item`)
    await ann.reads('链接指向的行被当前的筛选隐藏了')
    await ann.press('清除筛选并显示')
    await ann.page.locator(`.ag-row[row-id="${other}"] [col-id="item"]`).waitFor()
    await ann.page.getByRole('button', { name: '去掉筛选' }).waitFor({ state: 'detached' })
  })
})
