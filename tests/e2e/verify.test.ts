import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { launch, Person } from './Person.ts'

const MARK = '_verification'

describe('verification in two browsers', () => {
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

  it('VERIFY-14 VERIFY-15 V verifies a row; somebody changes it; both screens say what, who and when; checking that is one key', async () => {
    const [verifier, editor] = [await Person.at(browser), await Person.at(browser, { language: 'en-US' })]
    await verifier.follow(hub.link('verifier'))
    await editor.follow(hub.link('editor'))
    await editor.inEnglish()
    await verifier.sees(0, MARK, '未核实')
    await verifier.cell(0, MARK).click()
    await verifier.page.keyboard.press('v')
    await verifier.page.getByRole('dialog', { name: '核实 1 行' }).waitFor()
    await verifier.page.keyboard.press('Enter')
    await verifier.sees(0, MARK, '✓ 已核实')
    await editor.sees(0, MARK, '✓ Verified')

    await editor.type(0, 'quantity', '2345')
    for (const [person, words] of [
      [verifier, '⚠ 核实后有变更'],
      [editor, '⚠ Changed since'],
    ] as const)
      await person.sees(0, MARK, words)
    await verifier.page.mouse.move(0, 0)
    await verifier.cell(0, MARK).hover()
    const tooltip = verifier.page.locator('.standing-tooltip', { hasText: '→ 2,345' })
    await tooltip.waitFor()
    await verifier.page
      .getByText(/需求数量 .* → 2,345 · .*机构工作人员（演示） · \d+月\d+日 \d\d:\d\d/)
      .first()
      .waitFor()

    await verifier.cell(0, MARK).click()
    await verifier.page.keyboard.press('Alt+r')
    await verifier.page.getByRole('tab', { name: '核实' }).click()
    await verifier.page.locator('.verify-change', { hasText: '→ 2,345' }).waitFor()
    await verifier.cell(0, MARK).click()
    await verifier.page.keyboard.press('v')
    await verifier.page.getByRole('button', { name: '只核实变更处' }).first().waitFor()
    await verifier.page.getByRole('dialog', { name: '核实 1 行' }).waitFor()
    await verifier.page.keyboard.press('Enter')
    await editor.sees(0, MARK, '✓ Verified')
    expect(verifier.complaints).toEqual([])
    expect(editor.complaints).toEqual([])
    await Promise.all([verifier.context.close(), editor.context.close()])
  })

  it('VERIFY-16 the queue is gone through by keyboard', async () => {
    const verifier = await Person.at(browser)
    await verifier.follow(hub.link('verifier'))
    await verifier.page.getByRole('link', { name: /核实/ }).click()
    const cards = verifier.page.locator('.verify-card')
    await cards.first().waitFor()
    const first = await cards.first().getAttribute('data-item')
    await cards.first().click()
    await verifier.page.keyboard.press('j')
    await verifier.page.keyboard.press('k')
    await verifier.page.keyboard.press('v')
    await verifier.page.locator('.verify-form').waitFor()
    await verifier.page.keyboard.press('Enter')
    await verifier.reads('已核实 1 行')
    await verifier.page.locator(`.verify-card[data-item="${first}"]`).waitFor({ state: 'detached' })
    await verifier.page.getByText('不属实', { exact: false }).first().waitFor()
    expect(verifier.complaints).toEqual([])
  })

  it('DESK-2 a mark forged over a socket of one’s own is refused and nobody sees it', async () => {
    const editor = await Person.at(browser)
    await editor.follow(hub.link('editor'))
    const ended = await editor.page.evaluate(async () => {
      const { items } = await (await fetch('/api/v1/sheets')).json()
      const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/sync/${items[0].desk}`)
      socket.binaryType = 'arraybuffer'
      await new Promise(resolve => socket.addEventListener('open', resolve))
      const closed = new Promise<string>(resolve =>
        socket.addEventListener('close', ({ code, reason }) => resolve(`${code} ${reason}`)),
      )
      // One struct of a new client: root `desk`, key `verification/x`, any content `x`.
      const text = (word: string) => [word.length, ...new TextEncoder().encode(word)]
      const struct = [1, 1, 7, 0, 0x28, 1, ...text('desk'), ...text('verification/x'), 1, 0x77, ...text('x'), 0]
      socket.send(Uint8Array.of(0, 1, 2, 0, 0))
      socket.send(Uint8Array.of(0, 2, struct.length, ...struct))
      return closed
    })
    expect(ended).toBe('4403 no-right')
  })
})
