import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { CommandCall } from '../../../server/cli/command.ts'
import { command as doctor } from '../../../server/cli/doctor.ts'
import { soundHub } from '../../../server/cli/serving.ts'
import { loadConfig } from '../../../server/config.ts'
import { openStore } from '../../../server/storage/openStore.ts'
import type { Store } from '../../../server/storage/Store.ts'
import { operationIn, temporaryFolder, testHub } from '../testHub.ts'

const BY = { member: 'local-operator', session: 'test' }
const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `r${from + i}`, cells: { item: `口罩${from + i}` } }))

/** The files of a hub in use, with three commits of a row each in the write-ahead log, in a folder of their own. */
async function leftByPowerCut() {
  const test = await testHub()
  const { sheet } = await operationIn(test, '甲')
  for (const from of [0, 1, 2]) await test.hub.rooms.appendRows(sheet, rows(from, 1), BY)
  const dataDir = await temporaryFolder()
  for (const name of ['gongji.db', 'gongji.db-wal'])
    await copyFile(join(test.config.dataDir, name), join(dataDir, name))
  return { dataDir, sheet, document: `sheet/${sheet}` }
}

async function inStore<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ databaseUrl: undefined, dataDir, now: Date.now })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Other bytes in the place of one record. */
const damage = (dataDir: string, document: string, seq: number) =>
  inStore(dataDir, ({ db }) =>
    db
      .updateTable('doc_log')
      .set({ body: new Uint8Array([1, 2, 3]) })
      .where('document', '=', document)
      .where('seq', '=', seq)
      .execute(),
  )

function call(dataDir: string, repair: 'repair' | 'refuse') {
  const said: string[] = []
  const values: unknown[] = []
  const io: CommandCall['io'] = {
    format: 'json',
    line: () => undefined,
    value: it => void values.push(it),
    raw: async () => undefined,
    say: it => void said.push(it),
  }
  const config = loadConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' })
  return { said, values, call: { config, io, operands: [], values: { repair: repair === 'repair' } } }
}

async function repaired(dataDir: string) {
  const { said, values, call: order } = call(dataDir, 'repair')
  expect(await doctor.run(order)).toBe(0)
  const [value] = values as {
    sound: boolean
    repair: { copy: string | null; sheets: { from: string; to: string; rows: number; title: string }[] }
  }[]
  if (value === undefined) throw new Error('it said nothing')
  return { said: said.join('\n'), ...value }
}

/** Starts a hub as serve does; closed after the test. */
async function served(dataDir: string, repair: 'repair' | 'refuse') {
  const hub = await soundHub(call(dataDir, repair).call, { page: 'none', log: pino({ level: 'silent' }) })
  onTestFinished(() => hub.close())
  return hub
}

const rowCount = async (hub: Awaited<ReturnType<typeof served>>, sheet: string) =>
  (await hub.services.sheets.get(sheet)).rowCount

describe('--repair', { timeout: 60_000 }, () => {
  it('CLI-12 with a damaged write-ahead log copies the files as they lie, keeps what stands before, and renews every sheet', async () => {
    const { dataDir, sheet, document } = await leftByPowerCut()
    const log = join(dataDir, 'gongji.db-wal')
    const bytes = await readFile(log)
    // In the middle: whole commits stand before it and behind it.
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(log, bytes)
    const database = await readFile(join(dataDir, 'gongji.db'))
    await expect(served(dataDir, 'refuse')).rejects.toThrow(/write-ahead log is damaged.*--repair/)
    const { said, sound, repair } = await repaired(dataDir)
    expect(sound).toBe(true)
    expect(await readFile(repair.copy ?? '')).toEqual(database)
    expect(await readFile(`${repair.copy}-wal`)).toEqual(bytes)
    expect(said).toContain(repair.copy)
    expect(said).toContain('the write-ahead log is damaged')
    expect(repair.sheets).toMatchObject([{ from: document, to: `${document}.1`, title: '需求' }])
    const hub = await served(dataDir, 'refuse')
    expect(await rowCount(hub, sheet)).toBe(repair.sheets[0]?.rows)
    expect(repair.sheets[0]?.rows).toBeLessThan(3)
  })

  it('CLI-12 with a damaged record serves the sound ones under a new name, and the old name is gone', async () => {
    const { dataDir, sheet, document } = await leftByPowerCut()
    await damage(dataDir, document, 4)
    await expect(served(dataDir, 'refuse')).rejects.toThrow(`${document} #4`)
    const hub = await served(dataDir, 'repair')
    expect(await rowCount(hub, sheet)).toBe(2)
    expect((await hub.services.sheets.get(sheet)).document).toBe(`${document}.1`)
    await hub.listen()
    const headers = { authorization: `Bearer ${hub.controlToken}` }
    const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/sync/${document}`, { headers })
    expect(await new Promise(resolve => socket.once('close', resolve))).toBe(4404)
    expect((await readdir(dataDir)).filter(name => name.includes('before-repair')).length).toBeGreaterThan(0)
  })

  it('CLI-12 a record missing at the end renews the sheet too', async () => {
    const { dataDir, document } = await leftByPowerCut()
    await inStore(dataDir, ({ db }) => db.deleteFrom('doc_log').where('seq', '=', 4).execute())
    const { repair } = await repaired(dataDir)
    expect(repair.sheets).toMatchObject([{ to: `${document}.1`, rows: 2 }])
  })

  it('CLI-12 a sheet that is left empty is told in words: which, and where its bytes are', async () => {
    const { dataDir, sheet, document } = await leftByPowerCut()
    await damage(dataDir, document, 1)
    const { said, repair } = await repaired(dataDir)
    expect(repair.sheets).toMatchObject([{ to: `${document}.1`, rows: 0 }])
    expect(said).toContain('这张表格现在是空的')
    expect(said).toContain(`The sheet 需求 is empty now`)
    expect(said).toContain(`doc_damaged (document = '${document}')`)
    expect(said).toContain(repair.copy)
    const hub = await served(dataDir, 'refuse')
    expect(await rowCount(hub, sheet)).toBe(0)
    expect(await hub.rooms.appendRows(sheet, rows(9, 1), BY)).toBe(1)
    const aside = await hub.store.db.selectFrom('doc_damaged').select('seq').where('document', '=', document).execute()
    expect(aside.length).toBe(4)
  })

  it('CLI-12 a repair that was cut short before the new names is finished by the next start', async () => {
    const { dataDir, sheet, document } = await leftByPowerCut()
    await damage(dataDir, document, 4)
    await inStore(dataDir, async store => store.repair(await store.check()))
    const hub = await served(dataDir, 'refuse')
    expect((await hub.services.sheets.get(sheet)).document).toBe(`${document}.1`)
    await hub.close()
    const again = await served(dataDir, 'refuse')
    expect((await again.services.sheets.get(sheet)).document).toBe(`${document}.1`)
  })

  it('CLI-12 where nothing is damaged nothing changes, and no copy stays', async () => {
    const { dataDir, sheet, document } = await leftByPowerCut()
    expect(await repaired(dataDir)).toMatchObject({ said: '', repair: { copy: null, sheets: [] } })
    expect((await readdir(dataDir)).filter(name => name.includes('before-repair'))).toEqual([])
    expect((await (await served(dataDir, 'repair')).services.sheets.get(sheet)).document).toBe(document)
    const fresh = join(await temporaryFolder(), 'fresh')
    expect((await (await served(fresh, 'repair')).services.setup.offerLink()) ?? '').not.toBe('')
  })
})
