// @vitest-environment happy-dom
import type { RowDataTransaction } from 'ag-grid-community'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { RowRef } from '../../../client/grid/RowRef.ts'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER } from '../../../shared/sheet/cell.ts'
import { orderBetween } from '../../../shared/sheet/order.ts'
import { FakeSession } from '../FakeSession.ts'
import { realGrid, withGridTimers } from './realGrid.ts'

const ROWS = { a: { item: '口罩' }, b: { item: '手套' }, c: { item: '酒精' } }

withGridTimers()

describe('changes of the sheet on their way into the grid', () => {
  it('PAGE-10 a colleague’s edit is a transaction of exactly that row', () => {
    const session = new FakeSession(ROWS)
    const { api, feed } = realGrid(session)
    const transactions: RowDataTransaction<RowRef>[] = []
    vi.spyOn(api, 'applyTransactionAsync').mockImplementation(given => void transactions.push(given))
    const replaced = vi.spyOn(api, 'setGridOption')
    feed.attach(api)
    session.arrive([{ row: 'b', column: 'item', value: '护目镜' }])
    expect(transactions).toEqual([{ update: [{ id: 'b' }] }])
    expect(replaced).not.toHaveBeenCalled()
    expect(transactions[0]?.update?.[0]).toBe(api.getRowNode('b')?.data)
  })

  it('PAGE-10 new rows come in at their places, deleted ones go, the others stay what they are', () => {
    const session = new FakeSession(ROWS)
    const { api, feed, shown } = realGrid(session)
    const before = api.getRowNode('c')
    const replaced = vi.spyOn(api, 'setGridOption')
    const between = orderBetween(session.sheet.order('a'), session.sheet.order('b'))
    session.arrive([
      { row: 'x', column: ROW_EXISTS, value: true },
      { row: 'x', column: ROW_ORDER, value: between },
    ])
    session.arrive([{ row: 'b', column: ROW_GONE, value: true }])
    feed.flush()
    expect(shown()).toEqual(['a', 'x', 'c'])
    expect(api.getRowNode('c')).toBe(before)
    expect(replaced).not.toHaveBeenCalled()
  })

  it('PAGE-11 while somebody types, nothing moves and the editor stays; afterwards everything is there', () => {
    const session = new FakeSession(ROWS)
    const { api, feed, shown } = realGrid(session)
    api.applyColumnState({ state: [{ colId: 'item', sort: 'asc' }] })
    const order = shown()
    api.startEditingCell({ rowIndex: order.indexOf('b'), colKey: 'item' })
    expect(api.getEditingCells()).toHaveLength(1)
    session.arrive([
      { row: 'a', column: 'item', value: 'zzz' },
      { row: 'b', column: 'item', value: '另一个值' },
      { row: 'n', column: ROW_EXISTS, value: true },
      { row: 'n', column: ROW_ORDER, value: orderBetween(null, session.sheet.order('a')) },
      { row: 'c', column: ROW_GONE, value: true },
    ])
    feed.flush()
    expect(shown()).toEqual(order)
    expect(api.getEditingCells()).toHaveLength(1)
    expect(api.getRowNode('a')?.rowIndex).toBe(order.indexOf('a'))
    api.stopEditing(true)
    feed.settle()
    feed.flush()
    expect(new Set(shown())).toEqual(new Set(['a', 'b', 'n']))
    expect(shown().indexOf('b')).toBeGreaterThan(shown().indexOf('a'))
  })

  it('PAGE-10 a replaced sheet shows its own rows; a row that is in both stays the same', () => {
    const session = new FakeSession(ROWS)
    const { api, feed, shown } = realGrid(session)
    const same = api.getRowNode('b')
    session.replaceBy({ b: { item: '新版' }, z: { item: '更多' } })
    feed.replace(session.sheet)
    expect(shown()).toEqual(['b', 'z'])
    expect(api.getRowNode('b')).toBe(same)
  })

  it('PAGE-10 after any changes the grid shows the rows of the sheet, in order', () => {
    const step = fc.record({
      kind: fc.constantFrom('add', 'delete', 'edit', 'restore', 'move'),
      at: fc.nat({ max: 30 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), steps => {
        const session = new FakeSession(ROWS)
        const { api, feed, shown } = realGrid(session)
        const known = ['a', 'b', 'c']
        steps.forEach(({ kind, at }, i) => {
          const row = known[at % known.length] ?? 'a'
          const live = session.sheet.rows()
          if (kind === 'add') known.push(session.addRow({ item: `${i}` }, live[at % Math.max(live.length, 1)]))
          else if (kind === 'move')
            session.arrive([{ row, column: ROW_ORDER, value: orderBetween(null, session.sheet.order(live[0] ?? row)) }])
          else if (kind === 'edit') session.arrive([{ row, column: 'item', value: `${i}` }])
          else session.arrive([{ row, column: ROW_GONE, value: kind === 'delete' ? true : null }])
        })
        feed.flush()
        expect(shown()).toEqual([...session.sheet.rows()])
        api.destroy()
      }),
      { numRuns: 40 },
    )
  })
})
