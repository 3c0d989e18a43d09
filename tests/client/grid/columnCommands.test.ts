// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { COMMANDS } from '../../../client/commands/all.ts'
import { isEnabled } from '../../../client/commands/Command.ts'
import type { Column } from '../../../shared/schema/column.ts'
import { openSheetOf } from '../commands/openSheet.ts'
import { FakeSession, type Rows } from '../FakeSession.ts'
import { realGrid, withGridTimers } from './realGrid.ts'

withGridTimers()

const IDS = ['item', 'quantity', 'unit', 'neededBy', 'runsOutAt', 'openEnded']

const LINK: Column = { id: 'page', label: { zh: '网页', en: 'Page' }, kind: { type: 'link' } }

function sheetWith(rows: Rows) {
  const session = new FakeSession(rows)
  const { api } = realGrid(session, { columnDefs: IDS.map(colId => ({ colId })) })
  const open = openSheetOf(session)
  open.view.attach(api)
  const run = (id: string): void => {
    const command = COMMANDS.find(each => each.id === id)
    if (command === undefined) throw new Error(`no command ${id}`)
    if (isEnabled(command, open)) command.run(open)
  }
  const shown = (): string[] => api.getAllDisplayedColumns().map(column => column.getColId())
  const at = (column: string): void => open.view.enter({ row: 'a', column })
  return { session, api, open, run, shown, at }
}

describe('the column one is in', () => {
  it('KEY-6 is frozen with all before it, and let go again', () => {
    const { api, run, at } = sheetWith({ a: {} })
    const frozen = (): string[] => IDS.filter(id => api.getColumn(id)?.isPinnedLeft())
    at('quantity')
    run('view.freezeColumns')
    expect(frozen()).toEqual(['item', 'quantity'])
    at('item')
    run('view.freezeColumns')
    expect(frozen()).toEqual(['item'])
    run('view.unfreezeColumns')
    expect(frozen()).toEqual([])
  })

  it('KEY-6 changes places with its neighbour, and stays where there is none', () => {
    const { run, shown, at } = sheetWith({ a: {} })
    at('quantity')
    run('view.moveColumnRight')
    expect(shown()).toEqual(['item', 'unit', 'quantity', 'neededBy', 'runsOutAt', 'openEnded'])
    run('view.moveColumnLeft')
    run('view.moveColumnLeft')
    run('view.moveColumnLeft')
    expect(shown()).toEqual(['quantity', 'item', 'unit', 'neededBy', 'runsOutAt', 'openEnded'])
  })

  it('KEY-6 a frozen one changes places among the frozen only', () => {
    const { run, shown, at } = sheetWith({ a: {} })
    at('quantity')
    run('view.freezeColumns')
    run('view.moveColumnRight')
    expect(shown()).toEqual(IDS)
    run('view.moveColumnLeft')
    expect(shown()[0]).toBe('quantity')
  })

  it('KEY-6 is hidden, and all are shown again', () => {
    const { run, shown, at } = sheetWith({ a: {} })
    at('unit')
    run('view.hideColumn')
    expect(shown()).not.toContain('unit')
    run('view.showColumns')
    expect(shown()).toEqual(IDS)
  })
})

describe('selecting and putting in', () => {
  it('KEY-8 row, column and all are selected from the cell one is in', () => {
    const { open, run, at } = sheetWith({ a: { item: '水' }, b: { item: '米' } })
    at('quantity')
    const size = (): number[] => {
      const cells = open.view.selection.get()
      return [cells?.rows.length ?? 0, cells?.columns.length ?? 0]
    }
    run('edit.selectRow')
    expect(size()).toEqual([1, IDS.length])
    run('edit.selectColumn')
    expect(size()).toEqual([2, 1])
    run('edit.selectAll')
    expect(size()).toEqual([2, IDS.length])
  })

  it('TYPE-7 Space turns the selected yes-or-no cells over, and is nobody’s elsewhere', () => {
    const { session, open, run } = sheetWith({ a: { openEnded: true }, b: {}, c: { openEnded: true } })
    const tick = COMMANDS.find(({ id }) => id === 'edit.tick')
    open.view.enter({ row: 'a', column: 'item' })
    expect(tick?.enabled?.(open)).toBe(false)
    open.view.enter({ row: 'b', column: 'openEnded' })
    open.view.range.extendTo({ row: 'c', column: 'openEnded' })
    run('edit.tick')
    expect(['a', 'b', 'c'].map(row => session.sheet.value(row, 'openEnded'))).toEqual([true, true, true])
    run('edit.tick')
    expect(['a', 'b', 'c'].map(row => session.sheet.value(row, 'openEnded'))).toEqual([true, false, false])
  })

  it('TYPE-7 Alt+O opens the address in the cell one is in, and nothing that is no address', () => {
    const opened = vi.spyOn(window, 'open').mockReturnValue(null)
    const { open } = sheetWith({ a: { page: 'https://example.org/x', item: '水' }, b: { page: 'javascript:alert(1)' } })
    const linked = { ...open, columns: [...open.columns, LINK] }
    const command = COMMANDS.find(({ id }) => id === 'view.openLink')
    const enabledAt = (row: string, column: string) => {
      open.view.enter({ row, column })
      return command?.enabled?.(linked)
    }
    expect([enabledAt('b', 'page'), enabledAt('a', 'item'), enabledAt('a', 'page')]).toEqual([false, false, true])
    command?.run(linked)
    expect(opened.mock.calls).toEqual([['https://example.org/x', '_blank', 'noopener,noreferrer']])
    opened.mockRestore()
  })

  it('KEY-8 today goes where days and texts stand, this moment where moments stand, nothing elsewhere', () => {
    const { open, run, at } = sheetWith({ a: {} })
    const written: unknown[] = []
    for (const column of ['neededBy', 'runsOutAt', 'item', 'quantity']) {
      at(column)
      run('insert.today')
    }
    const { mock } = open.actions.edit as unknown as { mock: { calls: [{ column: string; value: string }][] } }
    for (const [{ column, value }] of mock.calls) written.push([column, value])
    expect(written).toEqual([
      ['neededBy', expect.stringMatching(/^\d{4}-\d\d-\d\d$/)],
      ['runsOutAt', expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)],
      ['item', expect.stringMatching(/^\d{4}-\d\d-\d\d$/)],
    ])
  })
})
