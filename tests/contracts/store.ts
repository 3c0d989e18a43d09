/** What every Store promises, whatever engine is under it. A test of an engine is its setup. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CellChange, LogBatch, LogRecord, Store } from '../../server/storage/Store.ts'
import { isUniqueViolation } from '../../server/storage/storageFailure.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'

/** One empty database of an engine. */
export interface StoreSetup {
  /** Opens it; may be called again while or after another is open. */
  open(): Promise<Store>
  /** Removes it. Every store has been closed. */
  drop(): Promise<void>
}

/** An operation, an organization, two members and one sheet with its empty document, all under `id`. */
export async function addSheet(store: Store, id: string): Promise<{ sheet: string; document: string; member: string }> {
  const document = `sheet/${id}`
  const at = 1_580_000_000_000
  await store.db.transaction().execute(async tx => {
    await tx.insertInto('operation').values({ id, name: '武汉', time_zone: 'Asia/Shanghai', created_at: at }).execute()
    await tx.insertInto('organization').values({ id, name: '壹基金', created_at: at }).execute()
    const member = {
      kind: 'person',
      login: null,
      password_hash: null,
      organization_id: id,
      color: '#336699',
      created_at: at,
    } as const
    await tx
      .insertInto('member')
      .values({ ...member, id: `${id}-a`, name: '甲组', disabled_at: null })
      .execute()
    await tx
      .insertInto('member')
      .values({ ...member, id: `${id}-b`, name: '乙组', disabled_at: null })
      .execute()
    await tx
      .insertInto('sheet')
      .values({ id, operation_id: id, kind: 'needs', title: '需求', document, position: 0, created_at: at })
      .execute()
    const empty = { head_seq: 0, snapshot_seq: 0, snapshot_at: null, snapshot: null, snapshot_digest: null }
    await tx
      .insertInto('document')
      .values({ ...empty, name: document, sheet_id: id })
      .execute()
  })
  return { sheet: id, document, member: `${id}-a` }
}

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values)

/** A record that says `seq` in its bytes too. */
export const recordOf = (seq: number, update = bytes(seq & 255, seq >> 8, 7)): LogRecord => ({
  seq,
  at: 1_580_000_000_000 + seq,
  update,
  authors: [{ member: 'm', session: 's', client: 40 + seq, clock: seq, length: 1 }],
})

const changeOf = (seq: number, change: Partial<CellChange> = {}): CellChange => ({
  row: 'r1',
  column: 'note',
  old: null,
  new: `v${seq}`,
  member: 'nobody',
  at: 1_580_000_000_000 + seq,
  seq,
  won: true,
  unseen: false,
  client: 7,
  clock: seq,
  ...change,
})

type Place = { readonly sheet: string; readonly document: string }
const batchOf = (place: Place, seq: number, more: Partial<Pick<LogBatch, 'changes' | 'bindings'>> = {}): LogBatch => ({
  ...place,
  record: recordOf(seq),
  changes: [],
  bindings: [],
  ...more,
})

async function fill(store: Store, place: Place, count: number): Promise<void> {
  for (let seq = 1; seq <= count; seq++) {
    await store.append(
      batchOf(place, seq, { changes: [changeOf(seq)], bindings: [{ client: seq, member: `m${seq}` }] }),
    )
  }
}

