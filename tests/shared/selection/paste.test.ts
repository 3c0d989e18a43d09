import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Column } from '../../../shared/schema/column.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { filledSize, type PasteTarget, planPaste, sizeOf, tiled } from '../../../shared/selection/paste.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'

const columnsNamed = (...ids: string[]): Column[] =>
  ids.flatMap(id => columnsOf('needs').filter(each => each.id === id))

const target = (given: Partial<PasteTarget> = {}): PasteTarget => ({
  rows: ['a', 'b'],
  columns: columnsNamed('item', 'quantity', 'unit'),
  readOnly: () => false,
  value: () => null,
  context: { zone: 'Asia/Shanghai', year: 2020 },
  ...given,
})

describe('what a paste comes to', () => {
  it('CELL-7 each text is read by its column', () => {
    const columns = columnsNamed('item', 'quantity', 'reportedAt', 'urgency')
    const plan = planPaste([['口罩', '1.2万', '2020/2/1 8:00', '']], target({ columns }))
    expect(plan.edits).toContainEqual({ row: 'a', column: 'quantity', value: 12000 })
    expect(plan.edits).toContainEqual({ row: 'a', column: 'item', value: '口罩' })
    expect(plan.refused).toEqual([])
  })

  it('CELL-7 lines past the end become rows, lines that hold nothing do not', () => {
    const plan = planPaste(
      [
        ['口罩', '1'],
        ['手套', '2'],
        ['', ''],
        ['酒精', '3'],
        ['', ''],
      ],
      target(),
    )
    expect(plan.added).toEqual([{ item: '酒精', quantity: 3 }])
    expect(plan.edits.map(({ row }) => row)).toEqual(['a', 'a', 'b', 'b'])
  })

  it('CELL-7 a cell that holds the value already is no edit', () => {
    const plan = planPaste(
      [['口罩', '200', '']],
      target({ value: (_, column) => (column === 'quantity' ? 200 : null) }),
    )
    expect(plan.edits).toEqual([{ row: 'a', column: 'item', value: '口罩' }])
  })

  it('CELL-9 what does not fit is named with its text and reason, and the rest is planned', () => {
    const plan = planPaste(
      [
        ['口罩', '很多', '只', '多余'],
        ['手套', '5', '双', ''],
      ],
      target(),
    )
    expect(plan.refused).toEqual([
      { row: 'a', column: 'quantity', text: '很多', reason: 'not-a-number' },
      { row: 'a', column: undefined, text: '多余', reason: 'no-column' },
    ])
    expect(plan.edits).toHaveLength(5)
  })

  it('CELL-9 a text refused in a new row is known by the place of that row', () => {
    const plan = planPaste(
      [
        ['', ''],
        ['口罩', '很多'],
      ],
      target({ rows: [] }),
    )
    expect(plan.added).toEqual([{ item: '口罩' }])
    expect(plan.refused).toEqual([{ row: 0, column: 'quantity', text: '很多', reason: 'not-a-number' }])
  })

  it('CELL-10 no required cell is emptied and no read-only column written', () => {
    const held: Record<string, Scalar> = { item: '口罩', unit: '只' }
    const plan = planPaste(
      [['', '5', '双']],
      target({ value: (_, column) => held[column] ?? null, readOnly: id => id === 'unit' }),
    )
    expect(plan.edits).toEqual([{ row: 'a', column: 'quantity', value: 5 }])
    expect(plan.refused.map(({ column, reason }) => [column, reason])).toEqual([
      ['item', 'required'],
      ['unit', 'read-only'],
    ])
  })

  it('CELL-7 a table fills a selection that holds it a whole number of times, and otherwise only its own size', () => {
    const size = (rows: number, columns: number) => ({ rows, columns })
    expect(filledSize(size(1, 1), size(3, 4))).toEqual(size(3, 4))
    expect(filledSize(size(2, 3), size(4, 6))).toEqual(size(4, 6))
    expect(filledSize(size(2, 3), size(5, 6))).toEqual(size(2, 3))
    expect(filledSize(size(2, 3), size(1, 1))).toEqual(size(2, 3))
    expect(tiled([['a', 'b'], ['c']], size(4, 4))[3]).toEqual(['c', '', 'c', ''])
    expect(sizeOf([['a'], ['b', 'c']])).toEqual(size(2, 2))
  })

  it('CELL-9 no text gets lost: it is in a cell, in a new row, or refused', () => {
    const text = fc.constantFrom('', '口罩', '12', '很多', '2020-02-01')
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }), texts => {
        const plan = planPaste(texts, target())
        const values = [...plan.edits.map(({ value }) => value), ...plan.added.flatMap(row => Object.values(row))]
        const kept = [...values.map(value => String(value ?? '')), ...plan.refused.map(({ text: lost }) => lost)]
        const given = texts.flat().filter(each => each !== '')
        for (const each of given)
          expect(kept.filter(held => held === each).length).toBe(given.filter(other => other === each).length)
      }),
    )
  })
})
