// @vitest-environment happy-dom
import type { ColDef } from 'ag-grid-community'
import { describe, expect, it } from 'vitest'
import type { Offer } from '../../../../client/grid/actionSetting.ts'
import type { RowRef } from '../../../../client/grid/RowRef.ts'
import { SheetView } from '../../../../client/grid/SheetView.ts'
import { createSheetActions } from '../../../../client/grid/sheetActions.ts'
import { createTranslations } from '../../../../client/i18n/language.ts'
import { columnsOf } from '../../../../shared/schema/schemas.ts'
import { encodeTsv } from '../../../../shared/selection/tsv.ts'
import { FakeSession, type Rows } from '../../FakeSession.ts'
import { realGrid, withGridTimers } from '../realGrid.ts'

withGridTimers()

const IDS = ['item', 'quantity', 'unit', 'neededBy', 'note']
const ROWS: Rows = {
  a: { item: 'N95', quantity: 200, unit: '只', neededBy: '2020-02-01' },
  b: { item: '手套', quantity: 40, unit: '双' },
  c: { item: '酒精', note: '=1+1' },
  d: { item: '护目镜' },
}

function sheet(rows: Rows = ROWS, mode: 'editing' | 'reading' = 'editing') {
  const session = new FakeSession(rows, mode)
  const view = new SheetView(session)
  const columnDefs = IDS.map((colId): ColDef<RowRef> => ({ colId, cellDataType: false, editable: colId !== 'unit' }))
  const { api, feed } = realGrid(session, { columnDefs })
  feed.detach()
  view.attach(api)
  const said: { text: string; kind: string; offers: readonly Offer[] }[] = []
  const actions = createSheetActions({
    view,
    columns: columnsOf('needs'),
    language: 'zh',
    zone: 'Asia/Shanghai',
    t: createTranslations('zh').t,
    say: (text, kind, ...offers) => void said.push({ text, kind, offers }),
    hush: () => undefined,
  })
  const select = (from: string, to = from): void => {
    const place = (text: string) => ({ row: text.slice(0, 1), column: text.slice(2) })
    view.range.set({ kind: 'cells', anchor: place(from), head: place(to) })
  }
  const value = (row: string, column: string) => session.sheet.value(row, column)
  return { session, view, api, said, select, value, ...actions }
}
const text = (...lines: string[][]) => ({ text: encodeTsv(lines), html: '' })

