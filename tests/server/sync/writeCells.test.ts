import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROW_GONE } from '../../../shared/sheet/cell.ts'
import { AUTHOR, RealSheets } from '../services/realSheets.ts'

let sheets: RealSheets
beforeAll(async () => {
  sheets = await RealSheets.open()
})
afterAll(() => sheets.close())

const NEEDS = [
  { id: 'a', cells: { item: '口罩', quantity: 200 } },
  { id: 'b', cells: { item: '手套' } },
]

describe('writing cells as a command', () => {
  it('SYNC-30 writes forward as the member, leaves and names what holds another value, and has it in the history', async () => {
    const sheet = await sheets.sheet('needs', NEEDS)
    const outcome = await sheets.rooms.writeCells(
      sheet,
      [
        { row: 'a', column: 'quantity', value: 300, expected: 200 },
        { row: 'b', column: 'item', value: '护目镜', expected: '口罩' },
        { row: 'a', column: 'item', value: '口罩' },
        { row: 'b', column: ROW_GONE, value: true },
      ],
      AUTHOR,
    )
    expect(outcome).toMatchObject({ written: 2, left: [{ row: 'b', column: 'item' }] })
    expect(await sheets.rows(sheet)).toEqual([{ id: 'a', cells: { item: '口罩', quantity: 300 } }])
    const history = await sheets.store.history({ sheet, row: 'a', column: 'quantity', limit: 5 })
    expect(history.map(({ old, new: value, member }) => [old, value, member])).toEqual([[200, 300, AUTHOR.member]])
  })

  it('SYNC-30 a row nobody knows refuses everything, however long the list before it', async () => {
    const sheet = await sheets.sheet('needs', NEEDS)
    const many = Array.from({ length: 5_000 }, (_, i) => ({ row: 'a', column: 'quantity', value: i }))
    await expect(
      sheets.rooms.writeCells(sheet, [...many, { row: 'nobody', column: 'item', value: 'x' }], AUTHOR),
    ).rejects.toMatchObject({ code: 'bad-request' })
    expect(await sheets.rows(sheet)).toEqual(NEEDS)
  })
})
