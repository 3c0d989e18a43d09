/** Opens a sheet several times over and takes the times. A process of its own, started by bench/parts/join.ts. */
import { setTimeout as pause } from 'node:timers/promises'
import { openClient } from '../clients/SheetClient.ts'
import type { Address } from '../process/server.ts'
import { targetOf } from '../targets.ts'

export interface JoinWish {
  readonly target: string
  readonly address: Address
  readonly rows: number
  readonly times: number
}

/** Milliseconds from connecting. */
export interface JoinTimes {
  readonly synced: number
  readonly built: number
}

/** Between two times, so that one's garbage is not the other's pause. */
const REST_MS = 500

async function join(wish: JoinWish, member: number): Promise<JoinTimes> {
  const start = performance.now()
  const client = openClient(targetOf(wish.target), wish.address, member)
  await client.synced
  const synced = performance.now() - start
  const rows = client.view().gridRows()
  const built = performance.now() - start
  client.close()
  if (rows.length !== wish.rows) throw new Error(`${wish.target} gave ${rows.length} rows of ${wish.rows}`)
  return { synced, built }
}

async function serve(wish: JoinWish): Promise<void> {
  const joins: JoinTimes[] = []
  for (let i = 0; i < wish.times; i++) {
    joins.push(await join(wish, i))
    await pause(REST_MS)
  }
  process.send?.({ joins }, () => process.exit(0))
}

process.once('message', wish => {
  serve(wish as JoinWish).catch(error => process.send?.({ failed: String(error) }, () => process.exit(1)))
})
process.on('disconnect', () => process.exit(0))
