import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PastChange, planTakeBack } from '../../../shared/domain/takeBack.ts'

let id = 0
const change = (
  row: string,
  column: string,
  old: PastChange['old'],
  value: PastChange['new'],
  member = 'v',
): PastChange => ({
  id: ++id,
  row,
  column,
  old,
  new: value,
  member,
})

describe('taking changes back', () => {
  it('REVERT-1 a cell goes back to what it held before, over several changes of the same person', () => {
    const own = [
      change('a', 'item', '口罩', '广告'),
      change('a', 'item', '广告', '广告2'),
      change('b', 'unit', null, 'x'),
    ]
    expect(planTakeBack(own, [])).toEqual({
      wishes: [
        { row: 'a', column: 'item', value: '口罩', expected: '广告2' },
        { row: 'b', column: 'unit', value: null, expected: 'x' },
      ],
      left: [],
    })
  })

  it('REVERT-2 a cell others have written since is left; written over again it goes back to theirs', () => {
    const first = change('a', 'item', '口罩', '广告')
    const theirs = change('a', 'item', '广告', '手套', 'm')
    expect(planTakeBack([first], [theirs])).toEqual({ wishes: [], left: [{ row: 'a', column: 'item' }] })
    const again = change('a', 'item', '手套', '广告')
    expect(planTakeBack([first, again], [theirs]).wishes).toEqual([
      { row: 'a', column: 'item', value: '手套', expected: '广告' },
    ])
  })

  it('REVERT-3 an added row goes whole, a deleted one comes back; a row somebody else has written into stays', () => {
    const added = [change('n', '_row', null, true), change('n', 'item', null, '广告')]
    expect(planTakeBack(added, []).wishes).toEqual([{ row: 'n', column: '_gone', value: true, expected: null }])
    const used = planTakeBack(added, [change('n', 'quantity', null, 5, 'm')])
    expect(used.left).toEqual([{ row: 'n', column: '_row' }])
    expect(used.wishes).toEqual([{ row: 'n', column: 'item', value: null, expected: '广告' }])
    expect(planTakeBack([change('a', '_gone', null, true)], []).wishes).toEqual([
      { row: 'a', column: '_gone', value: null, expected: true },
    ])
  })

  it('REVERT-2 what it writes never replaces a value of somebody else (property)', () => {
    const step = fc.record({
      cell: fc.constantFrom('a:item', 'a:unit', 'b:item'),
      value: fc.constantFrom('x', 'y', 'z', null),
      member: fc.constantFrom('v', 'm'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        const now = new Map<string, { value: PastChange['new']; member: string }>()
        const all = steps.map(({ cell, value, member }, at): PastChange => {
          const [row = '', column = ''] = cell.split(':')
          const old = now.get(cell)?.value ?? null
          now.set(cell, { value, member })
          return { id: at + 1, row, column, old, new: value, member }
        })
        const plan = planTakeBack(
          all.filter(({ member }) => member === 'v'),
          all.filter(({ member }) => member === 'm'),
        )
        for (const { row, column, expected } of plan.wishes)
          expect(now.get(`${row}:${column}`)).toEqual({ value: expected, member: 'v' })
        for (const { row, column } of plan.left) expect(now.get(`${row}:${column}`)?.member).toBe('m')
      }),
    )
  })
})
