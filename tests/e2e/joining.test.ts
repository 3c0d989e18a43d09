import { mkdir } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

const PASSWORD = '和衷共济 同舟 2022'
const PHONE = { width: 390, height: 844 }

/** Looks at a page, where somebody wants to see it. */
async function look(person: Person, name: string): Promise<void> {
  const folder = process.env.SHOTS
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await person.page.screenshot({ path: `${folder}/${name}.png` })
}

describe('people come and go', () => {
  let hub: HubProcess
  let browser: Browser
  let admin: Person

  beforeAll(async () => {
    hub = await HubProcess.start('demo')
    browser = await launch()
    admin = await Person.at(browser, { viewport: { width: 1280, height: 800 } })
    await admin.follow(hub.link('admin'))
    await admin.page.getByRole('link', { name: '成员与机构' }).click()
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  /** Makes an invitation, and reads its link as the person does who copies it. */
  async function invitation({ approve }: { readonly approve: boolean }): Promise<string> {
    const { page } = admin
    await admin.press('邀请成员')
    await page.getByRole('dialog').getByText('有效期').waitFor()
    await look(admin, `invite-${approve}`)
    if (approve) await page.getByRole('switch').click()
    await admin.press('生成邀请')
    const link = await page.getByLabel('复制链接').first().inputValue()
    await page.getByRole('img', { name: '邀请二维码' }).waitFor()
    await look(admin, `invited-${approve}`)
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
    return link
  }

  const fill = async ({ page }: Person, name: string): Promise<void> => {
    await page.getByLabel('您的姓名').fill(name)
    expect(await page.getByLabel('用户名').inputValue()).toBe(name)
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  }

  it('JOIN-18 JOIN-19 from the link to the sheet on a phone, and suspended the person is out at once', async () => {
    const link = await invitation({ approve: false })
    const phone = await Person.at(browser, { viewport: PHONE, device: 'phone' })
    await phone.page.goto(link)
    await phone.page.getByRole('button', { name: '加入', exact: true }).waitFor()
    await look(phone, 'join-phone')
    await fill(phone, '张三')
    await phone.press('加入')
    await phone.page.locator('.save-badge.save-good').waitFor()
    await look(phone, 'joined-phone')
    expect(phone.page.url()).not.toContain('#')

    await admin.page.reload()
    await admin.press('管理 张三')
    await admin.page.getByRole('dialog').getByText('离开这次行动').first().waitFor()
    await look(admin, 'member')
    await admin.press('停用账号')
    await admin.page.getByRole('dialog').last().getByRole('button', { name: '停用账号' }).click()
    await admin.reads('已停用 张三')
    await phone.reads('登录已失效')
    await admin.page.getByRole('dialog').first().getByRole('button', { name: '关闭' }).last().click()
    await look(admin, 'members')
    expect(phone.complaints.filter(said => !said.startsWith('401'))).toEqual([])
    await phone.context.close()
  })

  it('JOIN-7 JOIN-18 who has to be approved waits on a plain page, which opens the sheet by itself', async () => {
    const link = await invitation({ approve: true })
    const phone = await Person.at(browser, { viewport: PHONE, device: 'phone' })
    await phone.page.goto(link)
    await fill(phone, '李四')
    await phone.press('申请加入')
    await phone.reads('等待批准')
    await look(phone, 'waiting-phone')
    await admin.page.reload()
    await admin.reads('想加入')
    await look(admin, 'waiting')
    await admin.press('批准 李四 加入')
    await phone.page.locator('.save-badge.save-good').waitFor()
    expect(phone.complaints).toEqual([])
    await phone.context.close()
  })

  it('JOIN-16 JOIN-17 a forgotten password: a link from the member page, a new password, and in again', async () => {
    const { page } = admin
    await admin.press('管理 李四')
    await admin.press('生成重设密码的链接')
    const link = await page.getByLabel('复制链接').first().inputValue()
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
    const person = await Person.at(browser, { language: 'en-US', viewport: PHONE, device: 'phone' })
    await person.page.goto(link)
    await person.inEnglish()
    await person.page.getByLabel('Password', { exact: true }).fill('a new long password')
    await look(person, 'recover-en')
    await person.press('Save and enter')
    await person.page.locator('.save-badge.save-good').waitFor()
    await person.page.goto('about:blank')
    await person.page.goto(link)
    await person.page.getByRole('alert').getByText('does not work any more').waitFor()
    expect(person.complaints.filter(said => !said.startsWith('410'))).toEqual([])
    await person.context.close()
    await admin.inEnglish()
    await look(admin, 'members-en')
    await page.setViewportSize(PHONE)
    await look(admin, 'members-phone-en')
    expect(admin.complaints).toEqual([])
  })
})
