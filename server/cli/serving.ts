/**
 * Running a hub until it is told to stop: what serve, dev and demo share.
 */
import { EventEmitter, once } from 'node:events'
import type { Config } from '../config.ts'
import { createHub, type Hub, type HubOverrides } from '../createHub.ts'
import { editionsAfterRepair } from '../services/editions.ts'
import { type CommandCall, CommandError, EXIT, type Io } from './command.ts'
import { explainOwner } from './explainOwner.ts'
import { describeDamage, repairData } from './repairData.ts'

/** What to do about damaged records: stop, or copy the database and move them aside. */
export type OnDamage = 'refuse' | 'repair'
/** The option of the commands that can be told so. */
export const REPAIR = { repair: { type: 'boolean' } } as const
export const onDamage = ({ values }: CommandCall): OnDamage => (values.repair === true ? 'repair' : 'refuse')

/** Makes the hub and looks at every record on disk before anybody may edit on top of it. Throws CommandError naming what is damaged, and how to go on. */
export async function soundHub(call: CommandCall, overrides: HubOverrides): Promise<Hub> {
  if (onDamage(call) === 'repair') await repairData(call)
  const hub = await createHub(call.config, overrides).catch((error: unknown) => {
    throw explainOwner(error)
  })
  try {
    const damage = await hub.store.check()
    if (damage.length === 0) {
      // Before anybody can join: the repair of an earlier start may have been cut short.
      await editionsAfterRepair(hub.store)
      return hub
    }
    throw new CommandError(
      [
        '数据已损坏，没有启动；完好的部分都在。  Records are damaged, so the hub has not started; what is sound is kept.',
        ...damage.map(it => `  ${describeDamage(it)}`),
        '修复（先自动复制数据库）：加 --repair，或 npm run gongji -- doctor --repair   Repair (the database is copied first): add --repair, or run the command above.',
      ].join('\n'),
    )
  } catch (error) {
    await hub.close()
    throw error
  }
}

/** Listens, tells where, and runs until SIGTERM or SIGINT; every edit under way reaches the disk first. */
export async function runUntilStopped(hub: Hub, config: Config, tell: () => Promise<void>): Promise<number> {
  const stop = new EventEmitter()
  const onSignal = (): void => void stop.emit('stop')
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  try {
    const stopped = once(stop, 'stop')
    await hub.listen().catch((error: unknown) => {
      throw listenFailure(error, config)
    })
    await tell()
    await stopped
  } finally {
    await hub.close()
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal)
  }
  return EXIT.done
}

function listenFailure(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new CommandError(`PORT: ${host}:${port} is in use by another program. Set PORT to a free one.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CommandError(`HOST: ${host} is not an address of this machine.`)
  if (code === 'EACCES') return new CommandError(`PORT: this account may not listen on ${port}.`)
  return error
}

/** Where people reach the hub. */
export const publicAddress = (hub: Hub, config: Config): string => config.publicUrl?.origin ?? hub.url

/** Prints the address, and the setup link while nobody has an account. */
export async function tellAddress(hub: Hub, config: Config, io: Io): Promise<void> {
  const address = publicAddress(hub, config)
  const secret = await hub.services.setup.offerLink()
  const setupLink = secret === undefined ? undefined : `${address}/setup#${secret}`
  io.line(`共济已启动 Gongji is running: ${address}`)
  if (setupLink !== undefined) {
    io.line('首次使用，请用这个一次性链接创建管理员（7 天内有效）：')
    io.line('First start: make the admin with this one-time link (valid for 7 days):')
    io.line(`  ${setupLink}`)
  }
  io.value({ url: address, setupLink: setupLink ?? null })
}