/** Runs the suite. `describe` title is the engine's name. */
export function storeContract(engine: string, setUp: () => Promise<StoreSetup>): void {
  describe(`store contract: ${engine}`, { timeout: 60_000 }, () => {
    let setup: StoreSetup
    let store: Store
    let number = 0
    const newSheet = (): ReturnType<typeof addSheet> => addSheet(store, `s${++number}`)

    beforeAll(async () => {
      setup = await setUp()
      store = await setup.open()
    })
    afterAll(async () => {
      await store?.close()
      await setup?.drop()
    })

    it('STORE-1 what was appended is there, byte for byte, after reopening', async () => {
      const place = await newSheet()
      await fill(store, place, 5)
      const again = await setup.open()
      try {
        const loaded = await again.load(place.document)
        expect(loaded?.snapshot).toBeUndefined()
        expect(loaded?.records).toEqual([1, 2, 3, 4, 5].map(seq => recordOf(seq)))
        expect(loaded?.bindings).toEqual(new Map([1, 2, 3, 4, 5].map(client => [client, `m${client}`])))
      } finally {
        await again.close()
      }
    })

    it('STORE-1 a record that does not follow is a conflict, and nothing of it is written', async () => {
      const place = await newSheet()
      await fill(store, place, 2)
      for (const seq of [1, 2, 4]) {
        const batch = batchOf(place, seq, { changes: [changeOf(99)], bindings: [{ client: 99, member: 'm' }] })
        await expect(store.append(batch)).rejects.toMatchObject({
          code: 'conflict',
          detail: expect.stringContaining(place.document),
        })
      }
      expect((await store.load(place.document))?.records).toHaveLength(2)
      expect((await store.load(place.document))?.bindings.has(99)).toBe(false)
      expect(await store.history({ sheet: place.sheet, limit: 10 })).toHaveLength(2)
    })

    it('STORE-1 appending to an unknown document is no-such-document', async () => {
      const place = { ...(await newSheet()), document: 'sheet/unknown' }
      await expect(store.append(batchOf(place, 1))).rejects.toMatchObject({ code: 'no-such-document' })
      expect(await store.load('sheet/unknown')).toBeUndefined()
    })

    it('STORE-1 of writers racing for one record exactly one wins', async () => {
      const place = await newSheet()
      const other = await setup.open()
      try {
        const tries = Array.from({ length: 20 }, (_, i) =>
          (i % 2 === 0 ? store : other).append(batchOf(place, 1, { changes: [changeOf(i)] })),
        )
        const outcomes = await Promise.allSettled(tries)
        expect(outcomes.filter(o => o.status === 'fulfilled')).toHaveLength(1)
        for (const o of outcomes) if (o.status === 'rejected') expect(o.reason).toMatchObject({ code: 'conflict' })
        expect(await store.history({ sheet: place.sheet, limit: 99 })).toHaveLength(1)
      } finally {
        await other.close()
      }
    })

    it('STORE-1 a batch whose history cannot be written leaves no record behind', async () => {
      const place = await newSheet()
      await expect(
        store.append({ ...batchOf(place, 1, { changes: [changeOf(1)] }), sheet: 'no-such-sheet' }),
      ).rejects.toMatchObject({ code: 'not-saved', cause: expect.anything() })
      expect((await store.load(place.document))?.records).toEqual([])
      await fill(store, place, 1)
    })

    it('STORE-1 a batch with thousands of history rows is whole or not there, and others are served meanwhile', async () => {
      const place = await newSheet()
      const changes = Array.from({ length: 5_500 }, (_, i) =>
        changeOf(1, { row: `r${i}`, member: place.member, old: null, new: true }),
      )
      const broken = [...changes, changeOf(1, { clock: Number.NaN })]
      await expect(store.append(batchOf(place, 1, { changes: broken }))).rejects.toMatchObject({ code: 'not-saved' })
      expect((await store.load(place.document))?.records).toEqual([])
      expect(await store.history({ sheet: place.sheet, limit: 1 })).toEqual([])
      const ended: string[] = []
      const appending = store.append(batchOf(place, 1, { changes })).then(() => ended.push('append'))
      await nextTurn()
      ended.push('a turn of the loop')
      await appending
      expect(ended).toEqual(['a turn of the loop', 'append'])
      await expect(store.append(batchOf(place, 1, { changes }))).rejects.toMatchObject({ code: 'conflict' })
      const history = await store.history({ sheet: place.sheet, limit: 9_999 })
      expect(history.map(change => change.row)).toEqual(changes.map(change => change.row).reverse())
      expect((await store.load(place.document))?.records).toEqual([recordOf(1)])
    })

    it('STORE-3 a client id stays with the member who first showed it', async () => {
      const place = await newSheet()
      await store.append(batchOf(place, 1, { bindings: [{ client: 4_294_967_295, member: 'first' }] }))
      await store.append(batchOf(place, 2, { bindings: [{ client: 4_294_967_295, member: 'second' }] }))
      expect((await store.load(place.document))?.bindings).toEqual(new Map([[4_294_967_295, 'first']]))
    })

    it('STORE-4 the history is newest first, in pages, by row and column, with the author named', async () => {
      const place = await newSheet()
      for (let seq = 1; seq <= 6; seq++) {
        const change = changeOf(seq, {
          row: seq % 2 === 0 ? 'even' : 'odd',
          column: seq > 3 ? 'note' : 'unit',
          member: place.member,
        })
        await store.append(batchOf(place, seq, { changes: [change] }))
      }
      const seqs = async (query: { row?: string; column?: string; before?: number }, limit = 10): Promise<number[]> =>
        (await store.history({ sheet: place.sheet, limit, ...query })).map(change => change.seq)
      expect(await seqs({})).toEqual([6, 5, 4, 3, 2, 1])
      expect(await seqs({ row: 'even' })).toEqual([6, 4, 2])
      expect(await seqs({ row: 'even', column: 'note' })).toEqual([6, 4])
      const page = await store.history({ sheet: place.sheet, limit: 2 })
      expect(page.map(change => change.memberName)).toEqual(['甲组', '甲组'])
      expect(await seqs({ before: page[1]?.id ?? 0 }, 3)).toEqual([4, 3, 2])
      expect(await store.history({ sheet: 'unknown', limit: 10 })).toEqual([])
      expect(await store.history({ sheet: place.sheet, row: '\0', limit: 10 })).toEqual([])
    })

    it('STORE-5 says of each edit whether it is in the history', async () => {
      const place = await newSheet()
      const other = await newSheet()
      await store.append(batchOf(place, 1, { changes: [changeOf(1, { client: 4_000_000_000, clock: 12 })] }))
      const edit = { row: 'r1', column: 'note', client: 4_000_000_000, clock: 12 }
      const asked = [
        edit,
        { ...edit, clock: 13 },
        { ...edit, column: 'unit' },
        edit,
        { ...edit, row: '\0' },
        { ...edit, client: 7 },
      ]
      expect(await store.saved(place.sheet, asked)).toEqual([true, false, false, true, false, false])
      expect(await store.saved(other.sheet, [edit])).toEqual([false])
      expect(await store.saved(place.sheet, [])).toEqual([])
    })

    it('STORE-6 gives the values of a moment: what stood in each cell before its first later change', async () => {
      const place = await newSheet()
      const change = (seq: number, old: Scalar, next: Scalar, won = true): LogBatch =>
        batchOf(place, seq, { changes: [changeOf(seq, { old, new: next, won })] })
      await store.append(change(1, null, 'a'))
      await store.append(change(2, 'a', 'lost', false))
      await store.append(change(3, 'a', 200))
      await store.append(change(4, 200, true))
      const at = async (seq: number): Promise<unknown> =>
        (await store.valuesAt(place.sheet, 1_580_000_000_000 + seq)).get('r1')?.get('note')
      expect(await Promise.all([0, 1, 2, 3, 4].map(at))).toEqual([null, 'a', 'a', 200, undefined])
    })

    it('STORE-7 compacting puts a snapshot in the place of the records and keeps history and bindings', async () => {
      const place = await newSheet()
      await fill(store, place, 6)
      const update = new Uint8Array(70_000).fill(9)
      await store.compact(place.document, { seq: 4, at: 123, update })
      const loaded = await store.load(place.document)
      expect(loaded?.snapshot).toEqual({ seq: 4, at: 123, update })
      expect(loaded?.records.map(record => record.seq)).toEqual([5, 6])
      expect(loaded?.bindings.size).toBe(6)
      expect(await store.history({ sheet: place.sheet, limit: 99 })).toHaveLength(6)
      await store.append(batchOf(place, 7))
      await store.compact(place.document, { seq: 7, at: 124, update })
      expect((await store.load(place.document))?.records).toEqual([])
      await store.append(batchOf(place, 8))
      expect((await store.load(place.document))?.records.map(record => record.seq)).toEqual([8])
    })

    it('STORE-7 a snapshot of the future or the past is a conflict and changes nothing', async () => {
      const place = await newSheet()
      await fill(store, place, 3)
      await store.compact(place.document, { seq: 2, at: 1, update: bytes(2) })
      const before = await store.load(place.document)
      for (const seq of [1, 4]) {
        await expect(store.compact(place.document, { seq, at: 1, update: bytes(1) })).rejects.toMatchObject({
          code: 'conflict',
        })
      }
      await expect(store.compact('sheet/unknown', { seq: 1, at: 1, update: bytes(1) })).rejects.toMatchObject({
        code: 'no-such-document',
      })
      expect(await store.load(place.document)).toEqual(before)
    })

    const damages: ReadonlyArray<
      readonly [name: string, record: number, damage: (document: string) => Promise<unknown>]
    > = [
      [
        'a changed byte',
        3,
        d =>
          store.db
            .updateTable('doc_log')
            .set({ body: bytes(3, 0, 6) })
            .where('document', '=', d)
            .where('seq', '=', 3)
            .execute(),
      ],
      [
        'a changed author',
        2,
        d =>
          store.db
            .updateTable('doc_log')
            .set({ authors: '[]' })
            .where('document', '=', d)
            .where('seq', '=', 2)
            .execute(),
      ],
      [
        'a changed time',
        5,
        d => store.db.updateTable('doc_log').set({ at: 1 }).where('document', '=', d).where('seq', '=', 5).execute(),
      ],
      [
        'a missing record',
        4,
        d => store.db.deleteFrom('doc_log').where('document', '=', d).where('seq', '=', 4).execute(),
      ],
      [
        'a missing last record',
        6,
        d => store.db.deleteFrom('doc_log').where('document', '=', d).where('seq', '=', 6).execute(),
      ],
      [
        'a head that fell behind',
        6,
        d => store.db.updateTable('document').set({ head_seq: 5 }).where('name', '=', d).execute(),
      ],
    ]
    for (const [name, record, damage] of damages) {
      it(`STORE-2 ${name} is refused by name, STORE-8 found by check, and repaired to the sound prefix`, async () => {
        const place = await newSheet()
        await fill(store, place, 6)
        await damage(place.document)
        await expect(store.load(place.document)).rejects.toMatchObject({
          code: 'unavailable',
          detail: expect.stringMatching(new RegExp(`${place.document} record ${record} .*--repair`)),
        })
        const found = await store.check()
        expect(found[0]).toMatchObject({ document: place.document, seq: record })
        await store.repair(found)
        expect(await store.check()).toEqual([])
        const whole = name === 'a head that fell behind' ? 6 : record - 1
        const loaded = await store.load(place.document)
        expect(loaded?.records).toEqual(Array.from({ length: whole }, (_, i) => recordOf(i + 1)))
        const aside = await store.db
          .selectFrom('doc_damaged')
          .selectAll()
          .where('document', '=', place.document)
          .orderBy('seq')
          .execute()
        const missing = name.includes('missing') ? 1 : 0
        expect(aside.filter(row => row.body.length > 0)).toHaveLength(6 - whole - missing)
        expect(aside.length > 0, 'a document that lost something is named').toBe(whole < 6)
        await store.append(batchOf(place, whole + 1))
      })
    }

    it('STORE-2 a damaged snapshot is refused by name, STORE-8 repair sets it and all after it aside', async () => {
      const place = await newSheet()
      await fill(store, place, 4)
      await store.compact(place.document, { seq: 3, at: 5, update: bytes(1, 2, 3) })
      await store.db
        .updateTable('document')
        .set({ snapshot: bytes(1, 2, 2) })
        .where('name', '=', place.document)
        .execute()
      await expect(store.load(place.document)).rejects.toMatchObject({
        code: 'unavailable',
        detail: expect.stringContaining('the snapshot'),
      })
      await store.repair(await store.check())
      expect(await store.check()).toEqual([])
      const aside = await store.db
        .selectFrom('doc_damaged')
        .selectAll()
        .where('document', '=', place.document)
        .orderBy('seq')
        .execute()
      expect(aside.map(row => [row.seq, row.body])).toEqual([
        [3, bytes(1, 2, 2)],
        [4, recordOf(4).update],
      ])
    })

    it('STORE-2 a log without its head is refused, never taken for no document', async () => {
      const place = await newSheet()
      await fill(store, place, 1)
      const orphan = `${place.document}.orphan`
      await store.db
        .insertInto('document')
        .values({
          name: orphan,
          sheet_id: place.sheet,
          head_seq: 0,
          snapshot_seq: 1,
          snapshot_at: null,
          snapshot: null,
          snapshot_digest: null,
        })
        .execute()
      await expect(store.load(orphan)).rejects.toMatchObject({ code: 'unavailable' })
      expect(await store.check()).toEqual([expect.objectContaining({ document: orphan })])
      await store.repair(await store.check())
    })

    it('STORE-1 STORE-4 STORE-5 STORE-6 hold for any bytes and any values (property)', {
      timeout: 120_000,
    }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(window, { minLength: 1, maxLength: 12 }), fc.nat(30), async (windows, moment) => {
          const place = await newSheet()
          const batches = windows.map((w, i) => toBatch(place, i + 1, w))
          for (const batch of batches) await store.append(batch)
          const loaded = await store.load(place.document)
          expect(loaded?.records).toEqual(batches.map(batch => batch.record))
          const changes = batches.flatMap(batch => batch.changes)
          const history = await store.history({ sheet: place.sheet, limit: 1_000 })
          expect(history.map(({ id, memberName, ...change }) => change)).toEqual([...changes].reverse())
          expect(history.every((change, i) => i === 0 || change.id < (history[i - 1]?.id ?? 0))).toBe(true)
          expect(await store.saved(place.sheet, changes)).toEqual(changes.map(() => true))
          expect(flat(await store.valuesAt(place.sheet, moment))).toEqual(modelAt(changes, moment))
        }),
        { numRuns: 60 },
      )
    })

    it('STORE-19 tells a duplicate from other refusals', async () => {
      const place = await newSheet()
      const operation = { id: place.sheet, name: '', time_zone: 'UTC', created_at: 0 }
      const thrownBy = (write: Promise<unknown>): Promise<unknown> =>
        write.then(
          () => undefined,
          (error: unknown) => error,
        )
      expect(isUniqueViolation(await thrownBy(store.db.insertInto('operation').values(operation).execute()))).toBe(true)
      const login = { login: `${place.sheet}@example.org` }
      await store.db.updateTable('member').set(login).where('id', '=', place.member).execute()
      const second = store.db.updateTable('member').set(login).where('id', '=', `${place.sheet}-b`).execute()
      expect(isUniqueViolation(await thrownBy(second))).toBe(true)
      const nobody = store.db
        .insertInto('session')
        .values({ token_hash: 'x', id: 'x', member_id: 'x', created_at: 0, expires_at: 0 })
        .execute()
      expect(isUniqueViolation(await thrownBy(nobody))).toBe(false)
    })

    it('STORE-13 a probe writes and leaves nothing behind', async () => {
      await store.probe()
      expect(await store.db.selectFrom('disk_probe').selectAll().execute()).toEqual([])
    })

    it('STORE-9 opening again, several times at once, changes nothing', async () => {
      const place = await newSheet()
      await fill(store, place, 2)
      const stores = await Promise.all([setup.open(), setup.open(), setup.open()])
      for (const each of stores) expect((await each.load(place.document))?.records).toHaveLength(2)
      for (const each of stores) await each.close()
    })

    it('STORE-9 a database of a newer version is refused by the name of its migration', async () => {
      await store.db
        .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
        .insertInto('kysely_migration')
        .values({ name: '9999-future', timestamp: '2099' })
        .execute()
      try {
        await expect(setup.open()).rejects.toMatchObject({
          code: 'unavailable',
          detail: expect.stringContaining('9999-future'),
        })
      } finally {
        await store.db
          .withTables<{ kysely_migration: { name: string } }>()
          .deleteFrom('kysely_migration')
          .where('name', '=', '9999-future')
          .execute()
      }
    })
  })
}

