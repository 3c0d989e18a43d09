import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { Network } from './Network.ts'
import { launch, Person } from './Person.ts'

/** How a cell in conflict looks to the browser: its corner mark. */
const markOf = (person: Person, place: number, column: string): Promise<string> =>
  person.cell(place, column).evaluate(cell => getComputedStyle(cell, '::before').content)

describe('the past, in real browsers', () => {
  let hub: HubProcess
  let browser: Browser
  let network: Network
  let ann: Person
  let ben: Person

  beforeAll(async () => {
    hub = await HubProcess.start('demo')
    network = await Network.to(hub.port)
    browser = await launch()
    ann = await Person.at(browser)
    ben = await Person.at(browser)
    await ann.follow(hub.link('coordinator'))
    await ben.follow(network.through(hub.link('editor')))
    await ann.reads('2,095')
  })
  afterAll(async () => {
    await browser?.close()
    network?.close()
    await hub?.stop()
  })

  it('TIME-12 TIME-13 TIME-3 two write a cell without seeing each other: a mark on both screens, one takes the lost value back', async () => {
    network.cut()
    await ben.type(1, 'specification', '离线时写的')
    await ann.type(1, 'specification', '在线时写的')
    await ann.reads('已保存到服务器')
    network.mend()
    await ben.rest()
    for (const person of [ann, ben]) {
      await person.reads('冲突 1 · 下一个')
      await expect.poll(() => markOf(person, 1, 'specification')).toContain('◥')
    }
    const stands = (await ann.cell(1, 'specification').textContent()) ?? ''
    const lost = stands.includes('离线') ? '在线时写的' : '离线时写的'
    await ann.page.getByRole('button', { name: /冲突 1/ }).click()
    const panel = ann.page.getByRole('complementary', { name: '冲突（1）' })
    await panel.getByText(lost, { exact: true }).waitFor()
    await panel.getByRole('button', { name: '换回没被采用的值' }).click()
    for (const person of [ann, ben]) {
      await person.sees(1, 'specification', lost)
      await person.page.getByRole('button', { name: /冲突 1/ }).waitFor({ state: 'detached' })
    }
    await ann.page.getByRole('button', { name: '关闭' }).click()
  })

  it('UNDO-5 the button says beforehand what undo takes back', async () => {
    await ann.type(3, 'specification', '写错了')
    await ann.page.getByRole('button', { name: '撤销', exact: true }).hover()
    await ann.reads('撤销：修改第 4 行')
    await ann.page.keyboard.press('Control+z')
    await ann.reads('已撤销：修改第 4 行')
    await ann.rest()
  })

  it('TIME-19 TIME-18 rows deleted come back from their list; the history of the sheet says who did what', async () => {
    const first = (await ann.cell(0, 'item').textContent()) ?? ''
    await ann.tick(0)
    await ann.page.getByRole('button', { name: '删除 1 行' }).first().click()
    await ann.reads('2,094')
    await ann.page.keyboard.press('Alt+h')
    await ann.page.getByText('整张表').click()
    await ann.page.locator('.entry', { hasText: '删除 1 行' }).first().waitFor()
    await ann.page.getByRole('button', { name: '已删除的行' }).click()
    await ann.page.getByRole('button', { name: '恢复此行' }).first().click()
    await ann.reads('2,095')
    await ann.sees(0, 'item', first)
    await ann.page.getByRole('button', { name: '关闭' }).click()
    await ann.rest()
  })

  it('TIME-14 TIME-16 TIME-17 the slider shows the past; from there the sheet goes back, on everybody’s screen', async () => {
    const was = (await ben.cell(2, 'specification').textContent()) ?? ''
    await ann.type(2, 'specification', '被改坏的一格')
    await ben.sees(2, 'specification', '被改坏的一格')
    await ann.rest()
    await ann.page.keyboard.press('Alt+t')
    const past = ann.page.getByRole('dialog', { name: /时间轴/ })
    await past.getByText(/与现在不同/).waitFor()
    const cell = past.locator('.ag-row[row-index="2"] [col-id="specification"]')
    await expect.poll(() => cell.textContent()).toBe(was)
    await past.locator('.ag-row[row-index="2"] .cell-found[col-id="specification"]').waitFor()
    await ann.page.keyboard.press('Escape')
    await past.waitFor({ state: 'detached' })
    await ann.sees(2, 'specification', '被改坏的一格')
    await ann.page.keyboard.press('Alt+t')
    await past.getByText(/与现在不同/).waitFor()
    await past.getByRole('button', { name: '恢复到这一刻…' }).click()
    await ann.page.getByText('1 格写回当时的值').waitFor()
    await ann.page.getByRole('button', { name: '恢复', exact: true }).click()
    await ann.reads('已恢复：写入 1 处')
    await expect.poll(() => ben.cell(2, 'specification').textContent()).toBe(was)
    expect(ann.complaints).toEqual([])
    expect(ben.complaints).toEqual([])
  })
})
