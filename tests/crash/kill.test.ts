import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { UPKEEP } from '../../server/sync/Upkeep.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { makePlace, type Place, startHub } from './hubProcess.ts'
import { Ledger } from './Ledger.ts'
import { PlainClient } from './PlainClient.ts'
import { prove } from './proof.ts'
import { Writer } from './Writer.ts'

/** Kills of an ordinary run; a longer one: `KILLS=120 npx vitest run --project crash tests/crash/kill.test.ts`. */
const KILLS = Number(process.env.KILLS ?? 14)
const SEED = Number(process.env.KILL_SEED ?? 20200201)
const WRITERS = 4
/** What each writer does at most between two kills: a plain client may say 200 things at once and then 50 a second. */
const EDITS = 120
/** Before that many edits nothing may have come back yet. */
const LEAST = 30

/** mulberry32: small, seeded, the same everywhere. */
function random(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Everybody at the sheet, over all kills. */
class Team {
  readonly ledger = new Ledger()
  readonly reader: PlainClient
  readonly writers: readonly Writer[]
  #onSeen: (edits: number) => void = () => undefined

  constructor(place: Place) {
    const { ledger } = this
    this.reader = new PlainClient(place, place.auditor)
    this.reader.sheet.onChange(({ added, updated }) => {
      const count = ledger.see(this.reader.sheet, [...added, ...updated.keys()])
      if (count > 0) this.#onSeen(count)
    })
    this.writers = place.tokens.map((token, i) => new Writer(place, { token, name: `w${i}`, ledger }))
  }

  get clients(): readonly PlainClient[] {
    return [this.reader, ...this.writers.map(({ client }) => client)]
  }

  async synced(): Promise<void> {
    await Promise.all(this.clients.map(client => client.until(() => client.synced)))
  }

  connect(): void {
    for (const client of this.clients) client.connect()
  }

  /** Nobody may bring back what the hub has lost before it has been looked at. */
  disconnect(): void {
    for (const writer of this.writers) writer.stop()
    for (const client of this.clients) client.disconnect()
  }

  /** All write; `stop` is called at the k-th edit that has been seen, has come back, or has just been handed to the socket. */
  writeUntil(moment: 'seen' | 'acknowledged' | 'written', k: number, stop: () => void): void {
    let left = k
    const count = (edits: number): void => {
      left -= edits
      if (left <= 0 && left > -edits) stop()
    }
    this.#onSeen = moment === 'seen' ? count : () => undefined
    for (const writer of this.writers) writer.write(EDITS, moment === 'seen' ? {} : { [moment]: () => count(1) })
  }
}

describe('kill -9', () => {
  it(`SYNC-27 ${KILLS} kills at any moment lose no edit that came back or was seen, seed ${SEED}`, {
    timeout: 60_000 + KILLS * 30_000,
  }, async () => {
    const dice = random(SEED)
    const place = await makePlace({ editors: WRITERS })
    let hub = await startHub(place)
    const team = new Team(place)
    const { ledger } = team
    for (let kill = 0; kill < KILLS; kill++) {
      await team.synced()
      const moment = (['seen', 'acknowledged', 'written'] as const)[kill % 3] ?? 'seen'
      const before = ledger.promised
      team.writeUntil(moment, LEAST + Math.floor(dice() * 0.5 * WRITERS * EDITS), () => hub.signal('SIGKILL'))
      expect(await hub.ended).toEqual([null, 'SIGKILL'])
      expect(ledger.promised).toBeGreaterThan(before)
      team.disconnect()
      hub = await startHub(place)
      await prove(hub, place, ledger, 'promised')
      team.connect()
    }
    // What was under way each time was never lost either: its authors' clients send it again, and it is written once.
    await team.synced()
    await team.reader.until(() => ledger.seen.size === ledger.written.size)
    await prove(hub, place, ledger, 'written')
    expect(ledger.acknowledged.size).toBeGreaterThan(KILLS)
    say(
      `SYNC-27: ${KILLS} kills, ${ledger.written.size} edits, ${ledger.acknowledged.size} came back and ${ledger.seen.size} were seen, 0 lost`,
    )
  })

  it('SYNC-27 SHEET-7 killed in the middle of a fold the sheet is whole, and the fold is made again', async () => {
    const ids = Array.from({ length: 7_000 }, (_, i) => `r${i}`)
    const place = await makePlace({ editors: 1, rows: ids.map(id => ({ id, cells: { item: `口罩 ${id}` } })) })
    const [token = ''] = place.tokens
    let hub = await startHub(place)
    const writer = new PlainClient(place, token)
    await overlay(writer, ids)
    const expected = view(writer.sheet)
    // Each time further into the fold: as soon as it has opened its generation, after some blocks, after more.
    let cut = 0
    for (const blocks of [1, 16, 32]) {
      await writer.until(() => writer.synced)
      await untilFolding(writer, blocks)
      await hub.kill()
      writer.disconnect()
      hub = await startHub(place)
      await prove(hub, place, new Ledger(), 'promised')
      const late = new PlainClient(place, place.auditor)
      await late.caughtUp()
      if (late.sheet.living.length > 1) cut++
      expect(view(late.sheet)).toEqual(expected)
      late.close()
      writer.connect()
    }
    await writer.until(() => writer.synced && writer.sheet.living.length === 1)
    expect(writer.sheet.overlaySize).toBe(0)
    expect(view(writer.sheet)).toEqual(expected)
    await prove(hub, place, new Ledger(), 'promised')
    expect(cut).toBeGreaterThan(0)
  })
})

const view = (sheet: SheetDocument): object => Object.fromEntries(sheet.rows().map(row => [row, sheet.cells(row)]))

/** Writes so many cells that the hub folds them at its next look. Nobody else has filled them: a brake stops who writes over others' cells. */
async function overlay(writer: PlainClient, rows: readonly string[]): Promise<void> {
  await writer.until(() => writer.synced)
  const edits = rows.flatMap(row =>
    ['specification', 'note', 'unit'].map(column => ({ row, column, value: `${column} ${row}` })),
  )
  expect(edits.length).toBeGreaterThan(UPKEEP.foldAt)
  let back = -1
  writer.onAcknowledged(clock => {
    back = clock
  })
  for (let i = 0; i < edits.length; i += 3_000) writer.sheet.edit(edits.slice(i, i + 3_000))
  await writer.until(() => back === edits.length - 1)
}

/** Until this client has seen so many blocks rewritten. */
async function untilFolding(client: PlainClient, blocks: number): Promise<void> {
  let seen = 0
  const count = (event: Y.YMapEvent<string>): void => {
    seen += event.keysChanged.size
  }
  client.sheet.base.observe(count)
  await client.until(() => seen >= blocks || (client.synced && client.sheet.overlaySize === 0))
  client.sheet.base.unobserve(count)
}
