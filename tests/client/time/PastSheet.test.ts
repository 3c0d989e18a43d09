import { describe, expect, it } from 'vitest'
import { localMoment, momentOf } from '../../../client/time/localMoment.ts'
import { type PastCells, PastSheet } from '../../../client/time/PastSheet.ts'
import { type CellEdit, RESERVED_COLUMNS, ROW_GONE, type Scalar } from '../../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { random } from '../../sync/harness/random.ts'
import { sheetOf } from '../FakeSession.ts'

const seen = (sheet: SheetDocument): unknown => sheet.rows().map(row => [row, sheet.cells(row)])

describe('the sheet of a past moment', () => {
  it('TIME-14 lays the values of then over a copy: later rows are absent, deleted ones there, the sheet of now untouched', () => {
    const now = sheetOf({ a: { item: '口罩', quantity: 2 }, b: { item: '手套' }, c: { item: '新来的' } })
    now.edit([{ row: 'b', column: ROW_GONE, value: true }])
    const before = seen(now)
    const past = new PastSheet(now)
    past.show({ a: { quantity: 1, note: '从前' }, b: { _gone: null }, c: { _row: null, item: null } })
    expect(seen(past.sheet)).toEqual([
      ['a', { item: '口罩', quantity: 1, note: '从前' }],
      ['b', { item: '手套' }],
    ])
    expect(seen(now)).toEqual(before)
    now.edit([{ row: 'a', column: 'item', value: '此后' }])
    expect(past.sheet.value('a', 'item')).toBe('口罩')
  })

  it('TIME-14 another moment changes exactly the cells that differ', () => {
    const now = sheetOf({ a: { item: '1', note: 'n' }, b: { item: '1' } })
    const past = new PastSheet(now)
    past.show({ a: { item: '0', note: 'm' } })
    const changed: unknown[] = []
    past.sheet.onChange(({ updated }) => changed.push([...updated].map(([row, columns]) => [row, [...columns]])))
    past.show({ a: { item: '0' }, b: { item: '0' } })
    expect(changed).toEqual([
      [
        ['b', ['item']],
        ['a', ['note']],
      ],
    ])
    past.show({ a: { item: '0' }, b: { item: '0' } })
    expect(changed).toHaveLength(1)
    past.show({})
    expect(seen(past.sheet)).toEqual(seen(now))
  })

  it('TIME-16 says which cells and rows are others now, and how many', () => {
    const now = sheetOf({ a: { item: '口罩', note: 'x' }, b: { item: '手套' }, c: { item: '帐篷' } })
    now.edit([{ row: 'c', column: ROW_GONE, value: true }])
    const past = new PastSheet(now)
    past.show({ a: { item: '0', note: 'x' }, c: { _gone: null } })
    expect(past.differs('a', 'item')).toBe(true)
    expect(past.differs('a', 'note')).toBe(false)
    expect(past.differs('b', 'item')).toBe(false)
    expect(past.differs('c', 'item')).toBe(true)
    expect(past.differing).toBe(2)
  })

  it('TIME-14 at random: what is shown is what stood then, whichever way one got there', () => {
    const next = random(7)
    const rows = Array.from({ length: 8 }, (_, i) => `r${i}`)
    const now = sheetOf(Object.fromEntries(rows.map(row => [row, { item: row }])))
    const moments: { readonly looks: unknown }[] = [{ looks: seen(now) }]
    const history: { readonly at: number; readonly edit: CellEdit; readonly old: Scalar }[] = []
    for (let at = 1; at <= 80; at++) {
      const row = rows[Math.floor(next() * rows.length)] ?? ''
      const column = ['item', 'note', ROW_GONE][Math.floor(next() * 3)] ?? ''
      const value = column === ROW_GONE ? (next() < 0.5 ? true : null) : next() < 0.2 ? null : `v${at}`
      const old = now.value(row, column)
      if (old === value) {
        moments.push({ looks: seen(now) })
        continue
      }
      history.push({ at, edit: { row, column, value }, old })
      now.edit([{ row, column, value }])
      moments.push({ looks: seen(now) })
    }
    const past = new PastSheet(now)
    const valuesAt = (at: number): PastCells => {
      const cells: Record<string, Record<string, Scalar>> = {}
      for (const change of history.toReversed())
        if (change.at > at) cells[change.edit.row] = { ...cells[change.edit.row], [change.edit.column]: change.old }
      return cells
    }
    for (let i = 0; i < 60; i++) {
      const at = Math.floor(next() * moments.length)
      past.show(valuesAt(at))
      expect(seen(past.sheet), `moment ${at}`).toEqual(moments[at]?.looks)
    }
    expect(RESERVED_COLUMNS.has(ROW_GONE)).toBe(true)
  })
})

describe('moments as people set them', () => {
  it('TIME-15 are in the operation’s zone, to the second and back', () => {
    const at = Date.parse('2022-01-05T06:30:05Z')
    expect(localMoment(at + 400, 'Asia/Shanghai')).toBe('2022-01-05T14:30:05')
    expect(momentOf('2022-01-05T14:30:05', 'Asia/Shanghai')).toBe(at)
    expect(momentOf('2022-01-05T14:30', 'America/New_York')).toBe(Date.parse('2022-01-05T19:30:00Z'))
    expect(momentOf('', 'Asia/Shanghai')).toBeUndefined()
  })
})
