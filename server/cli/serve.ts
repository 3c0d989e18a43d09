import type { Command } from './command.ts'
import { REPAIR, runUntilStopped, soundHub, tellAddress } from './serving.ts'

/** Runs the hub with the built page. */
export const command: Command = {
  usage: 'serve [--repair] [--json]',
  options: REPAIR,
  operands: 0,
  run: async call => {
    const { config, io } = call
    const hub = await soundHub(call, { page: 'built' })
    return runUntilStopped(hub, config, () => tellAddress(hub, config, io))
  },
}
