import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoNeeds } from '../../../server/demo/demoRows.ts'
import { Duplicates } from '../../../server/services/duplicates/Duplicates.ts'
import { DuplicateWatch } from '../../../server/services/duplicates/DuplicateWatch.ts'
import { Merges } from '../../../server/services/duplicates/Merges.ts'
import type { CellWish } from '../../../server/sync/SheetRooms.ts'
import type { DuplicateEntry } from '../../../shared/desk/deskDocument.ts'
import type { MergeWish } from '../../../shared/protocol/duplicates.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import type { StoreSetup } from '../../contracts/store.ts'
import { postgresSetup, postgresSilence, sqliteSetup } from '../storage/databases.ts'
import { AUTHOR, RealSheets } from './realSheets.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const MASKS = {
  item: '医用外科口罩',
  organization: '西安市胸科医院',
  city: '西安市',
  district: '长安区',
  quantity: 2000,
  unit: '只',
  note: '第一次上报',
  status: 'open',
}
const AGAIN = { ...MASKS, item: '一次性外科口罩', quantity: 3000, note: '再次上报', requirements: '独立包装' }
const BY = { member: AUTHOR.member, now: 1 }

function contract(engine: string, setUp: () => Promise<StoreSetup>): void {
  describe(`duplicates: ${engine}`, () => {
    let setup: StoreSetup
    let sheets: RealSheets
    let people: Map<string, string>
    let ids = 0
    const making = () => ({ newId: () => `merge${++ids}`, now: sheets.now })

    /** The services as after a start of the hub. */
    const started = () => {
      const { store, rooms, commands } = sheets
      const { desks } = rooms
      const watch = new DuplicateWatch({ store, rooms, desks, now: () => sheets.now, contacts: async () => people })
      const merges = new Merges({ store, rooms, desks, commands, watch })
      desks.register({ kind: 'duplicate', project: (sheet, rows) => merges.project(sheet, rows) })
      const duplicates = new Duplicates({ store, rooms, desks, watch, personOf: async contact => people.get(contact) })
      sheets.changes.follow((sheet, rows) => watch.note(sheet, rows))
      return { watch, merges, duplicates }
    }
    let services: ReturnType<typeof started>

    beforeAll(async () => {
      setup = await setUp()
      sheets = await RealSheets.open({}, setup)
      people = new Map()
      services = started()
    })
    afterAll(async () => {
      await services?.watch.stop()
      await sheets?.close()
      await setup?.drop()
    })

    const withRows = async (...cells: readonly Readonly<Record<string, Scalar>>[]) => {
      const sheet = await sheets.sheet(
        'needs',
        cells.map((held, at) => ({ id: `r${at}`, cells: held })),
      )
      await services.watch.look(sheet)
      return sheet
    }
    const write = async (sheet: string, ...wishes: CellWish[]) => {
      sheets.now += 60_000
      await sheets.rooms.writeCells(sheet, wishes, AUTHOR)
      await services.watch.look(sheet)
    }
    const shown = (sheet: string, row: string): Promise<DuplicateEntry | undefined> =>
      sheets.rooms.desks.read(sheet, desk => desk.get('duplicate', row))
    const open = async (sheet: string) =>
      (await services.duplicates.list({ sheets: [sheet], state: 'open', limit: 100 })).items
    const wish = async (sheet: string, more: Partial<MergeWish> = {}): Promise<MergeWish> => {
      const { rows } = await services.duplicates.pair(sheet, 'r0', 'r1')
      return {
        kept: 'r0',
        merged: 'r1',
        choices: { quantity: 'sum' },
        seen: { kept: rows[0].seen, merged: rows[1].seen },
        ...more,
      }
    }
    const cellsOf = (sheet: string, row: string) => sheets.rooms.read(sheet, document => document.cells(row))

    it('DUP-4 a row like another is found when it is added and shown on the desk of both, with why', async () => {
      const sheet = await withRows(MASKS)
      expect(await open(sheet)).toEqual([])
      await sheets.rooms.appendRows(sheet, [{ id: 'r1', cells: AGAIN }], AUTHOR)
      await services.watch.look(sheet)
      expect(await shown(sheet, 'r0')).toMatchObject({ rows: [{ row: 'r1' }] })
      expect((await shown(sheet, 'r1'))?.rows[0]?.why).toEqual(expect.arrayContaining(['sameItem', 'sameOrganization']))
      const [pair] = await open(sheet)
      expect(pair?.rows.map(({ row }) => row)).toEqual(['r0', 'r1'])
      expect(pair?.rows[1].cells.quantity).toBe(3000)
    })

    it('DUP-4 a change that makes them two takes the pair away, and so does an end: met, withdrawn, deleted', async () => {
      for (const [column, value] of [
        ['district', '雁塔区'],
        ['status', 'met'],
        ['_gone', true],
      ] as const) {
        const sheet = await withRows(MASKS, AGAIN)
        expect(await open(sheet)).toHaveLength(1)
        await write(sheet, { row: 'r1', column, value })
        expect(await open(sheet)).toEqual([])
        expect(await shown(sheet, 'r0')).toBeUndefined()
      }
    })

    it('DUP-4 what changed while nobody followed is found when the sheet is looked at after a start', async () => {
      const sheet = await withRows(MASKS, AGAIN)
      await services.watch.stop()
      await sheets.rooms.writeCells(sheet, [{ row: 'r1', column: 'item', value: '防护服' }], AUTHOR)
      services = started()
      services.watch.note(sheet, 'all')
      await services.watch.look(sheet)
      expect(await open(sheet)).toEqual([])
    })

    it('DUP-4 rows of one contact are alike where nothing else tells, and a hint finds them before the row is there', async () => {
      people = new Map([
        ['r0', 'somebody'],
        ['r1', 'somebody'],
        ['new contact', 'somebody'],
      ])
      const sheet = await withRows({ item: '婴儿奶粉二段', district: '莲湖区' }, { item: '二段奶粉' })
      expect((await open(sheet))[0]?.why).toContain('sameContact')
      const near = await services.duplicates.near(sheet, { cells: { item: '奶粉2段' }, contact: 'new contact' })
      expect(near.map(({ row }) => row).sort()).toEqual(['r0', 'r1'])
      expect(await services.duplicates.near(sheet, { cells: { item: '奶粉2段' } })).toEqual([])
      people = new Map()
    })

    it('DUP-5 a pair somebody dismissed stays away, after a start too, until a cell that counts changes', async () => {
      const sheet = await withRows(MASKS, AGAIN)
      expect(await services.duplicates.dismiss(sheet, ['r1', 'r0'], false, BY)).toBe('dismissed')
      expect(await open(sheet)).toEqual([])
      expect(await shown(sheet, 'r0')).toBeUndefined()
      await write(sheet, { row: 'r1', column: 'quantity', value: 5000 }, { row: 'r1', column: 'note', value: '催' })
      await services.watch.stop()
      services = started()
      services.watch.note(sheet, 'all')
      await services.watch.look(sheet)
      expect(await open(sheet)).toEqual([])
      await write(sheet, { row: 'r1', column: 'requirements', value: '当天送达' })
      const [pair] = await open(sheet)
      expect(pair?.decided?.by).toEqual({ id: AUTHOR.member, name: '导入' })
      expect(await shown(sheet, 'r1')).toMatchObject({ rows: [{ row: 'r0' }] })
    })

    it('DUP-5 a dismissal is taken back', async () => {
      const sheet = await withRows(MASKS, AGAIN)
      await services.duplicates.dismiss(sheet, ['r0', 'r1'], false, BY)
      const { items, count } = await services.duplicates.list({ sheets: [sheet], state: 'dismissed', limit: 10 })
      expect([items[0]?.decided?.by.name, count]).toEqual(['导入', 1])
      await services.duplicates.dismiss(sheet, ['r0', 'r1'], true, BY)
      expect(await open(sheet)).toHaveLength(1)
    })

    it('DUP-7 two rows become one: what is filled, the newer, both notes, and the amount only as somebody says', async () => {
      const sheet = await withRows(MASKS, AGAIN)
      await expect(services.merges.merge(sheet, await wish(sheet, { choices: {} }), AUTHOR, making())).rejects.toThrow(
        'amount',
      )
      const merge = await services.merges.merge(sheet, await wish(sheet), AUTHOR, making())
      expect(merge).toMatchObject({ kept: 'r0', merged: 'r1', state: 'done', leftCount: 0 })
      expect(await cellsOf(sheet, 'r0')).toEqual({
        ...MASKS,
        quantity: 5000,
        note: '第一次上报\n再次上报',
        requirements: '独立包装',
      })
      expect(await cellsOf(sheet, 'r1')).toEqual({ ...AGAIN, status: 'duplicate' })
      expect(await open(sheet)).toEqual([])
      expect(await shown(sheet, 'r0')).toEqual({ rows: [], merged: ['r1'] })
      expect(await shown(sheet, 'r1')).toEqual({ rows: [], into: 'r0' })
      expect(await services.merges.rowsOf(sheet, 'r0')).toEqual(['r0', 'r1'])
    })

    it('DUP-7 what has changed since it was shown is not merged, and of two at once one wins', async () => {
      const sheet = await withRows(MASKS, AGAIN)
      const seen = await wish(sheet)
      await write(sheet, { row: 'r1', column: 'note', value: '三百只就够' })
      await expect(services.merges.merge(sheet, seen, AUTHOR, making())).rejects.toThrow('changed since')
      const both = await wish(sheet)
      const turns = [
        both,
        { ...both, kept: 'r1', merged: 'r0', seen: { kept: both.seen.merged, merged: both.seen.kept } },
      ]
      const outcomes = await Promise.allSettled(turns.map(turn => services.merges.merge(sheet, turn, AUTHOR, making())))
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    })

    it('DUP-8 a merge is undone in one step: both rows as they were, the pair waits again; cells changed since are left and named', async () => {
      const sheet = await withRows(MASKS, AGAIN)
      const { id } = await services.merges.merge(sheet, await wish(sheet), AUTHOR, making())
      await write(sheet, { row: 'r0', column: 'note', value: '已联系' })
      const undone = await services.merges.undo(id, AUTHOR)
      expect(undone).toMatchObject({ state: 'undone', leftCount: 1, left: [{ row: 'r0', column: 'note' }] })
      expect(await cellsOf(sheet, 'r0')).toEqual({ ...MASKS, note: '已联系' })
      expect(await cellsOf(sheet, 'r1')).toEqual(AGAIN)
      expect(await open(sheet)).toHaveLength(1)
      expect(await shown(sheet, 'r1')).toMatchObject({ rows: [{ row: 'r0' }] })
      expect(await services.merges.rowsOf(sheet, 'r0')).toEqual(['r0'])
      expect(await services.merges.list(sheet, 'r1')).toMatchObject([{ id, state: 'undone' }])
    })

    it('DUP-8 a merge that was cut short is finished by asking again, done once, and can be undone', async () => {
      const sheet = await withRows(MASKS, AGAIN)
      const ask = await wish(sheet)
      const same = { newId: () => 'cutshort', now: sheets.now }
      const done = vi.spyOn(sheets.commands, 'done').mockRejectedValueOnce(new Error('killed'))
      await expect(services.merges.merge(sheet, ask, AUTHOR, same)).rejects.toThrow('killed')
      expect(await services.merges.merge(sheet, ask, AUTHOR, same)).toMatchObject({ state: 'done' })
      expect((await cellsOf(sheet, 'r0')).quantity).toBe(5000)
      await services.merges.undo('cutshort', AUTHOR)
      expect(await cellsOf(sheet, 'r0')).toEqual(MASKS)
      done.mockRestore()
    })

    it('DUP-9 where a sheet has no status for it the row is put away, and comes back', async () => {
      const sheet = await sheets.sheet('supplies', [
        { id: 'r0', cells: { item: '大米', organization: '壹基金', city: '西安市' } },
        { id: 'r1', cells: { item: '米', organization: '壹基金', city: '西安市', packSize: 20 } },
      ])
      await services.watch.look(sheet)
      const { id } = await services.merges.merge(sheet, await wish(sheet, { choices: {} }), AUTHOR, making())
      expect((await sheets.rows(sheet)).map(row => row.id)).toEqual(['r0'])
      expect(await shown(sheet, 'r0')).toEqual({ rows: [], merged: ['r1'] })
      await services.merges.undo(id, AUTHOR)
      expect((await sheets.rows(sheet)).map(row => row.id)).toEqual(['r0', 'r1'])
    })
  })
}

