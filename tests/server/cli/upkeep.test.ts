import { type ChildProcess, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readOwner } from '../../../server/storage/dataDirectory.ts'
import { openStore } from '../../../server/storage/openStore.ts'
import { type Operation, operationIn, type TestHub, temporaryFolder, testHub } from '../testHub.ts'
import { cliJson, runCli, startCli } from './runCli.ts'

const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `r${i}`, cells: { item: `口罩${i}` } }))

async function filledHub(): Promise<TestHub & { here: Operation }> {
  const test = await testHub()
  const here = await operationIn(test, '甲')
  await test.hub.rooms.appendRows(here.sheet, rows(3), { member: 'local-operator', session: 'test' })
  return { ...test, here }
}

/** The first JSON line a process prints. */
async function firstLine(child: ChildProcess): Promise<unknown> {
  if (child.stdout === null) throw new Error('no pipe')
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line)
  throw new Error('it ended without a word')
}

describe('upkeep', { timeout: 120_000 }, () => {
  it('CLI-7 restore fills an empty directory only, keeps every row and gives each sheet a new edition', async () => {
    const test = await filledHub()
    const file = join(await temporaryFolder(), 'copy.db')
    await test.hub.store.backup(file)
    const target = join(await temporaryFolder(), 'new')
    const { editions } = await cliJson<{ editions: object[] }>(target, ['restore', file])
    const document = `sheet/${test.here.sheet}`
    expect(editions).toEqual([{ sheet: test.here.sheet, from: document, to: `${document}.1` }])
    const restored = await testHub({}, { DATA_DIR: target })
    expect(await restored.operator('GET', `/sheets/${test.here.sheet}`)).toMatchObject({
      document: `${document}.1`,
      rowCount: 3,
    })
    expect(await restored.hub.store.load(document)).toBeUndefined()
    expect(await restored.hub.store.check()).toEqual([])
    expect(await restored.operator('GET', `/sheets/${test.here.sheet}/rows`)).toEqual(
      await test.operator('GET', `/sheets/${test.here.sheet}/rows`),
    )
    await restored.hub.close()
    const again = await runCli(target, ['restore', file])
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('gongji.db')])
  })

  it('CLI-7 restore refuses a directory that holds anything, a leftover log above all, and leaves it as it is', async () => {
    const test = await filledHub()
    const folder = await temporaryFolder()
    const file = join(folder, 'copy.db')
    await test.hub.store.backup(file)
    for (const name of ['gongji.db-wal', 'gongji.db-shm', 'gongji.db.before-repair-1', 'photo.jpg']) {
      const target = await temporaryFolder()
      await writeFile(join(target, name), 'kept')
      const refused = await runCli(target, ['restore', file])
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`${target} holds ${name}.`)])
      expect(await readFile(join(target, name), 'utf8')).toBe('kept')
      expect(await readdir(target)).not.toContain('gongji.db')
    }
    // The backup itself may lie there, and so may the machine's settings.
    await writeFile(join(folder, 'settings.json'), '{}')
    expect((await runCli(folder, ['restore', file])).code).toBe(0)
    expect((await readdir(folder)).filter(name => /restoring|-wal/.test(name))).toEqual([])
  })

  it('CLI-7 restore takes the log that lies beside a copy of the bare files', async () => {
    const test = await filledHub()
    const folder = await temporaryFolder()
    for (const ending of ['', '-wal'])
      await copyFile(join(test.config.dataDir, `gongji.db${ending}`), join(folder, `copy.db${ending}`))
    const target = join(folder, 'new')
    await cliJson(target, ['restore', join(folder, 'copy.db')])
    const restored = await testHub({}, { DATA_DIR: target })
    expect(await restored.operator('GET', `/sheets/${test.here.sheet}`)).toMatchObject({ rowCount: 3 })
  })

  it('CLI-7 restore leaves nothing behind when the file is no backup, and refuses a directory in use', async () => {
    const test = await filledHub()
    const folder = await temporaryFolder()
    const file = join(folder, 'copy.db')
    await writeFile(file, 'this is no database, whatever its name says')
    const target = join(folder, 'new')
    expect((await runCli(target, ['restore', file])).code).toBe(1)
    expect((await readdir(target)).filter(name => name.startsWith('gongji.db'))).toEqual([])
    const busy = await runCli(test.config.dataDir, ['restore', file])
    expect([busy.code, busy.stderr]).toEqual([1, expect.stringContaining(test.config.dataDir)])
  })

  it('CLI-6 serve does not start on damaged records and names them; doctor --repair copies, then mends', async () => {
    const test = await filledHub()
    const { dataDir } = test.config
    const document = `sheet/${test.here.sheet}`
    await test.hub.close()
    const store = await openStore({ databaseUrl: undefined, dataDir, now: Date.now })
    const { head_seq: seq } = await store.db
      .selectFrom('document')
      .select('head_seq')
      .where('name', '=', document)
      .executeTakeFirstOrThrow()
    await store.db
      .updateTable('doc_log')
      .set({ body: new Uint8Array([1, 2, 3]) })
      .where('seq', '=', seq)
      .execute()
    await store.close()
    const refused = await runCli(dataDir, ['serve'])
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toContain(`${document} #${seq}`)
    expect(refused.stderr).toContain('--repair')
    expect((await runCli(dataDir, ['doctor'])).code).toBe(1)
    expect(await cliJson(dataDir, ['doctor', '--repair'])).toMatchObject({ sound: true, damages: [] })
    expect((await readdir(dataDir)).filter(name => /before-repair-\d+$/.test(name)).length).toBe(1)
    expect((await runCli(dataDir, ['doctor'])).code).toBe(0)
  })

  it('CLI-10 serve prints where it answers, and on SIGTERM gives the directory back', async () => {
    const folder = await temporaryFolder()
    const child = startCli(folder, ['serve', '--json'])
    onTestFinished(() => void child.kill('SIGKILL'))
    const exit = once(child, 'exit')
    const said = (await firstLine(child)) as { url: string; setupLink: string }
    expect(said.setupLink).toMatch(new RegExp(`^${said.url}/setup#[\\w-]{43}$`))
    expect((await fetch(`${said.url}/healthz`)).status).toBe(200)
    expect((await readOwner(folder))?.url).toBe(said.url)
    const second = await runCli(folder, ['serve'])
    expect([second.code, second.stderr]).toEqual([1, expect.stringContaining(said.url)])
    const taken = await runCli(await temporaryFolder(), ['serve'], { PORT: new URL(said.url).port })
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringMatching(/^PORT: /)])
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    expect(await readOwner(folder)).toBeUndefined()
  })
})

