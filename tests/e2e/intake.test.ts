import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

/** From what came in to a row on somebody else's screen, in real browsers. */
describe('the inbox', () => {
  let browser: Browser
  let hub: HubProcess
  const people: Person[] = []

  beforeAll(async () => {
    ;[browser, hub] = await Promise.all([launch(), HubProcess.start('demo')])
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  const person = async (role: string, options = {}): Promise<Person> => {
    const someone = await Person.at(browser, options)
    people.push(someone)
    await someone.follow(hub.link(role))
    return someone
  }

  it('INTAKE-8 INTAKE-13 a ticket comes in, a coordinator accepts it with one key, and the row is on an editor’s screen', async () => {
    const coordinator = await person('coordinator')
    const editor = await person('editor')
    const filed = await editor.page.evaluate(async () => {
      const call = async (path: string, init?: RequestInit) => (await fetch(`/api/v1/${path}`, init)).json()
      const { items } = await call('sheets')
      const needs = items.find(({ kind }: { kind: string }) => kind === 'needs')
      const cells = { item: '婴儿奶粉（收件箱）', quantity: 12, organization: '胜利社区' }
      const body = JSON.stringify({ sheet: needs.id, cells, answers: {}, reference: 'T-1' })
      const headers = { 'content-type': 'application/json' }
      return call('submissions', { method: 'POST', headers, body })
    })
    expect(filed).toMatchObject({ again: false, trackingCode: expect.stringMatching(/^GJ-/) })

    await coordinator.page.getByRole('link', { name: /收件箱/ }).click()
    await coordinator.page.getByRole('button', { name: /婴儿奶粉（收件箱）/ }).click()
    await coordinator.page.getByRole('heading', { name: /婴儿奶粉（收件箱） · 12/ }).waitFor()
    await coordinator.page.keyboard.press('a')
    await coordinator.reads('已采纳 1 条')
    await editor.find('婴儿奶粉（收件箱）')

    await coordinator.page.keyboard.press('z')
    await coordinator.reads('已撤回 1 条')
    await editor.page.locator('.ag-row', { hasText: '婴儿奶粉（收件箱）' }).waitFor({ state: 'detached' })
    await coordinator.page.getByRole('button', { name: /婴儿奶粉（收件箱）/ }).click()
    await coordinator.page.getByRole('button', { name: '采纳', exact: true }).click()
    await coordinator.reads('没有待处理的内容')
    await editor.page.locator('.ag-row', { hasText: '婴儿奶粉（收件箱）' }).waitFor()
    for (const someone of people) expect(someone.complaints).toEqual([])
  })
})
