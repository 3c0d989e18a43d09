/** What the questions about the past promise, whatever engine is under them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Conflicts } from '../../server/services/conflicts.ts'
import { historyPage } from '../../server/services/history.ts'
import { timelineOf } from '../../server/services/timeline.ts'
import { authorsOf, changedAfter, deletions, newestChange, openConflicts } from '../../server/storage/moments.ts'
import type { CellChange, Store } from '../../server/storage/Store.ts'
import type { SheetRooms } from '../../server/sync/SheetRooms.ts'
import { addSheet, recordOf, type StoreSetup } from './store.ts'

/** The clock of the first change. */
const START = 1_580_000_000_000
const MINUTE = 60_000

export function momentsContract(name: string, make: () => Promise<StoreSetup>): void {
  describe(`the past on ${name}`, { timeout: 60_000 }, () => {
    let setup: StoreSetup
    let store: Store
    let sheets = 0
    const told: string[] = []
    const rooms = {
      announceConflicts: (sheet: string) => Promise.resolve(void told.push(sheet)),
    } as unknown as SheetRooms
    beforeAll(async () => {
      setup = await make()
      store = await setup.open()
    })
    afterAll(async () => {
      await store?.close()
      await setup?.drop()
    })

    /** A sheet to which changes are written one record each; a minute passes between two unless `after` says how long. */
    async function history() {
      const place = await addSheet(store, `t${++sheets}`)
      const ann = `${place.sheet}-a`
      const ben = `${place.sheet}-b`
      let seq = 0
      let at = START
      const write = async (change: Partial<CellChange> & Pick<CellChange, 'old' | 'new'>, after = MINUTE) => {
        seq++
        at += after
        await store.append({
          document: place.document,
          sheet: place.sheet,
          record: { ...recordOf(seq), at },
          changes: [
            {
              row: 'r1',
              column: 'note',
              member: ann,
              at,
              seq,
              won: true,
              unseen: false,
              client: 1,
              clock: seq,
              ...change,
            },
          ],
          bindings: [],
        })
        return newestChange(store, place.sheet)
      }
      const open = async () =>
        (await openConflicts(store, place.sheet, 100)).map(({ row, lost, stands }) => [row, lost.value, stands.value])
      return { ...place, ann, ben, write, open, conflicts: new Conflicts({ store, rooms }) }
    }

    it('TIME-1 STORE-4 the history is asked by person, column and time, together too, and by pages', async () => {
      const { sheet, ann, ben, write } = await history()
      await write({ old: null, new: 'a1' })
      await write({ old: 'a1', new: 'b1', member: ben })
      await write({ old: null, new: 3, column: 'quantity', member: ben })
      await write({ old: 'b1', new: 'a2' })
      const asked = async (filter: object): Promise<unknown[]> =>
        (await historyPage(store, sheet, { limit: 10, ...filter })).items.map(item => item.new)
      expect(await asked({ member: ben })).toEqual([3, 'b1'])
      expect(await asked({ member: ben, column: 'note' })).toEqual(['b1'])
      expect(await asked({ since: new Date(START + 2 * MINUTE).toISOString() })).toEqual(['a2', 3, 'b1'])
      expect(
        await asked({
          since: new Date(START + 2 * MINUTE).toISOString(),
          until: new Date(START + 3 * MINUTE).toISOString(),
        }),
      ).toEqual([3, 'b1'])
      const first = await historyPage(store, sheet, { limit: 1, member: ben })
      const second = await historyPage(store, sheet, { limit: 1, member: ben, cursor: first.next ?? '' })
      expect([first, second].flatMap(page => page.items.map(item => item.new))).toEqual([3, 'b1'])
      expect(second.next).toBeNull()
      expect(first.items[0]?.id).toBeGreaterThan(second.items[0]?.id ?? 0)
      expect(await authorsOf(store, sheet)).toEqual([
        { id: ann, name: '甲组' },
        { id: ben, name: '乙组' },
      ])
    })

    it('TIME-2 a value replaced unseen is open, with both values, who and when', async () => {
      const { sheet, ann, ben, write, conflicts } = await history()
      await write({ old: null, new: '甲' })
      await write({ old: '甲', new: '乙', member: ben, unseen: true })
      expect(await conflicts.list(sheet)).toEqual({
        items: [
          {
            id: expect.any(Number),
            row: 'r1',
            column: 'note',
            lost: {
              value: '甲',
              member: { id: ann, name: '甲组' },
              at: new Date(START + MINUTE).toISOString(),
            },
            stands: {
              value: '乙',
              member: { id: ben, name: '乙组' },
              at: new Date(START + 2 * MINUTE).toISOString(),
            },
          },
        ],
        more: false,
      })
    })

    it('TIME-2 a value that lost at once is open; the same value twice and a moved row are none', async () => {
      const { ben, write, open } = await history()
      await write({ old: null, new: '甲' })
      await write({ old: '甲', new: '乙', member: ben, unseen: true, won: false })
      await write({ old: null, new: 'x', row: 'r2' })
      await write({ old: 'x', new: 'x', row: 'r2', member: ben, unseen: true })
      await write({ old: 'a0', new: 'a1', row: 'r3', column: '_order', member: ben, unseen: true })
      expect(await open()).toEqual([['r1', '乙', '甲']])
    })

    it('TIME-2 of three head-on writes both lost values are open', async () => {
      const { ben, write, open } = await history()
      await write({ old: null, new: '甲' })
      await write({ old: '甲', new: '乙', member: ben, unseen: true })
      await write({ old: '乙', new: '丙', unseen: true })
      expect(await open()).toEqual([
        ['r1', '乙', '丙'],
        ['r1', '甲', '丙'],
      ])
    })

    it('TIME-3 a later edit of somebody who had seen it settles; one still blind does not', async () => {
      const { ann, ben, write, open } = await history()
      await write({ old: null, new: '甲' })
      await write({ old: '甲', new: '乙', member: ben, unseen: true })
      await write({ old: '乙', new: '乙!', member: ben }, 500)
      expect(await open()).toEqual([['r1', '甲', '乙!']])
      await write({ old: '乙!', new: '乙?', member: ben }, 20_000)
      expect(await open()).toEqual([])
      await write({ old: '乙?', new: '丙', member: ann, unseen: true })
      expect(await open()).toEqual([['r1', '乙?', '丙']])
      await write({ old: '丙', new: '丁', member: ben }, 100)
      expect(await open()).toEqual([])
    })

    it('TIME-3 the lost value coming back settles, whoever writes it', async () => {
      const { ben, write, open } = await history()
      await write({ old: null, new: '甲' })
      await write({ old: '甲', new: '乙', member: ben, unseen: true })
      await write({ old: '乙', new: '甲', member: ben }, 10)
      expect(await open()).toEqual([])
    })

    it('TIME-3 TIME-4 keeping what stands settles for good and tells everybody; what is lost later is open anew', async () => {
      const { sheet, ben, write, open, conflicts } = await history()
      await write({ old: null, new: '甲' })
      const upTo = await write({ old: '甲', new: '乙', member: ben, unseen: true })
      await conflicts.settle(sheet, { row: 'r1', column: 'unit', upTo }, { member: ben, now: 1 })
      expect(await open()).toHaveLength(1)
      await conflicts.settle(sheet, { row: 'r1', column: 'note', upTo }, { member: ben, now: 1 })
      expect(await open()).toEqual([])
      expect(told.filter(id => id === sheet)).toHaveLength(2)
      await write({ old: '乙', new: '丙', unseen: true })
      expect(await open()).toEqual([['r1', '乙', '丙']])
    })

    it('TIME-5 says who deleted a row last, and when', async () => {
      const { sheet, ben, write } = await history()
      await write({ old: null, new: true, column: '_gone' })
      await write({ old: true, new: null, column: '_gone' })
      await write({ old: null, new: true, column: '_gone', member: ben })
      await write({ old: null, new: true, column: '_gone', row: 'r2' })
      const found = await deletions(store, sheet, ['r1', 'r9'])
      expect([...found].map(([row, by]) => [row, by.memberName, by.at])).toEqual([['r1', '乙组', START + 3 * MINUTE]])
    })

    it('TIME-9 the cells changed after a change are known', async () => {
      const { sheet, write } = await history()
      const seen = await write({ old: null, new: 1 })
      await write({ old: 1, new: 2 })
      await write({ old: null, new: 3, row: 'r2', column: 'unit' })
      await write({ old: 3, new: 4, row: 'r3', won: false })
      expect(await changedAfter(store, sheet, seen)).toEqual(
        new Map([
          ['r1', new Set(['note'])],
          ['r2', new Set(['unit'])],
        ]),
      )
    })

    it('TIME-10 the timeline counts changes by parts of the time', async () => {
      const { sheet, write } = await history()
      const whole = { buckets: 3 }
      expect(await timelineOf(store, sheet, whole)).toEqual({
        first: null,
        last: null,
        from: null,
        to: null,
        counts: [],
      })
      for (const after of [0, 1, 2, 10 * MINUTE, 10 * MINUTE]) await write({ old: null, new: after }, after)
      const line = await timelineOf(store, sheet, whole)
      expect(line).toMatchObject({ counts: [3, 1, 1], first: new Date(START).toISOString() })
      const part = await timelineOf(store, sheet, {
        buckets: 2,
        from: new Date(START + MINUTE).toISOString(),
        to: new Date(START + 21 * MINUTE).toISOString(),
      })
      expect(part.counts).toEqual([1, 1])
      await expect(
        timelineOf(store, sheet, { buckets: 2, from: line.last ?? '', to: line.first ?? '' }),
      ).rejects.toMatchObject({ code: 'bad-request' })
    })
  })
}
