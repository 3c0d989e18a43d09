import { z } from 'zod'
import { readOwner } from '../storage/dataDirectory.ts'
import type { Damage } from '../storage/Store.ts'
import { type Command, CommandError, EXIT, type Io } from './command.ts'
import { withHub } from './connect.ts'
import { describeDamage, repairData } from './repairData.ts'
import { onDamage, REPAIR } from './serving.ts'

const damages = z.object({
  items: z.array(z.object({ document: z.string().nullable(), seq: z.number().nullable(), what: z.string() })),
})

/**
 * Checks every record on disk. --repair copies the database, then moves damaged records aside so that the sound ones before them open again
 * (docs/SPEC.md CLI-12).
 */
export const command: Command = {
  usage: 'doctor [--repair] [--json]',
  options: REPAIR,
  operands: 0,
  run: async call => {
    const { config, io } = call
    if (onDamage(call) === 'refuse') {
      const { items } = await withHub(config, hub => hub.get('/damages', damages))
      return report(
        io,
        items.map(it => ({ document: it.document ?? undefined, seq: it.seq ?? undefined, what: it.what })),
      )
    }
    if ((await readOwner(config.dataDir)) !== undefined) throw new CommandError('--repair: stop the running hub first.')
    const { left, ...repair } = await repairData(call)
    return report(io, left, { repair })
  },
}

function report(io: Io, damage: readonly Damage[], more: object = {}): number {
  for (const it of damage) io.line(describeDamage(it))
  io.line(
    damage.length === 0
      ? '数据完好。  Everything on disk is sound.'
      : '有损坏的记录。  There are damaged records: doctor --repair',
  )
  io.value({ sound: damage.length === 0, damages: damage, ...more })
  return damage.length === 0 ? EXIT.done : EXIT.failed
}
