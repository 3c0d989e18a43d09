import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { Network } from './Network.ts'
import { launch, Person } from './Person.ts'

/** A white pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII='

const note = (page: Page) => page.getByRole('textbox', { name: '笔记' })
const drawer = (page: Page) => page.getByRole('complementary', { name: '这一行' })

/** Opens the row at this place on screen, at this tab. */
async function openRow({ page }: Person, cell: ReturnType<Person['cell']>, tab: string): Promise<void> {
  await cell.click()
  await page.keyboard.press('Alt+R')
  await drawer(page).getByRole('tab', { name: tab }).click()
}

/** Gives the note a picture as the clipboard would. */
const pastePicture = (page: Page): Promise<void> =>
  note(page).evaluate((element, base64) => {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
    const data = new DataTransfer()
    data.items.add(new File([bytes], '签收单.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, PIXEL)

describe('a row from all sides', () => {
  let hub: HubProcess
  let browser: Browser
  let network: Network

  beforeAll(async () => {
    hub = await HubProcess.start('demo')
    network = await Network.to(hub.port)
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    network?.close()
    await hub?.stop()
  })

  it('NOTE-18 NOTE-19 NOTE-20 two people write one note, see each other’s carets, paste a picture; what is written offline arrives', async () => {
    const ann = await Person.at(browser)
    const ben = await Person.at(browser)
    await ann.follow(hub.link('coordinator'))
    await ben.follow(network.through(hub.link('editor')))
    await openRow(ann, ann.cell(1, 'item'), '笔记')
    await openRow(ben, ben.cell(1, 'item'), '笔记')
    await note(ann.page).click()
    await ann.page.keyboard.insertText('已与仓库通电话')
    await note(ben.page).getByText('已与仓库通电话').waitFor()
    await note(ben.page).click()
    await ben.page.keyboard.press('Control+End')
    await ben.page.keyboard.press('Enter')
    await ben.page.keyboard.insertText('明早送到')
    await note(ann.page).getByText('明早送到').waitFor()
    await note(ann.page).locator('.note-caret-name').first().waitFor()
    await drawer(ann.page).getByText('已保存到服务器').waitFor()

    await pastePicture(ann.page)
    await ann.page.getByLabel(/图片说明/).fill('签收单照片')
    await ann.press('插入笔记')
    await note(ben.page).getByRole('img', { name: '签收单照片' }).waitFor()
    const loaded = note(ben.page)
      .getByRole('img', { name: '签收单照片' })
      .evaluate(async (image: HTMLImageElement) => {
        await image.decode()
        return image.naturalWidth
      })
    expect(await loaded).toBe(1)

    network.cut()
    await note(ben.page).click()
    await ben.page.keyboard.press('Control+Home')
    await ben.page.keyboard.insertText('断网时写的。')
    await drawer(ben.page)
      .getByText(/处修改等待网络/)
      .waitFor({ timeout: 40_000 })
    network.mend()
    await note(ann.page).getByText('断网时写的。').waitFor({ timeout: 40_000 })
    await drawer(ben.page).getByText('已保存到服务器').waitFor()
    expect(ann.complaints).toEqual([])
    expect(ben.complaints.filter(said => !/502|ERR_/.test(said))).toEqual([])
  })

  it('NOTE-21 NOTE-22 NOTE-23 a field edited in the drawer is seen at once; a mention rings the bell and leads to the row', async () => {
    const ann = await Person.at(browser)
    const ben = await Person.at(browser)
    await ann.follow(hub.link('coordinator'))
    await ben.follow(hub.link('editor'))
    const name = (await ben.page.evaluate(async () => (await fetch('/api/v1/session')).json())) as {
      member: { name: string }
    }
    await openRow(ann, ann.cell(2, 'item'), '字段')
    const field = drawer(ann.page).getByRole('textbox', { name: '规格' })
    await field.fill('抽屉里填写')
    await field.press('Tab')
    await ben.sees(2, 'specification', '抽屉里填写')

    await drawer(ann.page).getByRole('tab', { name: '评论' }).click()
    await drawer(ann.page)
      .getByRole('textbox', { name: /写评论/ })
      .click()
    await ann.page.keyboard.type('@')
    await ann.page.keyboard.insertText(name.member.name)
    await ann.page.getByRole('menuitem', { name: new RegExp(name.member.name) }).click()
    await ann.page.keyboard.insertText('请核对数量')
    await ann.press('发送')
    await drawer(ann.page).getByText('请核对数量').waitFor()

    await ben.page.getByRole('button', { name: /1 条未读提醒/ }).click({ timeout: 30_000 })
    await ben.page.getByRole('button', { name: /请核对数量/ }).click()
    await drawer(ben.page).getByText('请核对数量').waitFor()
    await ben.page.getByRole('button', { name: '收到的提醒', exact: true }).waitFor()
    await drawer(ben.page).getByRole('button', { name: '回复' }).click()
    await drawer(ben.page).getByRole('textbox', { name: /^回复/ }).fill('数量是对的')
    await drawer(ben.page).locator('.thread').getByRole('button', { name: '发送' }).click()
    await drawer(ann.page).getByText('数量是对的').waitFor({ timeout: 30_000 })
    await drawer(ann.page).getByRole('button', { name: '标为已解决' }).click()
    await drawer(ann.page)
      .getByText(/显示已解决的 1 条/)
      .waitFor()

    await ann.page.keyboard.press('Escape')
    await drawer(ann.page).waitFor({ state: 'detached' })
    expect(ann.complaints).toEqual([])
    expect(ben.complaints).toEqual([])
  })
})
