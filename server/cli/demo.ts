import { seedDemo } from '../demo/seedDemo.ts'
import type { Command } from './command.ts'
import { explainOwner } from './explainOwner.ts'
import { publicAddress, REPAIR, runUntilStopped, soundHub } from './serving.ts'

/** A printed link works this long. */
const LINKS_LAST_MS = 30 * 24 * 3_600_000

/** Runs the hub with the demo operation; it begins once and goes on where it stopped. Every start prints new links, old ones go on working. */
export const command: Command = {
  usage: 'demo [--repair] [--json]',
  options: REPAIR,
  operands: 0,
  run: async call => {
    const { config, io } = call
    const hub = await soundHub(call, { page: 'built' })
    const { sessions, sheets, verifications } = hub.services
    const now = Date.now()
    const members = await seedDemo({ db: hub.store.db, rooms: hub.rooms, sheets, verifications, now }).catch(
      async (error: unknown) => {
        await hub.close()
        throw explainOwner(error)
      },
    )
    return runUntilStopped(hub, config, async () => {
      const address = publicAddress(hub, config)
      const links = []
      for (const { id, role, name } of members) {
        links.push({ role, name, link: `${address}/demo#${await sessions.offerLink(id, now + LINKS_LAST_MS)}` })
      }
      io.line(`共济演示已启动 The Gongji demo is running: ${address}`)
      io.line('每个链接登录一位演示成员（30 天内有效），可在两个浏览器里用不同的链接：')
      io.line('Each link signs in as one demo member (valid for 30 days); open two of them in two browsers:')
      for (const { role, name, link } of links) io.line(`  ${role.padEnd(12)} ${name}  ${link}`)
      io.value({ url: address, links })
    })
  },
}