describe('paste', () => {
  it('CELL-8 is one wish, one step, and says what it did', () => {
    const { session, select, clipboard, said, value, view } = sheet()
    select('b item')
    clipboard.paste(text(['纱布', '1,200'], ['棉签', '30']))
    expect(session.wishes).toHaveLength(1)
    expect([value('b', 'quantity'), value('c', 'item'), value('c', 'quantity')]).toEqual([1200, '棉签', 30])
    expect(said).toEqual([{ text: '已粘贴 2 行 × 2 列', kind: 'done', offers: ['undo'] }])
    expect(view.selection.get()).toEqual({ rows: ['b', 'c'], columns: ['item', 'quantity'] })
    session.undo()
    expect([value('b', 'item'), value('b', 'quantity'), value('c', 'quantity')]).toEqual(['手套', 40, null])
    expect(session.nextUndo()).toBeUndefined()
  })

  it('CELL-7 past the end it adds rows, in the same step', () => {
    const { session, select, clipboard, said, view } = sheet()
    select('d item')
    clipboard.paste(text(['纱布'], ['棉签'], ['碘伏']))
    expect(session.sheet.rows()).toHaveLength(6)
    expect(
      session.sheet
        .rows()
        .map(row => session.sheet.value(row, 'item'))
        .slice(3),
    ).toEqual(['纱布', '棉签', '碘伏'])
    expect(said[0]?.text).toContain('新增 2 行')
    expect(view.selection.get()?.rows).toHaveLength(3)
    session.undo()
    expect(session.sheet.rows()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('CELL-8 more than 10,000 cells, or too many letters, change nothing and say the limit', () => {
    const { session, select, clipboard, said } = sheet()
    select('a item')
    clipboard.paste(text(...Array.from({ length: 5001 }, () => ['x', '1'])))
    expect(said[0]?.text).toContain('10,000')
    clipboard.paste(text(...Array.from({ length: 300 }, () => ['x'.repeat(9000)])))
    expect(said[1]?.text).toContain('2,000,000')
    expect(session.wishes).toEqual([])
  })

  it('CELL-9 what does not fit is kept with its reason; the rest is pasted', () => {
    const { select, clipboard, said, value, view } = sheet()
    select('a item')
    clipboard.paste(text(['口罩', '很多', '盒', '明天', '写在这里', '多余']))
    expect(value('a', 'item')).toBe('口罩')
    expect(value('a', 'note')).toBe('写在这里')
    expect(view.notPasted.store.get().map(({ row, column, text, reason }) => [row, column, text, reason])).toEqual([
      ['a', 'quantity', '很多', 'not-a-number'],
      ['a', 'unit', '盒', 'read-only'],
      ['a', 'neededBy', '明天', 'not-a-date'],
      ['a', undefined, '多余', 'no-column'],
    ])
    expect(said[0]).toMatchObject({ kind: 'warning', text: expect.stringContaining('4 格未粘贴') })
  })

  it('CELL-7 one value fills the whole selection', () => {
    const { select, clipboard, value } = sheet()
    select('a quantity', 'd quantity')
    clipboard.paste(text(['7']))
    expect(['a', 'b', 'c', 'd'].map(row => value(row, 'quantity'))).toEqual([7, 7, 7, 7])
  })

  it('PAGE-20 who may only read pastes, cuts and empties nothing', () => {
    const { session, select, clipboard, fill } = sheet(ROWS, 'reading')
    select('a item', 'b quantity')
    clipboard.paste(text(['x']))
    clipboard.clear()
    fill.fillDown()
    expect(clipboard.cut()).toBeDefined()
    clipboard.paste(text(['x']))
    expect(session.wishes).toEqual([])
  })
})

describe('copy and cut', () => {
  it('CELL-6 what is copied pastes as it was, and a formula in the text is guarded', () => {
    const { select, clipboard, value } = sheet()
    select('c item', 'c note')
    const copied = clipboard.copy()
    expect(copied?.text).toContain("'=1+1")
    select('d item')
    for (const way of [{ html: '' }, { text: '' }]) {
      clipboard.paste({ text: copied?.text ?? '', html: copied?.html ?? '', ...way })
      expect([value('d', 'item'), value('d', 'note')]).toEqual(['酒精', '=1+1'])
    }
  })

  it('CELL-11 what was cut is emptied where it is pasted elsewhere, in one step', () => {
    const { session, select, clipboard, value, view } = sheet()
    select('a quantity', 'b quantity')
    const copied = clipboard.cut()
    expect(value('a', 'quantity')).toBe(200)
    expect(view.cut.get()?.rows).toEqual(['a', 'b'])
    select('b quantity')
    clipboard.paste(copied ?? { text: '', html: '' })
    expect(['a', 'b', 'c'].map(row => value(row, 'quantity'))).toEqual([null, 200, 40])
    expect(view.cut.get()).toBeUndefined()
    expect(session.wishes).toHaveLength(1)
    session.undo()
    expect(['a', 'b', 'c'].map(row => value(row, 'quantity'))).toEqual([200, 40, null])
  })

  it('CELL-11 what a colleague changed meanwhile, what was refused and what is required stays', () => {
    const { session, select, clipboard, value } = sheet()
    select('a quantity', 'b quantity')
    const copied = clipboard.cut()
    session.arrive([{ row: 'a', column: 'quantity', value: 999 }])
    select('c quantity')
    clipboard.paste(copied ?? { text: '', html: '' })
    expect(['a', 'b', 'c', 'd'].map(row => value(row, 'quantity'))).toEqual([999, null, 200, 40])
    select('a item')
    const required = clipboard.cut()
    select('c note')
    clipboard.paste(required ?? { text: '', html: '' })
    expect([value('a', 'item'), value('c', 'note')]).toEqual(['N95', 'N95'])
    select('c note')
    const words = clipboard.cut()
    select('d quantity')
    clipboard.paste(words ?? { text: '', html: '' })
    expect([value('c', 'note'), value('d', 'quantity')]).toEqual(['N95', 40])
  })

  it('CELL-11 Escape gives the cut up, and another clipboard is no move', () => {
    const { select, clipboard, value } = sheet()
    select('a quantity')
    clipboard.cut()
    expect(clipboard.forgetCut()).toBe(true)
    expect(clipboard.forgetCut()).toBe(false)
    clipboard.cut()
    select('d quantity')
    clipboard.paste(text(['5']))
    expect([value('a', 'quantity'), value('d', 'quantity')]).toEqual([200, 5])
  })
})

describe('emptying', () => {
  it('CELL-12 Delete empties the selection in one step and says how many', () => {
    const { session, select, clipboard, said, value } = sheet()
    select('a quantity', 'b neededBy')
    clipboard.clear()
    expect(session.wishes).toHaveLength(1)
    expect([value('a', 'quantity'), value('a', 'neededBy'), value('b', 'quantity')]).toEqual([null, null, null])
    expect(said[0]?.text).toContain('已清空')
  })

  it('CELL-10 required cells stay and are counted', () => {
    const { select, clipboard, said, value } = sheet()
    select('a item', 'b quantity')
    clipboard.clear()
    expect([value('a', 'item'), value('a', 'quantity')]).toEqual(['N95', null])
    expect(said[0]).toMatchObject({ kind: 'warning', text: expect.stringContaining('2 格必填') })
  })
})

describe('fill', () => {
  it('CELL-13 CELL-14 down copies the first row, in one step', () => {
    const { session, select, fill, value } = sheet()
    select('a item', 'c quantity')
    fill.fillDown()
    expect(['b', 'c'].map(row => [value(row, 'item'), value(row, 'quantity')])).toEqual([
      ['N95', 200],
      ['N95', 200],
    ])
    expect(session.wishes).toHaveLength(1)
    session.undo()
    expect(value('b', 'item')).toBe('手套')
  })

  it('CELL-14 a single row takes the one above, and the first row has none', () => {
    const { session, select, fill, value } = sheet()
    select('b quantity')
    fill.fillDown()
    expect(value('b', 'quantity')).toBe(200)
    select('a quantity')
    fill.fillDown()
    expect(session.wishes).toHaveLength(1)
  })

  it('CELL-14 right reads the value for the other column; what does not fit is listed', () => {
    const { select, fill, value, view } = sheet()
    select('a item', 'a quantity')
    fill.fillRight()
    expect(value('a', 'quantity')).toBe(200)
    expect(view.notPasted.store.get()).toMatchObject([{ row: 'a', column: 'quantity', text: 'N95' }])
    select('a neededBy', 'a note')
    fill.fillRight()
    expect(value('a', 'note')).toBe('2020-02-01')
  })

  it('CELL-14 Ctrl+Enter puts the cell one is in into all selected ones', () => {
    const { select, fill, value } = sheet()
    select('b quantity', 'd quantity')
    fill.fillSelection()
    expect(['b', 'c', 'd'].map(row => value(row, 'quantity'))).toEqual([40, 40, 40])
  })

  it('CELL-15 the handle copies and offers the series, which takes the place of the copies', () => {
    const { session, select, fill, said, value, view } = sheet()
    select('a item', 'a neededBy')
    fill.fillOn('down', ['b', 'c'])
    expect([value('c', 'item'), value('c', 'quantity'), value('c', 'neededBy')]).toEqual(['N95', 200, '2020-02-01'])
    expect(view.selection.get()?.rows).toEqual(['a', 'b', 'c'])
    const offer = said[0]?.offers[0]
    if (typeof offer !== 'object') throw new Error('no series was offered')
    offer.run()
    expect([value('c', 'item'), value('c', 'quantity'), value('c', 'neededBy')]).toEqual(['N95', 202, '2020-02-03'])
    session.undo()
    expect([value('c', 'item'), value('c', 'quantity'), value('b', 'item')]).toEqual(['酒精', null, '手套'])
  })

  it('CELL-15 the series takes no later step away', () => {
    const { session, select, fill, said, value } = sheet()
    select('a quantity')
    fill.fillOn('down', ['b'])
    session.edit([{ row: 'd', column: 'note', value: '后来' }])
    const offer = said[0]?.offers[0]
    if (typeof offer === 'object') offer.run()
    expect([value('b', 'quantity'), value('d', 'note')]).toEqual([200, '后来'])
  })

  it('CELL-14 upward and to the left the handle fills away from the selection', () => {
    const { select, fill, value, view } = sheet()
    select('c item', 'd item')
    fill.fillOn('up', ['a', 'b'])
    expect(['a', 'b'].map(row => value(row, 'item'))).toEqual(['酒精', '护目镜'])
    expect(view.selection.get()?.rows).toEqual(['a', 'b', 'c', 'd'])
  })
})
