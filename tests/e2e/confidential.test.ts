import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

const SECRET = '某女士需要临时住处'

describe('confidential rows in two browsers', () => {
  let hub: HubProcess
  let browser: Browser

  beforeAll(async () => {
    hub = await HubProcess.start('demo')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  it('CONF-4 CONF-7 one may and makes a row confidential; from the other’s open sheet it is gone, and counted', async () => {
    const may = await Person.at(browser)
    const mayNot = await Person.at(browser)
    await may.follow(hub.link('coordinator'))
    await mayNot.follow(hub.link('editor'))
    await may.type(1, 'specification', SECRET)
    await mayNot.sees(1, 'specification', SECRET)
    await may.rest()

    await may.cell(1, 'specification').click({ button: 'right' })
    await may.page.getByRole('menuitem', { name: /设为保密/ }).click()
    await may.press('设为保密')
    await may.reads('已设为保密')
    await mayNot.page.getByText(SECRET).first().waitFor({ state: 'detached' })
    await mayNot.reads('另有保密行')
    await mayNot.page.locator('.ag-row').first().waitFor()
    expect(await mayNot.page.getByRole('link', { name: /保密行/ }).count()).toBe(0)

    await may.page.getByRole('link', { name: /的保密行/ }).click()
    await may.sees(0, 'specification', SECRET)
    const shots = process.env.SHOTS
    if (shots !== undefined) {
      await may.page.screenshot({ path: `${shots}/may.png` })
      await mayNot.page.screenshot({ path: `${shots}/may-not.png` })
    }
    expect(may.complaints).toEqual([])
    expect(mayNot.complaints).toEqual([])
  })
})
