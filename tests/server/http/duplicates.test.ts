import { describe, expect, it } from 'vitest'
import type { DuplicateList, MergeInfo } from '../../../shared/protocol/duplicates.ts'
import type { HistoryItem } from '../../../shared/protocol/http.ts'
import { operationIn, testHub, tokenIn } from '../testHub.ts'

const BY = { member: 'm', session: 's' }
const MASKS = {
  item: '医用外科口罩',
  organization: '西安市胸科医院',
  city: '西安市',
  district: '长安区',
  quantity: 200,
}

describe('duplicates over HTTP', () => {
  it('DUP-4 DUP-8 DUP-9 found after an edit, made one, read with both histories, made two again', async () => {
    const test = await testHub()
    const at = await operationIn(test, '甲')
    const token = await tokenIn(test, 'coordinator', at)
    const rows = ['r1', 'r2'].map(id => ({ id, cells: MASKS }))
    await test.hub.rooms.appendRows(at.sheet, rows, BY)
    await test.hub.services.watch.look(at.sheet)
    const list = async () =>
      (await test.ask('GET', `/operations/${at.operation}/duplicates`, { token })).json as DuplicateList
    const { items, count } = await list()
    expect(count).toBe(1)
    const [kept, merged] = items[0]?.rows.map(({ seen }) => seen) ?? []
    const json = { kept: 'r1', merged: 'r2', choices: {}, seen: { kept, merged } }
    const headers = { 'idempotency-key': 'once' }
    const merge = await test.ask('POST', `/sheets/${at.sheet}/merges`, { token, json, headers })
    expect([merge.status, (merge.json as MergeInfo).label]).toEqual([201, '医用外科口罩'])
    const again = await test.ask('POST', `/sheets/${at.sheet}/merges`, { token, json, headers })
    expect(again.json).toEqual(merge.json)
    const history = async (query: string) => {
      const answer = await test.ask('GET', `/sheets/${at.sheet}/history?${query}`, { token })
      return new Set((answer.json as { items: HistoryItem[] }).items.map(({ row }) => row))
    }
    expect(await history('row=r1')).toEqual(new Set(['r1']))
    expect(await history('row=r1&with=merged')).toEqual(new Set(['r1', 'r2']))
    expect((await list()).count).toBe(0)
    await test.ask('POST', `/merges/${(merge.json as MergeInfo).id}/undo`, { token, json: {} })
    expect((await list()).count).toBe(1)
    expect(await history('row=r1&with=merged')).toEqual(new Set(['r1']))
  })

  it('DUP-5 a row that is being filled in is compared before anybody else sees it, without pairs called different', async () => {
    const test = await testHub()
    const at = await operationIn(test, '甲')
    const token = await tokenIn(test, 'editor', at)
    await test.hub.rooms.appendRows(at.sheet, [{ id: 'r1', cells: MASKS }], BY)
    const near = async (row?: string) => {
      const json = { cells: { ...MASKS, item: '外科口罩' }, ...(row === undefined ? {} : { row }) }
      const answer = await test.ask('POST', `/sheets/${at.sheet}/duplicates/near`, { token, json })
      return (answer.json as { items: { row: string }[] }).items.map(each => each.row)
    }
    expect(await near()).toEqual(['r1'])
    await test.hub.rooms.appendRows(at.sheet, [{ id: 'r2', cells: MASKS }], BY)
    await test.hub.services.watch.look(at.sheet)
    await test.ask('POST', `/sheets/${at.sheet}/duplicates/dismissals`, { token, json: { rows: ['r1', 'r2'] } })
    expect(await near('r2')).toEqual([])
  })
})
