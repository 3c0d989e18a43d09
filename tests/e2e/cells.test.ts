import { readFileSync } from 'node:fs'
import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../regressions/clipboard/${name}.html`, import.meta.url), 'utf8')

/** Pastes as a program's clipboard would be pasted: the browser's own event, in the place that has the keyboard. */
async function paste({ page }: Person, given: { readonly html?: string; readonly text?: string }): Promise<void> {
  await page.evaluate(({ html, text }) => {
    const clipboardData = new DataTransfer()
    if (html !== undefined) clipboardData.setData('text/html', html)
    if (text !== undefined) clipboardData.setData('text/plain', text)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, given)
}

describe('cells under mouse, keys, clipboard and input method', () => {
  let hub: HubProcess
  let browser: Browser
  let ann: Person
  let ime: CDPSession

  beforeAll(async () => {
    hub = await HubProcess.start('demo')
    browser = await launch()
    ann = await Person.at(browser)
    await ann.follow(hub.link('coordinator'))
    await ann.reads('2,095')
    ime = await ann.context.newCDPSession(ann.page)
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })
  beforeEach(async () => {
    await ann.page.keyboard.press('Escape')
    await ann.page.keyboard.press('Escape')
  })

  const compose = (text: string) =>
    ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  /** A key as it arrives while an input method has it. */
  const keyOfMethod = (key: string) =>
    ime.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key,
      windowsVirtualKeyCode: 229,
      nativeVirtualKeyCode: 229,
    })
  const scrollTo = (left: number) =>
    ann.page.evaluate(to => document.querySelector('.ag-grid-viewport')?.scrollTo({ left: to }), left)
  const selectedCells = () => ann.page.locator('.ag-cell[aria-selected=true]').count()

  it('IME-1 a word of pinyin typed into a cell that is not open keeps its first letter', async () => {
    await ann.cell(1, 'specification').click()
    await compose('k')
    await compose('kou zhao')
    await ime.send('Input.insertText', { text: '口罩' })
    expect(await ann.page.locator('.cell-field').inputValue()).toBe('口罩')
    await compose('s')
    await ime.send('Input.insertText', { text: '十' })
    await ann.page.keyboard.press('Enter')
    await ann.sees(1, 'specification', '口罩十')
  })

  it('CELL-4 the mouse draws a rectangle, Shift+click moves its end, a plain click ends it', async () => {
    const [from, to] = await Promise.all([ann.cell(2, 'quantity').boundingBox(), ann.cell(5, 'urgency').boundingBox()])
    if (from === null || to === null) throw new Error('no cells')
    await ann.page.mouse.move(from.x + 10, from.y + 10)
    await ann.page.mouse.down()
    await ann.page.mouse.move(to.x + 10, to.y + 10, { steps: 4 })
    await ann.page.mouse.up()
    expect(await selectedCells()).toBe(12)
    await ann.cell(3, 'unit').click({ modifiers: ['Shift'] })
    expect(await selectedCells()).toBe(4)
    await ann.page.keyboard.press('Shift+ArrowDown')
    expect(await selectedCells()).toBe(6)
    await ann.cell(2, 'quantity').click()
    expect(await selectedCells()).toBe(1)
  })

  it('CELL-6 CELL-7 CELL-9 a table from Excel goes in by its columns; what does not fit stands beside the sheet and is mended there', async () => {
    await ann.cell(6, 'item').click()
    await paste(ann, { html: fixture('excel'), text: 'not this' })
    await ann.sees(6, 'item', 'N95口罩')
    await ann.sees(6, 'quantity', '12,000')
    await ann.sees(7, 'item', '医用 手套 (无粉)')
    await ann.sees(8, 'unit', '瓶')
    const panel = ann.page.getByRole('complementary', { name: '未粘贴的内容' })
    await panel.getByText('不在选项之内').first().waitFor()
    const first = panel.getByRole('listitem').first()
    expect(await first.getByRole('textbox').inputValue()).toBe('3M 1860\n或同等')
    await first.getByRole('textbox').fill('特急')
    await first.getByRole('button', { name: '写入' }).click()
    await ann.sees(6, 'urgency', '特急')
    await panel.getByRole('button', { name: '关闭' }).click()
  })

  it('CELL-8 a paste is taken back in one step', async () => {
    const before = await ann.cell(10, 'item').textContent()
    await ann.cell(10, 'item').click()
    await paste(ann, { text: 'eins\t1\nzwei\t2\n' })
    await ann.sees(11, 'item', 'zwei')
    await ann.page.keyboard.press('Control+z')
    await ann.cell(10, 'item').filter({ hasNotText: 'eins' }).waitFor()
    expect(await ann.cell(10, 'item').textContent()).toBe(before)
    await ann.cell(11, 'item').filter({ hasNotText: 'zwei' }).waitFor()
  })

  it('CELL-6 CELL-11 the browser’s own copy, cut and paste, from key to key', async () => {
    await ann.type(12, 'specification', '甲')
    await ann.type(13, 'specification', '乙')
    await ann.cell(12, 'specification').click()
    await ann.page.keyboard.press('Shift+ArrowDown')
    await ann.page.keyboard.press('Control+c')
    await ann.cell(14, 'specification').click()
    await ann.page.keyboard.press('Control+v')
    await ann.sees(14, 'specification', '甲')
    await ann.sees(15, 'specification', '乙')
    await ann.page.keyboard.press('Control+x')
    await ann.cell(17, 'specification').click()
    await ann.page.keyboard.press('Control+v')
    await ann.sees(17, 'specification', '甲')
    await ann.cell(14, 'specification').filter({ hasNotText: '甲' }).waitFor()
    await ann.sees(12, 'specification', '甲')
  })

  it('CELL-13 CELL-14 the handle copies downward; Ctrl+D does the same', async () => {
    await ann.type(20, 'specification', 'N95')
    await ann.cell(20, 'specification').click()
    const [from, to] = await Promise.all([
      ann.page.locator('.fill-handle').boundingBox(),
      ann.cell(22, 'specification').boundingBox(),
    ])
    if (from === null || to === null) throw new Error('no handle')
    await ann.page.mouse.move(from.x + 9, from.y + 9)
    await ann.page.mouse.down()
    await ann.page.mouse.move(to.x + 9, to.y + 9, { steps: 3 })
    await ann.page.mouse.up()
    await ann.sees(22, 'specification', 'N95')
    await ann.cell(22, 'specification').click()
    await ann.page.keyboard.press('Shift+ArrowDown')
    await ann.page.keyboard.press('Control+d')
    await ann.sees(23, 'specification', 'N95')
  })

  it('IME-2 keys of the input method stay inside, in a closed cell and in every editor', async () => {
    // A closed cell: Enter takes the candidate, Backspace takes a letter of the pinyin, Escape drops the word.
    await ann.cell(2, 'specification').click()
    const before = await ann.cell(2, 'specification').textContent()
    await compose('ni')
    await keyOfMethod('Backspace')
    await compose('n')
    await keyOfMethod('Escape')
    await compose('')
    expect(await ann.page.locator('.cell-field').count()).toBe(0)
    await compose('ni hao')
    for (const key of ['Enter', 'Tab', 'ArrowDown']) await keyOfMethod(key)
    await ime.send('Input.insertText', { text: '你好' })
    expect(await ann.page.locator('.cell-field').inputValue()).toBe('你好')
    // The open editor.
    await compose('a')
    for (const key of ['Enter', 'Tab', 'Escape', 'Backspace']) await keyOfMethod(key)
    await ime.send('Input.insertText', { text: '啊' })
    expect(await ann.page.locator('.cell-field').inputValue()).toBe('你好啊')
    await ann.page.keyboard.press('Escape')
    await ann.page.locator('.cell-field').waitFor({ state: 'detached' })
    expect(await ann.cell(2, 'specification').textContent()).toBe(before)
  })

  it('IME-1 IME-2 a choice is found by a composed word, from the closed cell on', async () => {
    await scrollTo(0)
    await ann.cell(3, 'urgency').click()
    await compose('te ji')
    await keyOfMethod('Enter')
    await ime.send('Input.insertText', { text: '特急' })
    const field = ann.page.locator('.choice-field')
    expect(await field.inputValue()).toBe('特急')
    await compose('g')
    await keyOfMethod('Enter')
    await compose('')
    expect(await field.count()).toBe(1)
    await field.fill('特急')
    await ann.page.keyboard.press('Enter')
    await ann.sees(3, 'urgency', '特急')
  })

  it('IME-1 IME-2 a long text opens large with the composed word', async () => {
    await scrollTo(99_999)
    await ann.cell(4, 'note').click()
    await compose('bei zhu')
    await keyOfMethod('Enter')
    await ime.send('Input.insertText', { text: '备注' })
    const field = ann.page.locator('.cell-editor-large .cell-field')
    expect(await field.inputValue()).toBe('备注')
    await compose('yi')
    await keyOfMethod('Enter')
    await ime.send('Input.insertText', { text: '一' })
    expect(await field.inputValue()).toBe('备注一')
    await ann.page.keyboard.press('Enter')
    await ann.sees(4, 'note', '备注一')
  })

  it('PAGE-24 nothing of this made the page complain', () => {
    expect(ann.complaints).toEqual([])
  })
})
