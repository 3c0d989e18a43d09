// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { cellOf, followRow, holdFocus } from '../../../client/grid/cellFocus.ts'
import { FakeSession } from '../FakeSession.ts'
import { realGrid, withGridTimers } from './realGrid.ts'

withGridTimers()

describe('the focus', () => {
  it('PAGE-11 stays on its row when a row comes in above', () => {
    const session = new FakeSession({ a: { item: '口罩' }, b: { item: '手套' } })
    const { api, feed } = realGrid(session)
    api.setFocusedCell(1, 'item')
    document.querySelector<HTMLElement>('.ag-row[row-id="b"] .ag-cell')?.focus()
    expect(cellOf(document.activeElement)).toEqual({ row: 'b', column: 'item' })
    session.addRow({}, 'a')
    feed.flush()
    followRow(api, { row: 'b', column: 'item' })
    expect(api.getFocusedCell()?.rowIndex).toBe(2)
  })

  it('PAGE-11 is given up when its row is gone, rather than left on a stranger’s', () => {
    const session = new FakeSession({ a: { item: '口罩' }, b: { item: '手套' }, c: { item: '酒精' } })
    const { api, feed } = realGrid(session)
    api.setFocusedCell(1, 'item')
    session.deleteRows(['b'])
    feed.flush()
    followRow(api, { row: 'b', column: 'item' })
    expect(api.getFocusedCell()).toBeNull()
  })

  it('PAGE-11 a header belongs to no cell', () => {
    realGrid(new FakeSession({ a: {} }))
    expect(cellOf(document.querySelector('.ag-header-cell'))).toBeUndefined()
    expect(cellOf(null)).toBeUndefined()
  })

  it('KEY-4 the keyboard that got lost on the way to a cell is taken there, one that is elsewhere stays', () => {
    const { api } = realGrid(new FakeSession({ a: { item: '口罩' }, b: { item: '手套' } }))
    const cellOfRow = (row: number) => document.querySelector(`.ag-row[row-index="${row}"] .ag-cell[col-id=item]`)
    api.setFocusedCell(1, 'item')
    const { activeElement } = document
    if (activeElement instanceof HTMLElement) activeElement.blur()
    expect(document.activeElement).toBe(document.body)
    expect(holdFocus(api, 1, 'item')).toBe(false)
    expect(cellOfRow(1)?.contains(document.activeElement)).toBe(true)
    expect(holdFocus(api, 1, 'item')).toBe(true)
    // The grid has gone to another cell since, or the person to another control: nothing is waited for.
    expect(holdFocus(api, 0, 'item')).toBe(true)
    const field = document.createElement('input')
    document.body.append(field)
    field.focus()
    expect(holdFocus(api, 1, 'item')).toBe(true)
    expect(document.activeElement).toBe(field)
  })
})
