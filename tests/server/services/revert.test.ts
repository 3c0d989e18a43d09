import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Activities } from '../../../server/services/activity.ts'
import { Reverts } from '../../../server/services/revert.ts'
import type { CellWish } from '../../../server/sync/SheetRooms.ts'
import { ROW_GONE } from '../../../shared/sheet/cell.ts'
import type { StoreSetup } from '../../contracts/store.ts'
import { postgresSetup, postgresSilence, sqliteSetup } from '../storage/databases.ts'
import { AUTHOR, RealSheets } from './realSheets.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const VANDAL = { member: 'vandal', session: 'v' }
const COLLEAGUE = { member: 'colleague', session: 'c' }
const COORDINATOR = { member: 'coordinator', session: 'k' }
const ADVERT = '低价口罩加微信 abc12345'

function contract(engine: string, setUp: () => Promise<StoreSetup>): void {
  describe(`undoing a person: ${engine}`, () => {
    let setup: StoreSetup
    let sheets: RealSheets
    let reverts: Reverts
    let activities: Activities
    let ids = 0
    const making = () => ({ newId: () => `revert${++ids}`, now: sheets.now })
    beforeAll(async () => {
      setup = await setUp()
      sheets = await RealSheets.open({}, setup)
      const { store, rooms, commands } = sheets
      reverts = new Reverts({ store, rooms, commands })
      activities = new Activities({ store, rooms, now: () => sheets.now })
      for (const id of ['vandal', 'colleague', 'coordinator'])
        await store.db
          .insertInto('member')
          .values({
            id,
            kind: 'person',
            name: `${id}的名字`,
            login: id,
            password_hash: null,
            organization_id: 'org',
            color: '#336699',
            created_at: 0,
            disabled_at: null,
          })
          .execute()
    })
    afterAll(async () => {
      await sheets?.close()
      await setup?.drop()
    })

    const rowsOf = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ id: `r${i}`, cells: { item: `物资${i}`, quantity: i + 1 } }))
    /** A minute later. */
    const write = (sheet: string, wishes: readonly CellWish[], by: { member: string; session: string }) => {
      sheets.now += 60_000
      return sheets.rooms.writeCells(sheet, wishes, by)
    }
    const since = () => new Date(sheets.now).toISOString()

    it('REVERT-1 REVERT-2 REVERT-3 everything since a moment goes back, over all sheets; what others changed since is left and named', async () => {
      const [one, two] = [await sheets.sheet('needs', rowsOf(3)), await sheets.sheet('supplies', rowsOf(2))]
      await write(one, [{ row: 'r2', column: 'note', value: '早先' }], VANDAL)
      sheets.now += 60_000
      const from = since()
      await write(
        one,
        [
          { row: 'r0', column: 'item', value: ADVERT },
          { row: 'r1', column: 'item', value: ADVERT },
        ],
        VANDAL,
      )
      await write(one, [{ row: 'r1', column: 'item', value: '手套' }], COLLEAGUE)
      await write(one, [{ row: 'r2', column: ROW_GONE, value: true }], VANDAL)
      await write(two, [{ row: 'r0', column: 'item', value: null }], VANDAL)
      sheets.now += 60_000
      await sheets.rooms.appendRows(two, [{ id: 'ad', cells: { item: ADVERT } }], VANDAL)
      const wish = { member: 'vandal', since: from }
      const preview = await reverts.preview('op', wish)
      expect(preview).toMatchObject({ cells: 2, rowsRemoved: 1, rowsRestored: 1, leftCount: 1 })
      expect(preview.left).toEqual([{ sheet: one, row: 'r1', column: 'item', label: '手套' }])
      expect(preview.sample).toContainEqual({
        sheet: one,
        row: 'r0',
        column: 'item',
        label: ADVERT,
        old: ADVERT,
        new: '物资0',
      })
      const { command, written } = await reverts.revert('op', wish, COORDINATOR, making())
      expect([written, command.state, command.of?.name, command.leftCount]).toEqual([4, 'done', 'vandal的名字', 1])
      const items = async (sheet: string) => (await sheets.rows(sheet)).map(({ id, cells }) => [id, cells.item])
      expect(await items(one)).toEqual([
        ['r0', '物资0'],
        ['r1', '手套'],
        ['r2', '物资2'],
      ])
      expect((await sheets.rows(one))[2]?.cells.note).toBe('早先')
      expect(await items(two)).toEqual([
        ['r0', '物资0'],
        ['r1', '物资1'],
      ])
      const [newest] = await sheets.store.history({ sheet: two, row: 'r0', column: 'item', limit: 1 })
      expect([newest?.member, newest?.new]).toEqual(['coordinator', '物资0'])
    })

    it('REVERT-4 undoing a person is itself taken back and done again, and repeated it is done once', async () => {
      const sheet = await sheets.sheet('needs', rowsOf(400))
      const before = await sheets.rows(sheet)
      const from = since()
      await write(
        sheet,
        before.map(({ id }) => ({ row: id, column: 'item', value: ADVERT })),
        VANDAL,
      )
      const made = making()
      const id = made.newId()
      const again = { ...made, newId: () => id }
      const wish = { member: 'vandal', since: from, sheet }
      expect(await reverts.revert('op', wish, COORDINATOR, again)).toMatchObject({ written: 400 })
      expect(await sheets.rows(sheet)).toEqual(before)
      expect((await sheets.commands.undo(id, COORDINATOR)).written).toBe(400)
      expect((await sheets.rows(sheet))[7]?.cells.item).toBe(ADVERT)
      await Promise.all([sheets.commands.redo(id, COORDINATOR), sheets.commands.redo(id, COORDINATOR)])
      expect(await sheets.rows(sheet)).toEqual(before)
      expect((await sheets.commands.list('revert', { operation: 'op' }))[0]).toMatchObject({
        id,
        state: 'done',
        counts: { cells: 400 },
      })
      await expect(
        reverts.revert('op', { member: 'nobody', since: from }, COORDINATOR, making()),
      ).rejects.toMatchObject({ code: 'bad-request' })
      await expect(reverts.preview('op', { ...wish, sheet: 'elsewhere' })).rejects.toMatchObject({ code: 'not-found' })
    })

    it('REVERT-5 ten thousand changes are undone by the index of one person’s changes', async () => {
      const rows = rowsOf(5_000)
      const sheet = await sheets.sheet('needs', rows)
      const from = since()
      const wishes = rows.flatMap(({ id }) => [
        { row: id, column: 'item', value: ADVERT },
        { row: id, column: 'unit', value: '假' },
      ])
      await write(sheet, wishes, VANDAL)
      const { written } = await reverts.revert('op', { member: 'vandal', since: from, sheet }, COORDINATOR, making())
      expect(written).toBe(10_000)
      expect(await sheets.rows(sheet)).toEqual(rows)
    })

    it('REVERT-6 who changed how much is counted for each person, without what commands took back, in five-minute steps', async () => {
      const sheet = await sheets.sheet('needs', rowsOf(5))
      sheets.now += 3_600_000
      const start = sheets.now
      await write(
        sheet,
        [
          { row: 'r0', column: 'item', value: '手套' },
          { row: 'r1', column: 'quantity', value: null },
          { row: 'r2', column: 'unit', value: '箱' },
          { row: 'r3', column: ROW_GONE, value: true },
        ],
        COLLEAGUE,
      )
      await write(sheet, [{ row: 'r2', column: 'unit', value: '盒' }], VANDAL)
      const wish = { member: 'vandal', since: new Date(start).toISOString(), sheet }
      await reverts.revert('op', wish, COORDINATOR, making())
      const told = await activities.people({ operation: 'op', sheet, from: start, to: start + 3_600_000 })
      expect(told.stepMinutes).toBe(5)
      expect(told.people.map(({ member }) => member.id)).toEqual(['colleague', 'vandal'])
      expect(told.people[0]).toMatchObject({
        member: { name: 'colleague的名字' },
        organization: '壹基金',
        edits: 3,
        rowsAdded: 0,
        rowsDeleted: 1,
        emptied: 1,
        overwritten: 2,
        imports: 0,
        suspicions: [],
      })
      expect(told.people[0]?.spark).toHaveLength(12)
      expect(told.people[0]?.spark[0]).toBe(4)
      expect(told.people[1]).toMatchObject({ edits: 1, overwritten: 1 })
      await expect(activities.people({ operation: 'op', sheet: 'x', from: 0 })).rejects.toMatchObject({
        code: 'not-found',
      })
    })

    it('REVERT-7 an advert pasted into many rows and mass emptying stand first, with the reason', async () => {
      const sheet = await sheets.sheet('needs', rowsOf(60))
      const start = sheets.now + 1
      await write(
        sheet,
        rowsOf(60).map(({ id }) => ({ row: id, column: 'unit', value: '只' })),
        COLLEAGUE,
      )
      await write(
        sheet,
        rowsOf(30).map(({ id }) => ({ row: id, column: 'note', value: ADVERT })),
        VANDAL,
      )
      const { people } = await activities.people({ operation: 'op', sheet, from: start, to: sheets.now })
      expect(people.map(({ member, suspicions }) => [member.id, suspicions])).toEqual([
        ['vandal', [{ why: 'sameText', count: 30, text: ADVERT }]],
        ['colleague', []],
      ])
      await write(
        sheet,
        rowsOf(60).map(({ id }) => ({ row: id, column: 'unit', value: null })),
        VANDAL,
      )
      const later = await activities.people({ operation: 'op', sheet, from: start, to: sheets.now })
      expect(later.people[0]?.suspicions.map(({ why, count }) => [why, count])).toEqual([
        ['sameText', 30],
        ['emptying', 60],
        ['overwriting', 60],
      ])
    })

    it('REVERT-8 one person’s changes are listed newest first, in pages, with what each row is about', async () => {
      const sheet = await sheets.sheet('needs', rowsOf(5))
      const start = sheets.now + 1
      for (const row of ['r0', 'r1', 'r2']) await write(sheet, [{ row, column: 'unit', value: '箱' }], COLLEAGUE)
      const wish = { operation: 'op', member: 'colleague', from: start, sheet, limit: 2 }
      const first = await activities.changes(wish)
      expect(first.items.map(({ row, label, old, new: value }) => [row, label, old, value])).toEqual([
        ['r2', '物资2', null, '箱'],
        ['r1', '物资1', null, '箱'],
      ])
      const second = await activities.changes({ ...wish, cursor: first.next ?? '' })
      expect([second.items.map(({ row }) => row), second.next]).toEqual([['r0'], null])
    })

    it('IMP-9 an import is taken back on this engine too', async () => {
      const sheet = await sheets.sheet('needs', rowsOf(2))
      const file = new TextEncoder().encode('需求,需求数量,行号 ID\n物资0,9,r0\n新的,1,\n')
      const upload = {
        sheet,
        member: AUTHOR.member,
        fileName: 'a.csv',
        bytes: file,
        duplicates: { same: 'update' },
      } as const
      const { id } = await sheets.imports.preview(upload)
      expect(await sheets.imports.confirm(id, AUTHOR)).toMatchObject({ added: 1, updatedCells: 1 })
      await sheets.commands.undo(id, AUTHOR)
      expect(await sheets.rows(sheet)).toEqual(rowsOf(2))
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