contract('SQLite', sqliteSetup)
const silence = await postgresSilence()
if (silence === undefined) contract('PostgreSQL', postgresSetup)
else
  it('STORE-17 PostgreSQL answers in CI', () => {
    if (process.env.CI) expect.fail(`PostgreSQL does not answer: ${silence}`)
  })

describe('duplicates of real data', () => {
  it('DUP-6 of the 2,095 needs of Wuhan those pairs are proposed that tell of one hospital, and no others', async () => {
    const sheets = await RealSheets.open()
    const { store, rooms } = sheets
    const watch = new DuplicateWatch({
      store,
      rooms,
      desks: rooms.desks,
      now: () => sheets.now,
      contacts: async () => new Map(),
    })
    const merges = new Merges({ store, rooms, desks: rooms.desks, commands: sheets.commands, watch })
    rooms.desks.register({ kind: 'duplicate', project: (sheet, rows) => merges.project(sheet, rows) })
    const sheet = await sheets.sheet('needs', demoNeeds())
    await watch.look(sheet)
    const duplicates = new Duplicates({ store, rooms, desks: rooms.desks, watch, personOf: async () => undefined })
    const { items, count } = await duplicates.list({ sheets: [sheet], state: 'open', limit: 50 })
    const hospitals = new Set(items.map(({ rows }) => rows.map(({ cells }) => cells.organization).join(' = ')))
    expect([...hospitals].sort()).toMatchInlineSnapshot(`
      [
        "华中科技大学同济医学院附属协和医院 = 武汉协和医院",
        "宜昌市仁和医院(三峡大学附属仁和医院 = 三峡大学附属仁和医院",
        "武汉同济医院 = 华中科技大学同济医学院附属同济医院",
        "武汉市武昌医院 = 武昌医院",
        "武汉市汉口医院 = 武汉汉口医院",
        "葛洲坝中心医院 = 国药葛洲坝中心医院",
        "随州市中心医院（文帝院区 = 随州市中心医院",
        "黄冈市黄州区康泰精神病医院 = 康泰精神病医院",
      ]
    `)
    expect(count).toBe(36)
    await watch.stop()
    await sheets.close()
  })
})
