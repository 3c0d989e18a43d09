import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../server/config.ts'
import { createHub, type Hub } from '../../../server/createHub.ts'
import { HubError } from '../../../shared/protocol/errors.ts'
import { temporaryFolder } from '../testHub.ts'

/** Starts a hub on this folder, does something, and stops it; what it logged comes along. */
async function during<T>(folder: string, env: Record<string, string>, work: (hub: Hub) => Promise<T>) {
  const lines: string[] = []
  const log = pino({ level: 'error' }, { write: line => void lines.push(line) })
  const hub = await createHub(loadConfig({ PORT: '0', DATA_DIR: folder, ...env }), { page: 'none', log })
  try {
    return { result: await work(hub), log: lines.join('') }
  } finally {
    await hub.close()
  }
}

const KEPT = { operation: 'op', organization: 'hub', member: undefined }
const keep = async ({ services: { vault }, store }: Hub, id: string): Promise<string> => {
  const operation = { id: 'op', name: '行动', time_zone: 'Asia/Shanghai', created_at: 0 }
  await store.db
    .insertInto('operation')
    .values(operation)
    .onConflict(on => on.doNothing())
    .execute()
  return vault.keep({ phone: '13800000001' }, KEPT, { newId: () => id, now: 0 })
}
const read = async ({ services: { vault } }: Hub, id: string): Promise<string | undefined> =>
  vault.read(await vault.find(id)).phone
const code = (error: unknown): string => (error instanceof HubError ? error.code : String(error))

describe('the secret of a deployment', () => {
  it('VAULT-5 is made at the first start, readable by its owner alone, and opens what was closed before a restart', async () => {
    const folder = await temporaryFolder()
    await during(folder, {}, hub => keep(hub, 'c1'))
    const file = join(folder, 'vault.key')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const secret = (await readFile(file, 'utf8')).trim()
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect((await during(folder, {}, hub => read(hub, 'c1'))).result).toBe('13800000001')
    await rm(file)
    const given = await during(folder, { VAULT_KEY: secret }, hub => read(hub, 'c1'))
    expect([given.result, given.log]).toEqual(['13800000001', ''])
  })

  it('VAULT-5 missing or another one: the hub runs, the vault is locked, the log says what to do, nothing is made anew', async () => {
    const folder = await temporaryFolder()
    await during(folder, {}, hub => keep(hub, 'c1'))
    const file = join(folder, 'vault.key')
    const secret = await readFile(file, 'utf8')
    const refused = async (hub: Hub) => [
      await keep(hub, 'c2').catch(code),
      await read(hub, 'c1').catch(code),
      [...(await hub.services.vault.masked(['c1'])).values()].map(({ phone }) => phone),
    ]
    const locked = ['vault-locked', 'vault-locked', ['138****0001']]
    await rm(file)
    const missing = await during(folder, {}, refused)
    expect([missing.result, missing.log]).toEqual([locked, expect.stringContaining(`put ${file} back`)])
    await expect(stat(file)).rejects.toThrow('ENOENT')
    const another = await during(folder, { VAULT_KEY: 'cd'.repeat(32) }, refused)
    expect([another.result, another.log]).toEqual([locked, expect.stringContaining('another secret')])
    await writeFile(file, 'no secret')
    const garbled = await during(folder, {}, refused)
    expect([garbled.result, garbled.log]).toEqual([locked, expect.stringContaining('64 hexadecimal digits')])
    await writeFile(file, secret)
    expect((await during(folder, {}, hub => read(hub, 'c1'))).result).toBe('13800000001')
  })

  it('VAULT-5 is in no backup', async () => {
    const folder = await temporaryFolder()
    const copy = join(await temporaryFolder(), 'copy.db')
    await during(folder, {}, async hub => {
      await keep(hub, 'c1')
      await hub.store.backup(copy)
    })
    const secret = Buffer.from((await readFile(join(folder, 'vault.key'), 'utf8')).trim(), 'hex')
    const bytes = await readFile(copy)
    expect(bytes.includes(secret)).toBe(false)
    expect(bytes.includes(secret.toString('hex'))).toBe(false)
    expect(bytes.includes('13800000001')).toBe(false)
  })
})
