/**
 * The load, a process of its own on core 1: N clients that edit and move their cursor once a second each, and a few probes that
 * hold the whole sheet and note the moment an edit shows. Started by bench/parts/live.ts, which talks to it over IPC.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { cellKey } from '../../shared/sheet/cell.ts'
import { EDITED, seededRandom, sheetRows, typedText } from '../content/sheet.ts'
import type { Address } from '../process/server.ts'
import { targetOf } from '../targets.ts'
import { EditLedger, type Latencies } from './EditLedger.ts'
import { type Beat, beatsOf, Pace } from './Pace.ts'
import { RawSocket, type Received } from './RawSocket.ts'
import { openWire, type Wire } from './Wire.ts'

/** What the generator is to do. Times in seconds. */
export interface LoadWish {
  readonly target: string
  readonly address: Address
  readonly clients: number
  readonly rows: number
  readonly warmUp: number
  readonly window: number
}

/** What came of it, as far as the generator can tell. */
export interface LoadResult extends Latencies {
  readonly framesPerSecond: number
  readonly megabytesPerSecond: number
  readonly generatorCpuPercent: number
  readonly generatorLagP99: number
  /** Clients and probes that the server ended, by close code. */
  readonly closed: Readonly<Record<string, number>>
  /** Edits written again because the generation they were in had been folded away. */
  readonly replayed: number
}

const PROBES = 3
/** How long an edit may take and still count as delivered, after the window. */
const GRACE_MS = 2500
/** Connections opened at once. */
const CONNECTING = 25

class Load {
  readonly #wish: LoadWish
  readonly #wire: Wire
  readonly #ledger = new EditLedger(PROBES)
  readonly #random = seededRandom(7)
  readonly #sheet: ReturnType<typeof sheetRows>
  readonly #sockets: RawSocket[] = []
  readonly #received: Received = { frames: 0, bytes: 0 }
  readonly #closed: Record<string, number> = {}
  /** Cell → who wrote it, while no probe has seen it. */
  readonly #pending = new Map<string, { row: string; column: string; client: number }>()
  #replayed = 0

  constructor(wish: LoadWish) {
    this.#wish = wish
    this.#sheet = sheetRows(wish.rows)
    this.#wire = openWire(targetOf(wish.target), wish.address, PROBES)
    this.#wire.probes.forEach((probe, i) => {
      probe.onCell(cell => {
        this.#ledger.seen(i, cell, performance.now())
        this.#pending.delete(cell)
      })
    })
  }

  async connect(): Promise<void> {
    await Promise.all(this.#wire.probes.map(probe => probe.synced))
    while (this.#wire.probes.some(probe => probe.rowCount() < this.#wish.rows)) await pause(100)
    const buffer = Buffer.alloc(1 << 18)
    for (let i = 0; i < this.#wish.clients; i += CONNECTING) {
      const few = Array.from({ length: Math.min(CONNECTING, this.#wish.clients - i) }, (_, j) =>
        this.#open(i + j, buffer),
      )
      await Promise.all(few.map(socket => socket.opened))
      few.forEach((socket, j) => {
        for (const message of this.#wire.greetings(i + j)) socket.send(message)
      })
    }
  }

  async run(opens: () => void, closes: () => void): Promise<LoadResult> {
    const pace = new Pace(beatsOf(this.#wish.clients, this.#random), beat => this.#act(beat))
    const replays = setInterval(() => this.#replay(), 200)
    await pause(this.#wish.warmUp * 1000)
    const from = performance.now()
    const cpu = process.cpuUsage()
    const before = { ...this.#received }
    pace.takeLag()
    opens()
    await pause(this.#wish.window * 1000)
    closes()
    const to = performance.now()
    const used = process.cpuUsage(cpu)
    const lag = pace.takeLag()
    const seconds = (to - from) / 1000
    const rates = {
      framesPerSecond: (this.#received.frames - before.frames) / seconds,
      megabytesPerSecond: (this.#received.bytes - before.bytes) / seconds / 1e6,
      generatorCpuPercent: (used.user + used.system) / 1e4 / seconds,
      generatorLagP99: lag.p99,
    }
    await pause(GRACE_MS)
    clearInterval(replays)
    pace.stop()
    return { ...this.#ledger.latencies(from, to), ...rates, closed: this.#allClosed(), replayed: this.#replayed }
  }

  #open(index: number, buffer: Buffer): RawSocket {
    const { address } = this.#wish
    const token = address.tokens[index % Math.max(1, address.tokens.length)]
    const onClosed = (code: number): void => {
      this.#closed[code] = (this.#closed[code] ?? 0) + 1
    }
    const socket = new RawSocket({
      port: address.port,
      path: address.path,
      token,
      received: this.#received,
      buffer,
      onClosed,
    })
    this.#sockets.push(socket)
    return socket
  }

  #act({ client, does }: Beat): void {
    const { row, column } = this.#cell(this.#ledger.size)
    const socket = this.#sockets[client]
    if (does === 'cursor') socket?.send(this.#wire.cursor(client, row, column))
    else {
      const message = this.#wire.edit(client, row, column, typedText(this.#random))
      this.#pending.set(cellKey(row, column), { row, column, client })
      this.#ledger.sent(cellKey(row, column), performance.now())
      socket?.send(message)
    }
  }

  /** The n-th cell to be edited: every one is another, neighbours in time are far apart in the sheet. */
  #cell(n: number): { row: string; column: string } {
    const rows = this.#sheet.length
    const row = this.#sheet[(n * 7919) % rows]?.id
    const column = EDITED[Math.floor(n / rows)]
    if (row === undefined || column === undefined) throw new Error('the sheet has too few cells for this many edits')
    return { row, column }
  }

  /** What our own client does with an edit that reached a folded generation: write it again into the newest. */
  #replay(): void {
    for (const { row, column, client } of this.#pending.values())
      if (this.#wire.lost(row, column)) {
        this.#replayed++
        this.#sockets[client]?.send(this.#wire.edit(client, row, column, typedText(this.#random)))
      }
  }

  #allClosed(): Record<string, number> {
    for (const probe of this.#wire.probes) {
      const code = probe.closedWith()
      if (code !== undefined) this.#closed[`probe ${code}`] = (this.#closed[`probe ${code}`] ?? 0) + 1
    }
    return this.#closed
  }
}

async function serve(wish: LoadWish): Promise<void> {
  const load = new Load(wish)
  await load.connect()
  const result = await load.run(
    () => process.send?.({ window: 'opens' }),
    () => process.send?.({ window: 'closes' }),
  )
  process.send?.({ result }, () => process.exit(0))
}

process.once('message', wish => {
  serve(wish as LoadWish).catch(error => process.send?.({ failed: String(error) }, () => process.exit(1)))
})
process.on('disconnect', () => process.exit(0))
