import { spawnSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createClient } from '@libsql/client'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyDatabase } from '../../../server/storage/copyDatabase.ts'
import { BUSY_TIMEOUT, bindable, SqliteConnection } from '../../../server/storage/SqliteConnection.ts'
import type { LogBatch, Store } from '../../../server/storage/Store.ts'
import { openSqlite } from '../../../server/storage/sqlite.ts'
import { addSheet, recordOf } from '../../contracts/store.ts'
import { atNoon, sqliteSetup } from './databases.ts'

describe('SQLite', { timeout: 60_000 }, () => {
  let setup: Awaited<ReturnType<typeof sqliteSetup>>
  let store: Store
  let place: Awaited<ReturnType<typeof addSheet>>
  beforeEach(async () => {
    setup = await sqliteSetup()
    store = await setup.open()
    place = await addSheet(store, 's')
  })
  afterEach(async () => {
    await store.close()
    await setup.drop()
  })

  const batch = (seq: number, size = 3): LogBatch => ({
    ...place,
    record: recordOf(seq, new Uint8Array(size).fill(seq)),
    changes: [],
    bindings: [],
  })
  const pragma = async (name: string): Promise<unknown> =>
    Object.values((await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(store.db)).rows[0] ?? {})[0]
  const records = async (from = store): Promise<number> => (await from.load(place.document))?.records.length ?? -1

  it('STORE-10 the connection that writes has the settings that make a commit durable', async () => {
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('foreign_keys')).toBe(1)
    expect(await pragma('busy_timeout')).toBe(BUSY_TIMEOUT)
  })

  it('STORE-10 the settings are set again after a failure of the connection', async () => {
    const connection = await SqliteConnection.open(setup.file)
    try {
      await connection.use(client => client.execute('PRAGMA synchronous=OFF'))
      const failure = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' })
      await expect(connection.use(() => Promise.reject(failure))).rejects.toBe(failure)
      const level = await connection.use(async client => (await client.execute('PRAGMA synchronous')).rows[0]?.[0])
      expect(level).toBe(2)
    } finally {
      connection.close()
    }
  })

  it('STORE-13 after a failed flush everything visible is written out before the next use', async () => {
    const connection = await SqliteConnection.open(setup.file)
    try {
      await store.append(batch(1))
      expect((await stat(`${setup.file}-wal`)).size).toBeGreaterThan(0)
      const failure = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' })
      await expect(connection.use(() => Promise.reject(failure))).rejects.toBe(failure)
      await connection.use(async () => {})
      expect((await stat(`${setup.file}-wal`)).size).toBe(0)
      expect(await records()).toBe(1)
    } finally {
      connection.close()
    }
  })

  it('STORE-13 while the files cannot be used, who only reads is told so too, until they can', async () => {
    const folder = `${dirname(setup.file)}/apart`
    await mkdir(folder)
    const connection = await SqliteConnection.open(join(folder, 'a.db'))
    try {
      const failure = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' })
      await expect(connection.use(() => Promise.reject(failure))).rejects.toBe(failure)
      await rename(folder, `${folder}-gone`)
      await expect(connection.use(async () => 'read')).rejects.toMatchObject({ code: 'not-saved' })
      await rename(`${folder}-gone`, folder)
      expect(await connection.use(async () => 'read')).toBe('read')
    } finally {
      connection.close()
    }
  })

  it('STORE-11 appends, queries and transactions asked for at once all happen, one after another', async () => {
    const seen: number[] = []
    const work = Array.from({ length: 30 }, (_, i) => {
      const seq = i + 1
      if (i % 3 === 1) return store.db.selectFrom('document').select('head_seq').execute()
      if (i % 3 === 2) {
        return store.db.transaction().execute(async tx => {
          const before = await tx.selectFrom('document').select('head_seq').executeTakeFirstOrThrow()
          await tx
            .updateTable('sheet')
            .set({ title: `t${seq}` })
            .execute()
          const after = await tx.selectFrom('document').select('head_seq').executeTakeFirstOrThrow()
          seen.push(after.head_seq - before.head_seq)
        })
      }
      return store.append(batch(i / 3 + 1))
    })
    await Promise.all(work)
    expect(await records()).toBe(10)
    expect(seen).toEqual(Array.from({ length: 10 }, () => 0))
  })

  it('STORE-11 who waits too long for the connection is told so, and holds nobody behind', async () => {
    const connection = await SqliteConnection.open(setup.file, 1)
    try {
      const [, release] = await connection.acquire()
      await expect(connection.use(async () => {})).rejects.toMatchObject({
        code: 'not-saved',
        detail: expect.stringContaining('busy'),
      })
      release()
      expect(await connection.use(async () => 'mine')).toBe('mine')
    } finally {
      connection.close()
    }
  })

  it('STORE-11 a transaction that fails leaves nothing and does not hold the connection', async () => {
    const failure = new Error('changed my mind')
    const transaction = store.db.transaction().execute(async tx => {
      await tx.updateTable('sheet').set({ title: 'half' }).execute()
      throw failure
    })
    await expect(transaction).rejects.toBe(failure)
    expect(await store.db.selectFrom('sheet').select('title').executeTakeFirst()).toEqual({ title: '需求' })
    await store.append(batch(1))
  })

  it('STORE-12 only what the engine can hold is bound; anything else is an error that says its place', async () => {
    expect(bindable(['a', 1, 2n, true, null, new Uint8Array(1)])).toHaveLength(6)
    for (const wrong of [undefined, {}, new Date(0), Number.NaN, Number.POSITIVE_INFINITY, Symbol('x'), () => {}]) {
      expect(() => bindable(['ok', wrong])).toThrow(/^Parameter 2 of the statement is /)
    }
    await expect(sql`select ${{ a: 1 }}`.execute(store.db)).rejects.toThrow(/Parameter 1/)
    expect((await sql<{ x: Uint8Array }>`select ${new Uint8Array([1, 2])} as x`.execute(store.db)).rows).toEqual([
      { x: new Uint8Array([1, 2]) },
    ])
  })

  it('STORE-13 a full disk is disk-full: nothing half written, everything before kept, and it goes on when there is room', async () => {
    const pages = Number(await pragma('page_count'))
    await sql.raw(`PRAGMA max_page_count=${pages + 20}`).execute(store.db)
    let seq = 0
    let failure: unknown
    while (failure === undefined) {
      await store.append(batch(seq + 1, 9_000)).then(
        () => seq++,
        (error: unknown) => {
          failure = error
        },
      )
    }
    expect(failure).toMatchObject({ code: 'disk-full', cause: expect.anything() })
    expect(seq).toBeGreaterThan(0)
    await expect(store.probe()).rejects.toMatchObject({ code: 'disk-full' })
    expect(await records()).toBe(seq)
    await sql.raw('PRAGMA max_page_count=1000000').execute(store.db)
    await store.probe()
    await store.append(batch(seq + 1, 9_000))
    expect(await records()).toBe(seq + 1)
    expect(await store.check()).toEqual([])
  })

  it('STORE-13 a write the system refuses is not-saved, and all that was confirmed before is there', async () => {
    await store.close()
    const script = join(import.meta.dirname, 'fillUntilRefused.ts')
    const limit = 'ulimit -f 1024 && exec "$0" --import tsx "$@"'
    const child = spawnSync('bash', ['-c', limit, process.execPath, script, setup.file, place.document, place.sheet], {
      encoding: 'utf8',
    })
    store = await setup.open()
    expect(child.stderr).toBe('')
    expect(JSON.parse(child.stdout)).toEqual({ confirmed: await records(), codes: ['not-saved'], probe: 'not-saved' })
    expect(await records()).toBeGreaterThan(3)
    expect(await store.check()).toEqual([])
    await store.append(batch((await records()) + 1))
  })

  it('STORE-14 a backup is a whole database of the moment, while writing goes on, and never over a file', async () => {
    for (let seq = 1; seq <= 5; seq++) await store.append(batch(seq, 5_000))
    const copy = join(dirname(setup.file), 'copy.db')
    const [, ...after] = await Promise.all([store.backup(copy), store.append(batch(6)), store.append(batch(7))])
    expect(after).toHaveLength(2)
    const restored = await openSqlite({ file: copy, now: atNoon })
    try {
      expect(await restored.check()).toEqual([])
      expect(await records(restored)).toBeGreaterThanOrEqual(5)
    } finally {
      await restored.close()
    }
    const { size } = await stat(copy)
    await expect(store.backup(copy)).rejects.toMatchObject({ code: 'conflict', detail: expect.stringContaining(copy) })
    expect((await stat(copy)).size).toBe(size)
    await expect(store.backup(join(dirname(setup.file), 'nowhere', 'copy.db'))).rejects.toMatchObject({
      code: 'not-saved',
    })
    expect((await readdir(dirname(setup.file))).filter(name => name.endsWith('.part'))).toEqual([])
  })

  it('STORE-14 closing ends a copy that is being made, and leaves none of it', async () => {
    const file = join(dirname(setup.file), 'held.db')
    const begun = new EventEmitter()
    const copying = once(begun, 'copy')
    const held = await openSqlite({
      file,
      now: atNoon,
      copy: async (_, to, signal) => {
        await writeFile(to, 'half of it')
        begun.emit('copy')
        await once(signal, 'abort')
        throw new Error('ended')
      },
    })
    const backup = held.backup(`${file}.copy`)
    await copying
    const [result] = await Promise.allSettled([backup, held.close()])
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'not-saved' } })
    expect((await readdir(dirname(file))).filter(name => name.includes('copy'))).toEqual([])
    const ended = copyDatabase(file, `${file}.copy`, AbortSignal.abort())
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' })
  })

  it("STORE-9 a file that is no database, or another program's, is refused and left alone", async () => {
    const text = join(dirname(setup.file), 'text.db')
    await writeFile(text, 'not a database, '.repeat(400))
    await expect(openSqlite({ file: text, now: atNoon })).rejects.toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining(text),
    })
    expect((await stat(text)).size).toBe(6_400)
    const foreign = join(dirname(setup.file), 'foreign.db')
    const other = createClient({ url: `file:${foreign}` })
    await other.execute('create table theirs (a)')
    other.close()
    await expect(openSqlite({ file: foreign, now: atNoon })).rejects.toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining(foreign),
    })
  })
})
