// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { SheetView } from '../../../client/grid/SheetView.ts'
import { createTranslations } from '../../../client/i18n/language.ts'
import { redoText, undoText } from '../../../client/time/stepText.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { type CellEdit, ROW_GONE } from '../../../shared/sheet/cell.ts'
import { FakeSession } from '../FakeSession.ts'

function scene(language: 'zh' | 'en' = 'zh') {
  const rows = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`r${i}`, { item: `物资${i}` }]))
  const session = new FakeSession(rows)
  const setting = {
    view: new SheetView(session),
    columns: columnsOf('needs'),
    t: createTranslations(language).t,
  }
  return { session, undo: () => undoText(setting), redo: () => redoText(setting) }
}

const notes = (count: number): CellEdit[] =>
  Array.from({ length: count }, (_, i) => ({ row: `r${i}`, column: 'note', value: `n${i}` }))

describe('what undo says beforehand', () => {
  it('UNDO-5 names the kind of step and how many cells it takes back', () => {
    const { session, undo } = scene()
    expect(undo()).toBeUndefined()
    session.edit(notes(10), 'paste')
    expect(undo()).toBe('撤销：粘贴 10 格')
    session.edit(notes(2), 'fill')
    expect(undo()).toBe('撤销：填充 2 格')
    session.edit([{ row: 'r1', column: 'quantity', value: 3 }])
    expect(undo()).toBe('撤销：修改需求数量')
  })

  it('UNDO-5 says how many cells a colleague has changed since, and goes on counting', () => {
    const { session, undo } = scene()
    session.edit(notes(10), 'paste')
    session.arrive(
      notes(10)
        .slice(0, 3)
        .map(edit => ({ ...edit, value: '同事' })),
    )
    expect(undo()).toBe('撤销：粘贴 10 格（3 格已被同事改过，将保留）')
    session.arrive([{ row: 'r9', column: 'note', value: '同事' }])
    expect(undo()).toBe('撤销：粘贴 10 格（4 格已被同事改过，将保留）')
  })

  it('UNDO-5 rows deleted, added and brought back are rows, not cells', () => {
    const { session, undo, redo } = scene()
    session.deleteRows(Array.from({ length: 12 }, (_, i) => `r${i}`))
    expect(undo()).toBe('撤销：删除 12 行')
    session.undo()
    expect(redo()).toBe('重做：删除 12 行')
    session.change(notes(4), { rows: [{ item: '新' }, { item: '新' }] }, 'paste')
    expect(undo()).toBe('撤销：粘贴 4 格，添加 2 行')
    session.deleteRows(['r1'])
    session.edit([{ row: 'r1', column: ROW_GONE, value: null }], 'restore')
    expect(undo()).toBe('撤销：恢复 1 行')
  })

  it('UNDO-5 the same in English', () => {
    const { session, undo } = scene('en')
    session.edit(notes(10), 'paste')
    session.arrive([{ row: 'r0', column: 'note', value: 'x' }])
    expect(undo()).toBe('Undo: paste cells: 10 (changed by colleagues since and left as they are: 1)')
  })
})
