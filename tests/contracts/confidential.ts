/** What confidential rows promise, whatever engine is under them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Columns } from '../../server/services/columns.ts'
import { Comments } from '../../server/services/comments.ts'
import { Confidential } from '../../server/services/confidential.ts'
import { Exports } from '../../server/services/exports.ts'
import { Restore } from '../../server/services/restore.ts'
import { TABULAR_LIMITS, TabularWorker } from '../../server/services/tabularWorker.ts'
import { ROW_TABLES } from '../../server/storage/rowTables.ts'
import type { Store } from '../../server/storage/Store.ts'
import { Rooms } from '../../server/sync/Rooms.ts'
import { addSheet, type StoreSetup } from './store.ts'

const START = 1_580_000_000_000
const SECRET = '某女士，家庭暴力'

export function confidentialContract(name: string, make: () => Promise<StoreSetup>): void {
  describe(`confidential rows on ${name}`, { timeout: 60_000 }, () => {
    let setup: StoreSetup
    let store: Store
    let rooms: Rooms
    let confidential: Confidential
    let now = START
    let count = 0
    beforeAll(async () => {
      setup = await make()
      store = await setup.open()
      const log = { warn: () => undefined, error: () => undefined }
      const authenticate = async () => undefined
      rooms = new Rooms({ store, now: () => now, clock: () => 0, log, authenticate, originAllowed: () => true })
      confidential = new Confidential({ db: store.db, rooms })
    })
    afterAll(async () => {
      await rooms?.close()
      await store?.close()
      await setup?.drop()
    })
    const making = () => ({ newId: () => `k${++count}`, now: ++now })
    const cellsOf = (sheet: string) =>
      rooms.read(sheet, document => document.rows().map(id => [id, document.value(id, 'item')]))

    /** A sheet of three rows, one of which says what not everybody should read, twice: now and before. */
    async function scene() {
      const operation = `s${++count}`
      const { sheet, member } = await addSheet(store, operation)
      const by = { member, session: 's' }
      const rows = ['r0', 'r1', 'r2'].map(id => ({ id: `${operation}${id}`, cells: { item: id, district: '莲湖区' } }))
      await rooms.appendRows(sheet, rows, by)
      const row = `${operation}r1`
      const note = (value: string) => rooms.writeCells(sheet, [{ row, column: 'note', value }], by)
      now += 1000
      await note(SECRET)
      now += 1000
      await note('见卷宗')
      now += 1000
      return { sheet, member, by, row, rows: rows.map(({ id }) => id), operation }
    }

    it('CONF-4 a row made confidential is in the companion and nowhere in its sheet; back it is as it was', async () => {
      const { sheet, by, row, rows } = await scene()
      const { sheet: companion, moved } = await confidential.confide(sheet, [row, row], by, making())
      expect(moved).toBe(1)
      expect((await cellsOf(sheet)).map(([id]) => id)).toEqual(rows.filter(id => id !== row))
      expect(await cellsOf(companion)).toEqual([[row, 'r1']])
      expect(await confidential.companionOf(sheet, making())).toBe(companion)
      expect(await confidential.confide(companion, [row], by, making())).toEqual({ moved: 0, sheet: companion })
      expect(await confidential.disclose(companion, [row], by)).toEqual({ moved: 1, sheet })
      expect(await rooms.read(sheet, document => document.value(row, 'note'))).toBe('见卷宗')
      expect(await cellsOf(companion)).toEqual([])
      expect((await confidential.confide(sheet, [row], by, making())).moved).toBe(1)
    })

    it('CONF-4 the others stay in their order, deleted ones deleted; an unknown row changes nothing', async () => {
      const { sheet, by, row, rows } = await scene()
      const [first = '', , last = ''] = rows
      await rooms.writeCells(sheet, [{ row: last, column: '_gone', value: true }], by)
      const failed = await confidential.confide(sheet, [row, 'nobody'], by, making()).catch((error: unknown) => error)
      expect(failed).toMatchObject({ code: 'not-found' })
      expect((await cellsOf(sheet)).map(([id]) => id)).toEqual([first, row])
      await confidential.confide(sheet, [row], by, making())
      expect(await rooms.read(sheet, document => [document.has(last), document.isDeleted(last)])).toEqual([true, true])
      await rooms.writeCells(sheet, [{ row: last, column: '_gone', value: null }], by)
      expect((await cellsOf(sheet)).map(([id]) => id)).toEqual([first, last])
    })

    it('CONF-5 its history, comments and note go with it: the open sheet’s history, past and restore know nothing of it', async () => {
      const { sheet, member, by, row } = await scene()
      const comments = new Comments({ db: store.db, rooms })
      await comments.create(sheet, member, { row, text: SECRET, mentions: [] }, making())
      const document = await rooms.notes.documentOf(sheet, row)
      const { sheet: companion } = await confidential.confide(sheet, [row], by, making())
      expect(await store.history({ sheet, row, limit: 100 })).toEqual([])
      expect((await store.history({ sheet: companion, row, limit: 100 })).map(change => change.new)).toEqual([
        true,
        '见卷宗',
        SECRET,
        true,
      ])
      expect([...(await store.valuesAt(sheet, START)).keys()]).not.toContain(row)
      const { rowsBack, rowsAway, cells } = await new Restore({ store, rooms, now: () => now }).preview(
        sheet,
        new Date(now - 500).toISOString(),
      )
      expect([rowsBack, rowsAway, cells]).toEqual([0, 0, 0])
      const there = await new Restore({ store, rooms, now: () => now }).preview(
        companion,
        new Date(now - 1500).toISOString(),
      )
      expect(there.rowsAway).toBe(0)
      expect(await comments.list(sheet, row)).toEqual([])
      expect((await comments.list(companion, row)).map(({ text }) => text)).toEqual([SECRET])
      expect(await rooms.notes.placeOf(document)).toMatchObject({ sheet: companion, row })
      await expect(rooms.notes.documentOf(sheet, row)).rejects.toMatchObject({ code: 'not-found' })
    })

    it('CONF-6 nothing of it is left in what the open sheet is made of on disk, however it was written', async () => {
      const { sheet, by, row } = await scene()
      await confidential.confide(sheet, [row], by, making())
      const { document } = await store.db
        .selectFrom('sheet')
        .select('document')
        .where('id', '=', sheet)
        .executeTakeFirstOrThrow()
      expect(document).toBe(`sheet/${sheet}.1`)
      const documents = await store.db
        .selectFrom('document')
        .select(['name', 'snapshot'])
        .where('sheet_id', '=', sheet)
        .execute()
      expect(documents.map(({ name: called }) => called)).toEqual([document])
      const log = await store.db.selectFrom('doc_log').select('body').where('document', 'like', `%${sheet}%`).execute()
      const bytes = [...documents.map(({ snapshot }) => snapshot), ...log.map(({ body }) => body)]
      for (const body of bytes) {
        const text = Buffer.from(body ?? new Uint8Array()).toString('utf8')
        for (const word of [SECRET, '见卷宗', row]) expect(text).not.toContain(word)
      }
      await rooms.appendRows(sheet, [{ id: `${row}x`, cells: { item: '口罩' } }], by)
      expect((await cellsOf(sheet)).at(-1)).toEqual([`${row}x`, '口罩'])
    })

    it('CONF-7 counts are by district and cluster, or nothing at all', async () => {
      const { sheet, by, row, rows, operation } = await scene()
      expect(await confidential.counts(sheet)).toEqual({ shown: 'counts', items: [] })
      await rooms.writeCells(sheet, [{ row, column: 'cluster', value: 'psychosocial' }], by)
      const { sheet: companion } = await confidential.confide(sheet, [row, rows[0] ?? ''], by, making())
      const items = [
        { district: '莲湖区', cluster: 'psychosocial', rows: 1 },
        { district: '莲湖区', cluster: null, rows: 1 },
      ]
      expect((await confidential.counts(sheet)).items).toEqual(expect.arrayContaining(items))
      expect((await confidential.counts(companion)).items).toHaveLength(2)
      await confidential.set(operation, { shown: 'nothing' })
      expect(await confidential.counts(sheet)).toEqual({ shown: 'nothing', items: [] })
    })

    it('CONF-1 a companion has the columns of its sheet: added to one they are in both, and values are converted in both', async () => {
      const { sheet, by, row } = await scene()
      const { sheet: companion } = await confidential.confide(sheet, [row], by, making())
      const columns = new Columns({ db: store.db, rooms })
      const label = { zh: '房号', en: 'Room' }
      const added = await columns.add(companion, { label, kind: { type: 'text' }, required: false }, making())
      const column = added.columns.at(-1)?.id ?? ''
      expect((await columns.list(sheet)).columns.map(({ id }) => id)).toContain(column)
      await rooms.writeCells(companion, [{ row, column, value: '12' }], by)
      const wish = { column, label, kind: { type: 'number' as const }, required: false, accept: false }
      await columns.change(sheet, wish, by)
      expect(await rooms.read(companion, document => document.value(row, column))).toBe(12)
    })

    it('CONF-8 its file says so in its name, in both languages', async () => {
      const { sheet, by, row } = await scene()
      const { sheet: companion } = await confidential.confide(sheet, [row], by, making())
      const worker = new TabularWorker(TABULAR_LIMITS)
      const exports = new Exports({ store, rooms, worker, now: () => now })
      const nameOf = async (language: 'zh' | 'en') =>
        (await exports.exportSheet({ sheet: companion, format: 'csv', language })).fileName
      expect(await nameOf('zh')).toMatch(/（保密）\.csv$/)
      expect(await nameOf('en')).toMatch(/-CONFIDENTIAL\.csv$/)
      await worker.close()
    })

    it('CONF-5 every table that knows rows is among those that move', async () => {
      const tables = await store.db.introspection.getTables()
      const known = tables
        .filter(({ columns }) => ['sheet_id', 'row_id'].every(id => columns.some(column => column.name === id)))
        .map(table => table.name)
        // A submission names the sheet it is meant for; the row it became has a column of its own, which moves.
        .filter(table => table !== 'submission')
      expect([...new Set(known)].sort()).toEqual([...ROW_TABLES].sort())
    })
  })
}
