import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from './HubProcess.ts'
import { Network } from './Network.ts'
import { launch, Person } from './Person.ts'

describe('two people in two browsers', () => {
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

  it('PAGE-21 SYNC-27 both type, both see; one goes offline and returns; the server is killed in between; nothing is lost', async () => {
    const ann = await Person.at(browser)
    const ben = await Person.at(browser, { language: 'en-US' })
    await ann.follow(hub.link('coordinator'))
    await ben.follow(network.through(hub.link('editor')))
    await ann.reads('2,095')

    await ann.type(1, 'specification', '从甲处输入')
    await ben.sees(1, 'specification', '从甲处输入')
    await ben.type(2, 'specification', 'typed by B')
    await ann.sees(2, 'specification', 'typed by B')
    await ann.reads('已保存到服务器')
    await ann.reads('在线 2 人')

    network.cut()
    await ben.type(3, 'specification', 'typed offline')
    await ben.type(4, 'specification', 'offline too')
    await ben.page.getByText(/^2\D/).first().waitFor()
    await ann.type(4, 'item', '同一行另一格')
    await ann.reads('已保存到服务器')

    await hub.kill()
    await ann.type(5, 'specification', '服务器不在时输入')
    await ann.reads('1 处修改等待网络')

    await hub.run()
    await ann.reads('已保存到服务器')
    network.mend()
    for (const person of [ann, ben]) {
      await person.sees(1, 'specification', '从甲处输入')
      await person.sees(2, 'specification', 'typed by B')
      await person.sees(3, 'specification', 'typed offline')
      await person.sees(4, 'specification', 'offline too')
      await person.sees(4, 'item', '同一行另一格')
      await person.sees(5, 'specification', '服务器不在时输入')
    }
    await ann.reads('已保存到服务器')
    expect(ann.complaints).toEqual([])
    expect(ben.complaints).toEqual([])
  })
})
