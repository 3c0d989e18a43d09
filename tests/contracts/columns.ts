/** What own columns, arranged sheets and newcomers' edits promise, whatever engine is under them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Identity } from '../../server/auth/identity.ts'
import { Columns } from '../../server/services/columns.ts'
import { Guard } from '../../server/services/guard.ts'
import { Sheets } from '../../server/services/sheets.ts'
import { Suggestions } from '../../server/services/suggestions.ts'
import { waitsForNod } from '../../server/storage/newcomers.ts'
import type { Store } from '../../server/storage/Store.ts'
import { readSetup } from '../../server/storage/sheetSetup.ts'
import { Rooms } from '../../server/sync/Rooms.ts'
import type { Role } from '../../shared/domain/roles.ts'
import { addSheet, type StoreSetup } from './store.ts'

const START = 1_580_000_000_000
const HOUR = 3_600_000
const plate = (zh: string) => ({ label: { zh, en: zh }, kind: { type: 'text' } as const, required: false })

export function columnsContract(name: string, make: () => Promise<StoreSetup>): void {
  describe(`own columns and newcomers on ${name}`, { timeout: 60_000 }, () => {
    let setup: StoreSetup
    let store: Store
    let rooms: Rooms
    let now = START
    let count = 0
    beforeAll(async () => {
      setup = await make()
      store = await setup.open()
      const log = { warn: () => undefined, error: () => undefined }
      const authenticate = async () => undefined
      rooms = new Rooms({ store, now: () => now, clock: () => 0, log, authenticate, originAllowed: () => true })
    })
    afterAll(async () => {
      await rooms?.close()
      await store?.close()
      await setup?.drop()
    })
    const making = () => ({ newId: () => `c${++count}`, now: ++now })
    const as = (id: string, operation: string, role: Role): Identity => ({
      member: { id, name: id, color: '#336699' },
      session: 's',
      means: 'cookie',
      actor: { id, roles: new Map([[operation, new Set([role])]]) },
      scopes: undefined,
    })
    /** A sheet with three rows, an editor and a coordinator. */
    async function scene() {
      const id = `g${++count}`
      const { sheet, member } = await addSheet(store, id)
      const chief = `${id}-b`
      for (const [who, role] of [
        [member, 'editor'],
        [chief, 'coordinator'],
      ] as const)
        await store.db
          .insertInto('membership')
          .values({ member_id: who, operation_id: id, roles: JSON.stringify([role]) })
          .execute()
      const rows = ['r0', 'r1', 'r2'].map(row => ({ id: row, cells: { item: '口罩' } }))
      await rooms.appendRows(sheet, rows, { member: 'importer', session: 's' })
      return { sheet, operation: id, ann: member, chief: as(chief, id, 'coordinator') }
    }
    const setupOf = (sheet: string) => readSetup(store.db, { id: sheet, kind: 'needs' })

    it('COL-3 COL-7 COL-8 columns come back as they were added, ordered and taken away', async () => {
      const { sheet } = await scene()
      const columns = new Columns({ db: store.db, rooms })
      await columns.add(sheet, plate('车牌'), making())
      const { columns: both } = await columns.add(sheet, plate('司机代号'), making())
      const [first, second] = both.slice(-2).map(({ id }) => id)
      expect(first).not.toBe(second)
      await columns.order(sheet, [second ?? '', 'item'], ++now)
      await columns.setRemoved(sheet, first ?? '', true, ++now)
      await columns.setRemoved(sheet, 'unit', true, ++now)
      const made = await setupOf(sheet)
      expect(made.columns.slice(0, 2).map(({ id }) => id)).toEqual([second, 'item'])
      expect(made.removed.map(({ id }) => id).sort()).toEqual([first, 'unit'].sort())
      expect([first, second, 'unit'].every(id => made.writable.has(id ?? ''))).toBe(true)
      await columns.setRemoved(sheet, first ?? '', false, ++now)
      expect((await setupOf(sheet)).columns.map(({ id }) => id)).toContain(first)
      const again = await columns.add(sheet, plate('第三列'), making())
      expect(new Set(again.columns.map(({ id }) => id)).size).toBe(again.columns.length)
    })

    it('COL-9 the order of sheets and their being put away are kept', async () => {
      const { sheet, operation, chief } = await scene()
      const sheets = new Sheets({ db: store.db, rooms, now: () => now })
      const second = await sheets.create({ operation, kind: 'goods', title: '出入库' }, making())
      await sheets.order(operation, [second.id, sheet], chief)
      await sheets.arrange(sheet, { title: '旧表', archived: true }, chief, ++now)
      expect((await sheets.list(chief, operation)).map(({ title, archived }) => [title, archived])).toEqual([
        ['出入库', undefined],
        ['旧表', true],
      ])
    })

    it('GUARD-4 who is a newcomer is asked of the history and of what has been accepted', async () => {
      const { sheet, operation, ann, chief } = await scene()
      const guard = new Guard({ db: store.db, rooms })
      const suggestions = new Suggestions({ db: store.db, rooms })
      const waits = (member: string) => waitsForNod(store.db, { operation, member, now })
      expect(await waits(ann)).toBe(false)
      expect(await guard.set(operation, { nod: true, hours: 2, edits: 2 })).toEqual({ nod: true, hours: 2, edits: 2 })
      expect([await waits(ann), await waits(chief.member.id), await waits('importer')]).toEqual([true, false, false])
      const edits = ['r0', 'r1'].map(row => ({ row, column: 'note', value: `给 ${row}` }))
      expect(await suggestions.make(sheet, ann, { edits }, making())).toBe(2)
      const { items } = await suggestions.list(sheet, { operation }, chief)
      const by = { member: chief.member.id, session: 's' }
      const [one, two] = items.map(({ id }) => id)
      await suggestions.decide(sheet, { accept: [one ?? ''], refuse: [], reason: '' }, by, ++now)
      expect(await waits(ann)).toBe(true)
      await suggestions.decide(sheet, { accept: [two ?? ''], refuse: [], reason: '' }, by, ++now)
      expect(await waits(ann)).toBe(false)
      // An accepted edit is an edit of theirs: it grows old.
      await guard.set(operation, { nod: true, hours: 2, edits: 50 })
      expect(await waits(ann)).toBe(true)
      now += 3 * HOUR
      expect(await waits(ann)).toBe(false)
    })

    it('GUARD-6 of several suggestions for a cell the newest stands, and refused ones keep their reason', async () => {
      const { sheet, operation, ann, chief } = await scene()
      const suggestions = new Suggestions({ db: store.db, rooms })
      for (const value of ['一', '二'])
        await suggestions.make(sheet, ann, { edits: [{ row: 'r0', column: 'note', value }] }, making())
      const [item, ...more] = (await suggestions.list(sheet, { operation }, as(ann, operation, 'editor'))).items
      expect([item?.new, more]).toEqual(['二', []])
      const refuse = { accept: [], refuse: [item?.id ?? ''], reason: '请核实' }
      await suggestions.decide(sheet, refuse, { member: chief.member.id, session: 's' }, ++now)
      expect((await suggestions.list(sheet, { operation }, chief)).items).toMatchObject([
        { state: 'refused', reason: '请核实', member: { id: ann, name: '甲组' } },
      ])
    })
  })
}
