import { spawnSync } from 'node:child_process'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../server/storage/openStore.ts'
import { runCli } from '../server/cli/runCli.ts'
import { temporaryFolder } from '../server/testHub.ts'
import { get, getAll, type HubProcess, makePlace, type Place, type Start, startHub } from './hubProcess.ts'
import { Ledger } from './Ledger.ts'
import { PlainClient } from './PlainClient.ts'
import { prove } from './proof.ts'
import { Writer } from './Writer.ts'

/** A disk that is about to be full. */
interface TightDisk {
  readonly dataDir: string
  /** How the hub has to be started to feel it. */
  readonly start: Start
  /** What clients are told. */
  readonly code: 'disk-full' | 'not-saved'
  /** Makes room again; the hub given is running, the one returned is too. */
  widen(hub: HubProcess, place: Place): Promise<HubProcess>
}

const KIB = 1024

/** Every machine can limit how large a file a process may write; only a new process is free of it. */
async function limitedFiles(): Promise<TightDisk> {
  return {
    dataDir: await temporaryFolder(),
    start: { fileLimit: 1_500 },
    code: 'not-saved',
    widen: async (hub, place) => {
      await hub.kill()
      return startHub(place)
    },
  }
}

const mount = (...args: string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0

/** A small disk of its own, where this account may mount one; room is made while the hub runs. */
async function smallDisk(): Promise<TightDisk> {
  const disk = await temporaryFolder()
  if (!mount('-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk)) throw new Error('a disk could be mounted a moment ago')
  onTestFinished(() => void spawnSync('umount', ['-l', disk]))
  const ballast = join(disk, 'ballast')
  await writeFile(ballast, new Uint8Array(3_000 * KIB))
  const dataDir = join(disk, 'data')
  await mkdir(dataDir)
  return {
    dataDir,
    start: {},
    code: 'disk-full',
    widen: async hub => {
      await rm(ballast)
      return hub
    },
  }
}

function mayMount(): boolean {
  const unshared = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
  return process.getuid?.() === 0 && unshared.status === 0
}

const DISKS: readonly (readonly [name: string, make: () => Promise<TightDisk>])[] = [
  ['files may grow no further', limitedFiles],
  ...(mayMount() ? [['the disk is full', smallDisk] as const] : []),
]

describe('a disk that takes no more', () => {
  it.each(DISKS)(
    'SYNC-25 SYNC-27 STORE-13 %s: clients are told, nothing seen is lost, and it goes on',
    async (_, make) => {
      const disk = await make()
      const place = await makePlace({ editors: 2, dataDir: disk.dataDir })
      let hub = await startHub(place, disk.start)
      const ledger = new Ledger()
      const reader = new PlainClient(place, place.auditor)
      reader.sheet.onChange(({ added, updated }) => void ledger.see(reader.sheet, [...added, ...updated.keys()]))
      const text = (n: number): string => `${n} ${'x'.repeat(9_000)}`
      const writers = place.tokens.map((token, i) => new Writer(place, { token, name: `w${i}`, ledger, text }))
      const clients = [reader, ...writers.map(({ client }) => client)]
      await Promise.all(clients.map(client => client.until(() => client.synced)))
      for (const writer of writers) writer.write(100)
      // Told again and again: the hub has tried in between and is not merely slow.
      for (const client of clients)
        await client.until(() => client.closes.filter(close => close === `1013 ${disk.code}`).length >= 3)
      for (const writer of writers) writer.stop()
      const before = ledger.promised
      expect(before).toBeGreaterThan(20)
      expect(ledger.written.size).toBeGreaterThan(ledger.seen.size)
      expect((await fetch(`${hub.url}/healthz`)).status).toBe(200)
      hub = await disk.widen(hub, place)
      await reader.until(() => ledger.seen.size === ledger.written.size)
      await prove(hub, place, ledger, 'written')
    },
  )
})

describe('SIGTERM', () => {
  it('CLI-10 SYNC-27 in the middle of everybody’s typing: what came back or was seen is on disk, and it ends with 0', async () => {
    const place = await makePlace({ editors: 3 })
    const hub = await startHub(place)
    const ledger = new Ledger()
    const reader = new PlainClient(place, place.auditor)
    const writers = place.tokens.map((token, i) => new Writer(place, { token, name: `w${i}`, ledger }))
    const clients = [reader, ...writers.map(({ client }) => client)]
    await Promise.all(clients.map(client => client.until(() => client.synced)))
    reader.sheet.onChange(({ added, updated }) => {
      if (ledger.see(reader.sheet, [...added, ...updated.keys()]) > 0 && ledger.seen.size > 100) hub.signal('SIGTERM')
    })
    for (const writer of writers) writer.write(150)
    expect(await hub.ended).toEqual([0, null])
    for (const client of clients) await client.until(() => client.closes.length > 0)
    expect(clients.map(client => client.closes[0])).toEqual(clients.map(() => '1012 restart'))
    for (const client of clients) client.disconnect()
    const again = await startHub(place)
    await prove(again, place, ledger, 'promised')
    for (const writer of writers) writer.stop()
    for (const client of clients) client.connect()
    await reader.until(() => ledger.seen.size === ledger.written.size)
    await prove(again, place, ledger, 'written')
  })
})

describe('a damaged record', () => {
  it('CLI-6 STORE-8 STORE-16 serve refuses to start and names it; serve --repair begins with a copy and keeps all before it', async () => {
    const place = await makePlace({ editors: 1 })
    const [token = ''] = place.tokens
    const first = await startHub(place)
    const ledger = new Ledger()
    const writer = new Writer(place, { token, name: 'w', ledger })
    await writer.client.until(() => writer.client.synced)
    writer.write(40)
    await writer.client.until(() => ledger.acknowledged.size === ledger.written.size && ledger.written.size > 40)
    writer.client.close()
    first.signal('SIGTERM')
    expect(await first.ended).toEqual([0, null])
    const before = await readdir(place.dataDir)

    const { seq, last } = await damageMiddle(place)
    const refused = await startHub(place)
    expect([refused.url, await refused.ended]).toEqual(['', [1, null]])
    for (const part of [place.document, `${seq}`, '--repair', 'doctor']) expect(refused.said()).toContain(part)
    expect((await runCli(place.dataDir, ['doctor'])).code).toBe(1)

    const repaired = await startHub(place, { args: ['--repair'] })
    expect(repaired.url).not.toBe('')
    const copies = (await readdir(place.dataDir)).filter(name => !before.includes(name) && name.includes('repair'))
    expect(copies.length).toBeGreaterThan(0)
    expect(repaired.said()).toContain(copies[0])
    expect((await stat(join(place.dataDir, copies[0] ?? ''))).size).toBeGreaterThan(0)
    const rows = await getAll<{ id: string; cells: object }>(repaired, place.auditor, `/sheets/${place.sheet}/rows`)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(ledger.written.size / 2)
    for (const { id, cells } of rows) expect(cells).toMatchObject({ item: ledger.written.get(`${id}:item`)?.value })
    // Clients may still hold what was cut off; under its new name they begin with what is left, and write on.
    const { document } = await get<{ document: string }>(repaired, place.auditor, `/sheets/${place.sheet}`)
    expect(document).toBe(`${place.document}.1`)
    const renewed = { ...place, document }
    await prove(repaired, renewed, new Ledger(), 'promised')
    const old = new PlainClient(place, token)
    await old.until(() => old.closes.length > 0)
    expect(old.closes).toEqual(['4404 no-such-document'])
    const written = new Ledger()
    const other = new Writer(renewed, { token, name: 'after', ledger: written })
    await other.client.until(() => other.client.synced)
    other.write(5)
    await other.client.until(() => written.acknowledged.size === 8)
    repaired.signal('SIGTERM')
    expect(await repaired.ended).toEqual([0, null])
    const aside = await readAside(place)
    expect(aside).toEqual(Array.from({ length: last - seq + 1 }, (_, i) => seq + i))
  })
})

/** Flips a bit in a record in the middle of the sheet's log. */
async function damageMiddle(place: Place): Promise<{ seq: number; last: number }> {
  const store = await openStore({ databaseUrl: undefined, dataDir: place.dataDir, now: Date.now })
  try {
    const records = await store.db
      .selectFrom('doc_log')
      .select(['seq', 'body'])
      .where('document', '=', place.document)
      .orderBy('seq')
      .execute()
    const middle = records[Math.floor(records.length / 2)]
    if (middle === undefined) throw new Error('no records')
    const body = Uint8Array.from(middle.body)
    body[3] = (body[3] ?? 0) ^ 4
    await store.db
      .updateTable('doc_log')
      .set({ body })
      .where('document', '=', place.document)
      .where('seq', '=', middle.seq)
      .execute()
    return { seq: middle.seq, last: records.at(-1)?.seq ?? 0 }
  } finally {
    await store.close()
  }
}

async function readAside(place: Place): Promise<number[]> {
  const store = await openStore({ databaseUrl: undefined, dataDir: place.dataDir, now: Date.now })
  try {
    const rows = await store.db.selectFrom('doc_damaged').select('seq').orderBy('seq').execute()
    return rows.map(({ seq }) => seq)
  } finally {
    await store.close()
  }
}