interface Window {
  readonly update: Uint8Array
  readonly changes: ReadonlyArray<{
    row: string
    column: string
    old: Scalar
    new: Scalar
    at: number
    won: boolean
    unseen: boolean
  }>
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('N95口罩3万个', '\0', '\ud800', '"', "'; drop table member; --", '\u2028', '😷'),
)
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => (Object.is(value, -0) ? 0 : value)),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const window: fc.Arbitrary<Window> = fc.record({
  update: fc.uint8Array({ maxLength: 3_000, size: 'max' }),
  changes: fc.array(
    fc.record({
      row: fc.constantFrom('r1', 'r2', 'R-_3'),
      column: fc.constantFrom('note', 'qty', '_gone'),
      old: scalar,
      new: scalar,
      at: fc.nat(30),
      won: fc.boolean(),
      unseen: fc.boolean(),
    }),
    { maxLength: 8 },
  ),
})

const toBatch = (place: Place & { member: string }, seq: number, { update, changes }: Window): LogBatch => ({
  ...place,
  record: recordOf(seq, update),
  changes: changes.map((change, i) => ({
    ...change,
    member: place.member,
    seq,
    client: 2 ** 32 - 1 - i,
    clock: seq * 100 + i,
  })),
  bindings: [],
})

const flat = (values: ReadonlyMap<string, ReadonlyMap<string, Scalar>>): Map<string, Scalar> =>
  new Map(
    [...values].flatMap(([row, cells]) => [...cells].map(([column, value]) => [`${row}:${column}`, value] as const)),
  )

function modelAt(changes: readonly CellChange[], moment: number): Map<string, Scalar> {
  const values = new Map<string, Scalar>()
  for (const change of changes) {
    const cell = `${change.row}:${change.column}`
    if (change.won && change.at > moment && !values.has(cell)) values.set(cell, change.old)
  }
  return values
}
