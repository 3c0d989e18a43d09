/** People who edit the sheet while somebody looks at it: raw sockets with valid updates, spread evenly over time. */

import { RawSocket, type Received } from '../load/RawSocket.ts'
import { YjsWire } from '../load/YjsWire.ts'
import type { Address } from '../process/server.ts'
import { targetOf } from '../targets.ts'

const PEOPLE = 25
/** Between two volleys, ms. */
const TICK = 20

export interface Colleagues {
  /** Edits sent so far. */
  readonly sent: () => number
  stop(): void
}

/** Starts `perSecond` edits a second into `column`, one row after the other from `firstRow` on. Member 0 is the one at the browser. */
export async function busyColleagues(
  address: Address,
  wish: { readonly perSecond: number; readonly rows: readonly string[]; readonly column: string },
): Promise<Colleagues> {
  const wire = new YjsWire(targetOf('gongji'), address, 1)
  await Promise.all(wire.probes.map(({ synced }) => synced))
  const received: Received = { frames: 0, bytes: 0 }
  const buffer = Buffer.alloc(1 << 20)
  const sockets = Array.from({ length: PEOPLE }, (_, i) => {
    const token = address.tokens[1 + i]
    return new RawSocket({ port: address.port, path: address.path, token, received, buffer, onClosed: () => {} })
  })
  for (const [i, socket] of sockets.entries()) {
    await socket.opened
    for (const greeting of wire.greetings(i)) socket.send(greeting)
  }
  let sent = 0
  const started = performance.now()
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) * wish.perSecond) / 1000)
    for (; sent < due; sent++) {
      const row = wish.rows[sent % wish.rows.length] ?? ''
      sockets[sent % PEOPLE]?.send(wire.edit(sent % PEOPLE, row, wish.column, `${sent}`))
    }
  }, TICK)
  return {
    sent: () => sent,
    stop: () => {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
      for (const probe of wire.probes) probe.close()
    },
  }
}
