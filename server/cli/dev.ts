import type { Command } from './command.ts'
import { REPAIR, runUntilStopped, soundHub, tellAddress } from './serving.ts'

/** Runs the hub with the page from its source: Vite inside the same process and port. */
export const command: Command = {
  usage: 'dev [--repair]',
  options: REPAIR,
  operands: 0,
  run: async call => {
    const { config, io } = call
    const hub = await soundHub(call, { page: 'vite' })
    return runUntilStopped(hub, config, () => tellAddress(hub, config, io))
  },
}