describe('demo', { timeout: 120_000 }, () => {
  it('CLI-8 prints a link for each member every time, and goes on with what was there', async () => {
    const folder = await temporaryFolder()
    const printed = new Set<string>()
    for (let start = 0; start < 2; start++) {
      const child = startCli(folder, ['demo', '--json'])
      onTestFinished(() => void child.kill('SIGKILL'))
      const exit = once(child, 'exit')
      const { url, links } = (await firstLine(child)) as { url: string; links: { role: string; link: string }[] }
      for (const { link } of links) printed.add(new URL(link).hash.slice(1))
      const token = new URL(links.find(({ role }) => role === 'editor')?.link ?? '').hash.slice(1)
      const signedIn = await fetch(`${url}/api/v1/links`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      })
      expect(await signedIn.json()).toMatchObject({ operations: [{ id: 'demo' }] })
      child.kill('SIGTERM')
      expect(await exit).toEqual([0, null])
    }
    expect(printed.size).toBe(14)
  })
})

describe('prepare', () => {
  /** A folder like a fresh clone with one dependency, and an npm that only says what it was asked for. */
  async function clone(
    installed: string | undefined,
  ): Promise<{ status: number | null; stdout: string; stderr: string }> {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'server', 'cli'), { recursive: true })
    await cp('server/cli/prepare.mjs', join(folder, 'server', 'cli', 'prepare.mjs'))
    const lock = (version: string) => JSON.stringify({ packages: { '': {}, 'node_modules/x': { version } } })
    if (installed !== undefined) {
      await mkdir(join(folder, 'node_modules'))
      await writeFile(join(folder, 'node_modules', '.package-lock.json'), lock(installed))
    }
    await writeFile(join(folder, 'package-lock.json'), lock('1.0.0'))
    await writeFile(join(folder, 'npm.cjs'), 'console.log("asked", process.argv.slice(2).join(" "))')
    const env = { ...process.env, npm_execpath: join(folder, 'npm.cjs') }
    return spawnSync(process.execPath, [join(folder, 'server', 'cli', 'prepare.mjs')], { env, encoding: 'utf8' })
  }

  it('CLI-9 installs when nothing or something else is installed, and prints nothing on stdout', async () => {
    for (const installed of [undefined, '0.9.0']) {
      const { status, stdout, stderr } = await clone(installed)
      expect([status, stdout, stderr]).toEqual([0, '', expect.stringContaining('asked ci')])
    }
  })

  it('CLI-9 does nothing and says nothing when all is there, whatever the dates of the files', async () => {
    expect(await clone('1.0.0')).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })
})
