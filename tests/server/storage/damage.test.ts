import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogRecord, Store } from '../../../server/storage/Store.ts'
import { copyAside, openSqlite } from '../../../server/storage/sqlite.ts'
import { damageOfFrames } from '../../../server/storage/walFile.ts'
import { HubError } from '../../../shared/protocol/errors.ts'
import { addSheet, recordOf } from '../../contracts/store.ts'
import { atNoon, NOON, sqliteSetup, temporaryFolder } from './databases.ts'

/** Records in the database file, and in all: the others stand in the write-ahead log alone. */
const IN_FILE = 15
const IN_ALL = 40
/** Places tried of each kind; the figure of a long run by hand is in docs/adr/0001. */
const RUNS = 150
/** A byte of SQLite's head that it keeps for later versions and does not read (https://www.sqlite.org/fileformat2.html, 1.3). */
const RESERVED_IN_HEAD = 80

/** A record of its own size (up to two pages) and its own noise for every seq. */
function written(seq: number): LogRecord {
  let noise = seq * 2_654_435_761
  const update = Uint8Array.from({ length: (seq * 997) % 6_000 }, () => {
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0
    return noise >>> 24
  })
  return recordOf(seq, update)
}
const WRITTEN = Array.from({ length: IN_ALL }, (_, i) => written(i + 1))

/** How many records there are, once each is proved to be what was written. */
function prefix(records: readonly LogRecord[] | undefined): number {
  if (records === undefined) expect.fail('the document is not there')
  for (const [i, { update, ...record }] of records.entries()) {
    const { update: expected, ...rest } = WRITTEN[i] ?? expect.fail(`record ${i + 1} was never written`)
    expect(record).toEqual(rest)
    if (Buffer.compare(update, expected) !== 0) expect.fail(`record ${i + 1} is not what was written`)
  }
  return records.length
}

type Outcome =
  | { readonly kind: 'loaded'; readonly records: number }
  | { readonly kind: 'refused'; readonly message: string }

