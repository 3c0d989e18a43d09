import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../../shared/sheet/cell.ts'
import { orderBetween } from '../../../shared/sheet/order.ts'
import type { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { Arranger } from '../../../shared/views/Arranger.ts'
import { type ColumnFilter, PLAIN_VIEW, type ViewContent } from '../../../shared/views/content.ts'
import { groupLine, groupOfLine, layOut } from '../../../shared/views/lines.ts'
import { sheetOf } from '../../client/FakeSession.ts'

const SETTING = { language: 'zh', zone: 'Asia/Shanghai', today: '2022-01-05' } as const
const COLUMNS = columnsOf('needs')
const ROWS = {
  a: { item: '口罩', quantity: 200, urgency: 'low', district: '莲湖区' },
  b: { item: '手套', quantity: 30, urgency: 'critical', district: '碑林区' },
  c: { item: '酒精', urgency: 'critical', district: '莲湖区' },
  d: { item: '奶粉', quantity: 12 },
}

function arranged(sheet: SheetDocument, content: Partial<ViewContent>): Arranger {
  const arranger = new Arranger(sheet)
  arranger.configure({ ...PLAIN_VIEW, ...content }, COLUMNS, SETTING)
  sheet.onChange(({ added, removed, updated }) => arranger.touch([...added, ...removed, ...updated.keys()]))
  return arranger
}
const rowsOf = (arranger: Arranger): string[] => [...arranger.rows()]
const isUrgent: ColumnFilter = { column: 'urgency', condition: { is: 'anyOf', values: ['critical'] } }

describe('the rows of a view', () => {
  it('VIEW-2 are those that meet every filter; a filter on an unknown column is passed over', () => {
    const sheet = sheetOf(ROWS)
    const inLianhu: ColumnFilter = { column: 'district', condition: { is: 'equals', text: '莲湖区' } }
    expect(rowsOf(arranged(sheet, { filters: [isUrgent] }))).toEqual(['b', 'c'])
    expect(rowsOf(arranged(sheet, { filters: [isUrgent, inLianhu] }))).toEqual(['c'])
    const unknown = arranged(sheet, { filters: [{ column: 'nowhere', condition: { is: 'blank' } }] })
    expect([rowsOf(unknown), unknown.active]).toEqual([['a', 'b', 'c', 'd'], false])
  })

  it('VIEW-3 are sorted by one column and then the next, empty cells last both ways, equals as in the sheet', () => {
    const sheet = sheetOf(ROWS)
    const by = (...sorts: [string, boolean][]) =>
      rowsOf(arranged(sheet, { sorts: sorts.map(([column, descending]) => ({ column, descending })) }))
    expect(by(['quantity', false])).toEqual(['d', 'b', 'a', 'c'])
    expect(by(['quantity', true])).toEqual(['a', 'b', 'd', 'c'])
    expect(by(['urgency', false])).toEqual(['b', 'c', 'a', 'd'])
    expect(by(['urgency', false], ['quantity', false])).toEqual(['b', 'c', 'a', 'd'])
    expect(by(['district', false], ['quantity', true])).toEqual(['b', 'a', 'c', 'd'])
  })

  it('VIEW-5 in groups stand under a line with their count; a folded group keeps its line', () => {
    const sheet = sheetOf(ROWS)
    const arranger = arranged(sheet, { group: 'urgency', sorts: [{ column: 'quantity', descending: true }] })
    const [critical, low, none] = ['critical', 'low', null].map(groupLine)
    const whole = layOut(arranger, new Set())
    expect(whole.ids).toEqual([critical, 'b', 'c', low, 'a', none, 'd'])
    expect(whole.groupPlaces).toEqual([0, 3, 5])
    expect([...whole.counts.values(), whole.rowCount]).toEqual([2, 1, 1, 4])
    const folded = layOut(arranger, new Set([critical ?? '']), row => row !== 'd')
    expect(folded.ids).toEqual([critical, low, 'a'])
    expect([...folded.counts.values(), folded.rowCount]).toEqual([2, 1, 3])
    expect([groupOfLine(groupLine(null)), groupOfLine(groupLine('甲')), groupOfLine('r1')]).toEqual([
      null,
      '甲',
      undefined,
    ])
  })

  it('VIEW-4 a changed row goes where it belongs now, a new one comes in, a deleted one goes', () => {
    const sheet = sheetOf(ROWS)
    const arranger = arranged(sheet, { group: 'urgency', filters: [{ column: 'item', condition: { is: 'filled' } }] })
    expect(rowsOf(arranger)).toEqual(['b', 'c', 'a', 'd'])
    sheet.edit([{ row: 'd', column: 'urgency', value: 'critical' }])
    expect(rowsOf(arranger)).toEqual(['b', 'c', 'd', 'a'])
    sheet.edit([{ row: 'c', column: ROW_GONE, value: true }])
    sheet.edit([{ row: 'b', column: 'item', value: null }])
    expect(rowsOf(arranger)).toEqual(['d', 'a'])
    expect([arranger.passes('b'), arranger.passes('d'), arranger.groupOf('c')]).toEqual([false, true, undefined])
  })

  it('VIEW-4 after any changes the rows stand as if arranged anew', () => {
    const cell = fc.oneof<fc.Arbitrary<Scalar>[]>(
      fc.constantFrom(null, '', '口罩', '手套', 'N95', 'n95', 'critical', 'urgent', 'low', 'unknown', true, false),
      fc.integer({ min: -3, max: 3 }),
    )
    const column = fc.constantFrom('item', 'quantity', 'urgency', 'district', 'openEnded')
    const condition = fc.oneof(
      fc.record({ is: fc.constant('anyOf' as const), values: fc.array(cell, { maxLength: 3 }) }),
      fc.record({ is: fc.constantFrom('contains' as const, 'lacks' as const), text: fc.constantFrom('口', 'N', '急') }),
      fc.record({ is: fc.constant('range' as const), min: fc.integer({ min: -3, max: 3 }) }),
      fc.record({ is: fc.constantFrom('blank' as const, 'filled' as const) }),
    )
    const content = fc.record({
      filters: fc.array(fc.record({ column, condition }), { maxLength: 2 }),
      sorts: fc.array(fc.record({ column, descending: fc.boolean() }), { maxLength: 3 }),
      group: fc.option(column),
    })
    const step = fc.record({
      kind: fc.constantFrom('edit', 'edit', 'edit', 'delete', 'restore', 'move', 'add'),
      at: fc.nat({ max: 40 }),
      column,
      value: cell,
    })
    fc.assert(
      fc.property(content, fc.array(step, { maxLength: 30 }), (content, steps) => {
        const sheet = sheetOf(ROWS)
        const kept = arranged(sheet, content)
        const known = ['a', 'b', 'c', 'd']
        steps.forEach(({ kind, at, column, value }, i) => {
          const row = known[at % known.length] ?? 'a'
          const first = sheet.order(sheet.rows()[0] ?? row)
          if (kind === 'edit') sheet.edit([{ row, column, value }])
          else if (kind === 'move') sheet.edit([{ row, column: ROW_ORDER, value: orderBetween(null, first) }])
          else if (kind === 'add') {
            known.push(`n${i}`)
            sheet.edit([
              { row: `n${i}`, column: ROW_EXISTS, value: true },
              { row: `n${i}`, column: ROW_ORDER, value: orderBetween(null, first) },
              { row: `n${i}`, column, value },
            ])
          } else sheet.edit([{ row, column: ROW_GONE, value: kind === 'delete' ? true : null }])
          if (at % 3 === 0) kept.passes(row)
        })
        const anew = arranged(sheet, content)
        expect(rowsOf(kept)).toEqual(rowsOf(anew))
        expect(layOut(kept, new Set())).toEqual(layOut(anew, new Set()))
      }),
      { numRuns: 300 },
    )
  })
})
