import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../../server/storage/openStore.ts'
import { atNoon, temporaryFolder } from './databases.ts'

describe('choosing the engine', () => {
  it('STORE-18 without DATABASE_URL the data is one file of the data directory', async () => {
    const folder = await temporaryFolder()
    const store = await openStore({ databaseUrl: undefined, dataDir: folder.path, now: atNoon })
    expect(store.engine).toBe('sqlite')
    expect(await readdir(folder.path)).toContain('gongji.db')
    await store.close()
    await folder.remove()
  })

  it('STORE-18 a data directory that is not there is unavailable, by the name of the file', async () => {
    const opening = openStore({ databaseUrl: undefined, dataDir: '/nowhere/at/all', now: atNoon })
    await expect(opening).rejects.toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining('/nowhere/at/all'),
    })
  })

  it('STORE-18 with DATABASE_URL it is PostgreSQL, and nothing falls back to a file', async () => {
    const folder = await temporaryFolder()
    const opening = openStore({ databaseUrl: 'postgres://u:s3cret@127.0.0.1:1/x', dataDir: folder.path, now: atNoon })
    const error: unknown = await opening.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('DATABASE_URL') })
    expect(String(error)).not.toContain('s3cret')
    expect(await readdir(folder.path)).toEqual([])
    await folder.remove()
  })
})