describe('damaged files of SQLite', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let database: Uint8Array
  let log: Uint8Array
  let document: string
  let number = 0

  beforeAll(async () => {
    folder = await temporaryFolder()
    const setup = await sqliteSetup()
    const store = await setup.open()
    const place = await addSheet(store, 's')
    document = place.document
    for (let seq = 1; seq <= IN_ALL; seq++) {
      const change = {
        row: `r${seq}`,
        column: 'note',
        old: null,
        new: '口罩',
        member: 'm',
        at: seq,
        seq,
        won: true,
        unseen: false,
        client: 1,
        clock: seq,
      }
      await store.append({ ...place, record: WRITTEN[seq - 1] ?? written(seq), changes: [change], bindings: [] })
      if (seq === IN_FILE) await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(store.db)
    }
    database = await readFile(setup.file)
    log = await readFile(`${setup.file}-wal`)
    await store.close()
    await setup.drop()
  })
  afterAll(() => folder.remove())

  async function put(files: { database?: Uint8Array; log?: Uint8Array }): Promise<string> {
    const file = join(folder.path, `${++number}.db`)
    await writeFile(file, files.database ?? database)
    await writeFile(`${file}-wal`, files.log ?? log)
    return file
  }

  /** Whatever is loaded must be what was written, record for record; anything but a refusal that says what to do fails. */
  async function reopen(file: string, damaged: 'refuse' | 'open' = 'refuse'): Promise<Outcome> {
    let store: Store | undefined
    try {
      store = await openSqlite({ file, now: atNoon, damaged })
      return { kind: 'loaded', records: prefix((await store.load(document))?.records) }
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      expect(error).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/--repair|newer version/) })
      return { kind: 'refused', message: error.message }
    } finally {
      await store?.close()
    }
  }

  /** What `--repair` does: a copy first, then check and repair. Resolves to the records that load then, or `undefined` when only a backup helps. */
  async function repair(file: string): Promise<number | undefined> {
    const copy = await copyAside(file, NOON)
    let store: Store | undefined
    try {
      store = await openSqlite({ file, now: atNoon, damaged: 'open' })
      await store.repair(await store.check())
      const kept = prefix((await store.load(document))?.records)
      const aside = await store.db.selectFrom('doc_damaged').select('seq').orderBy('seq').execute()
      expect(aside.every(row => row.seq > kept)).toBe(true)
      return kept
    } catch (error) {
      if (error instanceof Error && error.name === 'AssertionError') throw error
      return undefined
    } finally {
      await store?.close()
      expect(await readdir(folder.path)).toContain(basename(copy))
    }
  }

  /** Where bytes of a record stand in the database file that stand nowhere else. */
  const inRecord = (seq: number): number => Buffer.from(database).indexOf(written(seq).update.subarray(-200, -150))

  const flip = (bytes: Uint8Array, at: number, bit: number): Uint8Array => {
    const copy = Uint8Array.from(bytes)
    copy[at] = (copy[at] ?? 0) ^ (1 << bit)
    return copy
  }

  it('STORE-16 undamaged files load all', async () => {
    expect(await reopen(await put({}))).toEqual({ kind: 'loaded', records: IN_ALL })
    expect(damageOfFrames(log)).toBeUndefined()
  })

  it('STORE-16 a log cut at any byte loads what was whole before the cut', { timeout: 300_000 }, async () => {
    let least = IN_ALL
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: log.length - 1 }), async cut => {
        const outcome = await reopen(await put({ log: log.subarray(0, cut) }))
        // A head cut short is no head: nothing can follow it.
        expect(outcome).toMatchObject({ kind: 'loaded' })
        if (outcome.kind !== 'loaded') return
        expect(outcome.records).toBeGreaterThanOrEqual(IN_FILE)
        expect(outcome.records).toBeLessThan(IN_ALL)
        least = Math.min(least, outcome.records)
      }),
      { numRuns: RUNS, examples: [[0], [1], [31], [32], [33], [log.length - 1]] },
    )
    expect(least).toBe(IN_FILE)
  })

  it('STORE-16 a flipped bit in the log is refused, or was in its torn end; repair keeps what stands before it', {
    timeout: 300_000,
  }, async () => {
    const outcomes = { loaded: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: log.length - 1 }), fc.nat(7), async (at, bit) => {
        const file = await put({ log: flip(log, at, bit) })
        const outcome = await reopen(file)
        outcomes[outcome.kind]++
        if (outcome.kind === 'loaded') expect(outcome.records).toBeGreaterThanOrEqual(IN_ALL - 2)
        else expect(await repair(file)).toBeGreaterThanOrEqual(IN_FILE)
      }),
      { numRuns: RUNS },
    )
    expect(outcomes.refused).toBeGreaterThan(RUNS / 2)
  })

  it('STORE-16 a flipped bit in the database is refused or does no harm; never fewer records, never others', {
    timeout: 300_000,
  }, async () => {
    const outcomes = { loaded: 0, repaired: 0, lost: 0 }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: database.length - 1 }), fc.nat(7), async (at, bit) => {
        const file = await put({ database: flip(database, at, bit) })
        const outcome = await reopen(file)
        if (outcome.kind === 'loaded') {
          outcomes.loaded++
          expect(outcome.records).toBe(IN_ALL)
        } else outcomes[(await repair(file)) === undefined ? 'lost' : 'repaired']++
      }),
      // A bit nothing reads and a bit of a record: with them both ends are met whatever chance brings.
      {
        numRuns: RUNS,
        examples: [
          [RESERVED_IN_HEAD, 0],
          [inRecord(12), 0],
        ],
      },
    )
    expect(outcomes.loaded).toBeGreaterThan(0)
    expect(outcomes.repaired).toBeGreaterThan(0)
    expect(outcomes.loaded + outcomes.repaired + outcomes.lost).toBe(RUNS)
  })

  it('STORE-8 STORE-16 the damaged record is kept aside with its bytes', async () => {
    const file = await put({ database: flip(database, inRecord(12), 0) })
    expect(await reopen(file)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(`${document} record 12 is not what was written`),
    })
    expect(await repair(file)).toBe(11)
    const store = await openSqlite({ file, now: atNoon })
    const aside = await store.db.selectFrom('doc_damaged').selectAll().orderBy('seq').execute()
    await store.close()
    expect(aside.map(row => row.seq)).toEqual(Array.from({ length: IN_ALL - 11 }, (_, i) => 12 + i))
    expect(aside[0]).toMatchObject({
      what: 'is not what was written',
      moved_at: NOON,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(aside[1]?.body).toEqual(written(13).update)
  })

  it('STORE-16 a log whose database is gone is refused and kept', async () => {
    const file = await put({ database: new Uint8Array() })
    await expect(openSqlite({ file, now: atNoon, damaged: 'open' })).rejects.toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining(file),
    })
    expect(Buffer.compare(await readFile(`${file}-wal`), log)).toBe(0)
  })

  it('STORE-16 a copy made aside is what lay there, log included, and is never written over', async () => {
    const file = await put({})
    const copy = await copyAside(file, 7)
    expect(dirname(copy)).toBe(dirname(file))
    expect(Buffer.compare(await readFile(copy), database)).toBe(0)
    expect(Buffer.compare(await readFile(`${copy}-wal`), log)).toBe(0)
    await expect(copyAside(file, 7)).rejects.toMatchObject({ code: 'EEXIST' })
  })
})
