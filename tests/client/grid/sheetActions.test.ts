// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { Offer } from '../../../client/grid/actionSetting.ts'
import { SheetView } from '../../../client/grid/SheetView.ts'
import { createSheetActions } from '../../../client/grid/sheetActions.ts'
import { createTranslations } from '../../../client/i18n/language.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { FakeSession } from '../FakeSession.ts'
import { realGrid, withGridTimers } from './realGrid.ts'

withGridTimers()

function actionsOf(language: 'zh' | 'en' = 'zh') {
  const session = new FakeSession({ a: { item: '口罩', quantity: 200 }, b: { item: '手套' }, c: { item: '酒精' } })
  const view = new SheetView(session)
  const { api, feed } = realGrid(session)
  // The view feeds the grid here.
  feed.detach()
  view.attach(api)
  const said: { text: string; kind: string; offer: Offer | undefined }[] = []
  const actions = createSheetActions({
    view,
    columns: columnsOf('needs'),
    language,
    zone: 'Asia/Shanghai',
    t: createTranslations(language).t,
    say: (text, kind, offer) => void said.push({ text, kind, offer }),
    hush: () => undefined,
  })
  return { session, view, actions, said }
}

describe('what a person does to a sheet', () => {
  it('PAGE-14 deleting says how many rows and offers to take it back', () => {
    const { session, actions, said } = actionsOf()
    actions.deleteRows(['a', 'c'])
    expect(session.sheet.rows()).toEqual(['b'])
    expect(said).toEqual([{ text: '已删除 2 行', kind: 'done', offer: 'undo' }])
    actions.undo()
    expect(session.sheet.rows()).toEqual(['a', 'b', 'c'])
  })

  it('TYPE-2 TYPE-4 what an editor writes beside its cell is one step with it, also when the cell itself stays', () => {
    const { session, view, actions } = actionsOf()
    view.aids.setBeside('a', 'quantity', [{ row: 'a', column: 'unit', value: '箱' }])
    actions.edit({ row: 'a', column: 'quantity', value: 20_000 })
    expect([session.sheet.value('a', 'quantity'), session.sheet.value('a', 'unit')]).toEqual([20_000, '箱'])
    actions.undo()
    expect([session.sheet.value('a', 'quantity'), session.sheet.value('a', 'unit')]).toEqual([200, null])
    view.aids.setBeside('a', 'quantity', [{ row: 'a', column: 'unit', value: '盒' }])
    actions.edit({ row: 'a', column: 'quantity', value: 200 })
    expect(session.sheet.value('a', 'unit')).toBe('盒')
    // Noted for one cell, it is not written by the edit of another, and not twice.
    view.aids.setBeside('b', 'quantity', [{ row: 'b', column: 'unit', value: '瓶' }])
    actions.edit({ row: 'a', column: 'quantity', value: 2 })
    expect([session.sheet.value('a', 'unit'), session.sheet.value('b', 'unit')]).toEqual(['盒', null])
    actions.edit({ row: 'b', column: 'quantity', value: 1 })
    expect(session.sheet.value('b', 'unit')).toBe('瓶')
  })

  it('TYPE-5 a place renamed by hand loses its code in the same step', () => {
    const { session, actions } = actionsOf()
    session.edit([
      { row: 'a', column: 'district', value: '莲湖区' },
      { row: 'a', column: 'districtCode', value: '610104' },
    ])
    actions.edit({ row: 'a', column: 'district', value: '城南一带' })
    expect(session.sheet.value('a', 'districtCode')).toBeNull()
    actions.undo()
    expect(session.sheet.value('a', 'districtCode')).toBe('610104')
  })

  it('PAGE-14 undo says what was written and which cells a colleague has changed since', () => {
    const { session, actions, said } = actionsOf()
    session.edit([
      { row: 'a', column: 'quantity', value: 300 },
      { row: 'b', column: 'quantity', value: 40 },
    ])
    session.arrive([{ row: 'a', column: 'quantity', value: 999 }])
    actions.undo()
    expect(said.at(-1)).toEqual({
      text: '已撤销：修改 2 格；1 格已被同事修改，保持不动：第 1 行需求数量',
      kind: 'warning',
      offer: undefined,
    })
    expect(session.sheet.value('a', 'quantity')).toBe(999)
    expect(session.sheet.value('b', 'quantity')).toBeNull()
  })

  it('PAGE-14 with nothing to undo it says that', () => {
    const { actions, said } = actionsOf('en')
    actions.undo()
    expect(said).toEqual([{ text: 'There is nothing to undo', kind: 'warning', offer: undefined }])
  })

  it('PAGE-14 a new row comes below the current one and is gone to', () => {
    const { session, view, actions } = actionsOf()
    view.enter({ row: 'a', column: 'item' })
    actions.addRow('a')
    const [, added] = session.sheet.rows()
    expect(session.sheet.rows()).toEqual(['a', added, 'b', 'c'])
    expect(view.cell.get()).toEqual({ row: added, column: 'item' })
    expect(session.cells.at(-1)).toEqual({ row: added, column: 'item' })
  })

  it('PAGE-14 whose own row goes is in the row that came up in its place', () => {
    const { view, actions } = actionsOf()
    view.enter({ row: 'b', column: 'item' })
    actions.deleteRows(['b'])
    expect(view.cell.get()).toEqual({ row: 'c', column: 'item' })
    actions.deleteRows(['c'])
    expect(view.cell.get()).toEqual({ row: 'a', column: 'item' })
  })

  it('PAGE-14 a sheet that is not open yet takes no row', () => {
    const { session, actions, said } = actionsOf()
    session.nowIs({ kind: 'opening' })
    actions.addRow(undefined)
    expect(session.sheet.rowCount).toBe(3)
    expect(said[0]?.kind).toBe('warning')
  })

  it('PAGE-9 a required cell is not emptied', () => {
    const { session, actions, said } = actionsOf()
    actions.edit({ row: 'a', column: 'item', value: null })
    expect(session.sheet.value('a', 'item')).toBe('口罩')
    expect(said[0]?.text).toBe('需求: 缺少必填内容')
    actions.edit({ row: 'a', column: 'quantity', value: null })
    expect(session.sheet.value('a', 'quantity')).toBeNull()
  })
})
