// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { Finder } from '../../../client/find/Finder.ts'
import { inSlices } from '../../../client/find/inSlices.ts'
import { MOST_REPLACED, replaceAll, replaceOne } from '../../../client/find/replace.ts'
import { isMatch, patternOf, replaceIn } from '../../../client/find/textMatch.ts'
import { SheetView } from '../../../client/grid/SheetView.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import type { CellEdit } from '../../../shared/sheet/cell.ts'
import { FakeSession, type Rows } from '../FakeSession.ts'
import { realGrid, withGridTimers } from '../grid/realGrid.ts'

withGridTimers()

const COLUMNS = ['item', 'quantity', 'unit', 'status']
const ROWS: Rows = {
  a: { item: 'N95口罩', quantity: 2000, unit: '只', status: 'open' },
  b: { item: '手套', unit: '只', note: '与口罩一起' },
  c: { item: 'n95 口罩', quantity: 20 },
}

function finderOver(rows: Rows) {
  const session = new FakeSession(rows)
  const { api } = realGrid(session, {
    columnDefs: COLUMNS.map(id => ({
      colId: id,
      sortable: true,
      valueGetter: ({ data }) => (data === undefined ? null : session.sheet.value(data.id, id)),
    })),
  })
  const view = new SheetView(session)
  view.attach(api)
  const finder = new Finder(view, { columns: columnsOf('needs'), language: 'zh', zone: 'Asia/Shanghai' })
  const write = (edits: readonly CellEdit[]): void => session.edit(edits, 'replace')
  return { session, view, api, finder, write }
}

const look = async (finder: Finder, change: Parameters<Finder['set']>[0]): Promise<number> => {
  finder.set({ mode: 'replace', ...change })
  await finder.search()
  return finder.outcome.get().count
}
const noSignal = () => new AbortController().signal

describe('find', () => {
  it('FIND-3 every sign stands for itself, in what is looked for and in what replaces it', () => {
    const pattern = patternOf({ words: '5(两).*', caseSensitive: true, whole: false })
    expect(pattern !== undefined && isMatch(pattern, '第5(两).*')).toBe(true)
    expect(pattern !== undefined && isMatch(pattern, '第5两x')).toBe(false)
    expect(pattern !== undefined && replaceIn(pattern, 'a5(两).*b5(两).*', '$&$1')).toBe('a$&$1b$&$1')
    expect(patternOf({ words: '', caseSensitive: false, whole: false })).toBeUndefined()
  })

  it('FIND-1 finds in the cells on screen, by edited or shown text, and hides nothing', async () => {
    const { finder, api } = finderOver(ROWS)
    expect(await look(finder, { words: '口罩' })).toBe(2)
    expect(await look(finder, { words: '2,000' })).toBe(1)
    expect(await look(finder, { words: '待满足' })).toBe(1)
    // The note is no column on screen.
    expect(await look(finder, { words: '一起' })).toBe(0)
    expect(api.getDisplayedRowCount()).toBe(3)
    expect(await look(finder, { words: '口罩', onlyMatching: true })).toBe(2)
    expect(api.getDisplayedRowCount()).toBe(2)
  })

  it('FIND-1 marks what it found until the bar is closed', async () => {
    const { finder, view } = finderOver(ROWS)
    await look(finder, { words: '口罩' })
    view.enter({ row: 'a', column: 'item' })
    const mark = (row: string, column: string) => view.foundMark({ row, column })
    expect([mark('a', 'item'), mark('c', 'item'), mark('b', 'item')]).toEqual(['current', 'found', undefined])
    finder.close()
    expect(mark('c', 'item')).toBeUndefined()
  })

  it('FIND-2 next and previous go round the end from the cell the person is in', async () => {
    const { finder, view } = finderOver(ROWS)
    view.enter({ row: 'b', column: 'item' })
    await look(finder, { words: '口罩' })
    const walk = (direction: 1 | -1): string | undefined => {
      finder.step(direction)
      return view.cell.get()?.row
    }
    expect([walk(1), walk(1), walk(-1), walk(-1)]).toEqual(['c', 'a', 'c', 'a'])
    expect(finder.outcome.get()).toEqual({ count: 2, at: 1, progress: undefined })
    view.enter({ row: 'b', column: 'item' })
    expect(walk(-1)).toBe('a')
  })

  it('FIND-3 capital letters, whole cells, a column and the selection narrow it', async () => {
    const { finder, view } = finderOver(ROWS)
    expect(await look(finder, { words: 'n95', caseSensitive: false })).toBe(2)
    expect(await look(finder, { words: 'n95', caseSensitive: true })).toBe(1)
    expect(await look(finder, { words: '只', caseSensitive: false, whole: true })).toBe(2)
    expect(await look(finder, { words: '口罩', whole: true })).toBe(0)
    view.enter({ row: 'a', column: 'quantity' })
    expect(await look(finder, { words: '只', whole: false, scope: 'column' })).toBe(0)
    view.enter({ row: 'a', column: 'item' })
    view.range.extendTo({ row: 'b', column: 'unit' })
    expect(await look(finder, { words: '口罩', scope: 'selection' })).toBe(1)
    // Going to a match moves the person, not what was selected when the search began.
    finder.step(1)
    await finder.search()
    expect(finder.outcome.get().count).toBe(1)
  })

  it('FIND-4 a replacement that does not fit its column is listed and not written', async () => {
    const { session, finder, write } = finderOver(ROWS)
    await look(finder, { words: '20', by: '很多' })
    const result = await replaceAll(finder, write, noSignal(), () => undefined)
    expect(result).toEqual({
      kind: 'done',
      written: 0,
      refused: [
        { row: 'a', column: 'quantity', text: '很多00', reason: 'not-a-number' },
        { row: 'c', column: 'quantity', text: '很多', reason: 'not-a-number' },
      ],
    })
    expect(session.wishes).toEqual([])
    await look(finder, { words: '待满足', by: '已满足' })
    await replaceAll(finder, write, noSignal(), () => undefined)
    expect(session.sheet.value('a', 'status')).toBe('met')
  })

  it('FIND-4 one at a time: the cell the person is in, then on to the next', async () => {
    const { session, view, finder, write } = finderOver(ROWS)
    view.enter({ row: 'a', column: 'item' })
    await look(finder, { words: '口罩', by: '面罩' })
    expect(replaceOne(finder, write)).toEqual([])
    expect(session.sheet.value('a', 'item')).toBe('N95面罩')
    expect(view.cell.get()).toEqual({ row: 'c', column: 'item' })
    expect(session.sheet.value('c', 'item')).toBe('n95 口罩')
  })

  it('FIND-5 all at once is one wish that undo takes back', async () => {
    const { session, finder, write } = finderOver(ROWS)
    await look(finder, { words: '口罩', by: '面罩' })
    expect(await replaceAll(finder, write, noSignal(), () => undefined)).toMatchObject({ kind: 'done', written: 2 })
    expect(session.wishes).toHaveLength(1)
    session.undo()
    expect([session.sheet.value('a', 'item'), session.sheet.value('c', 'item')]).toEqual(['N95口罩', 'n95 口罩'])
  })

  it('FIND-5 too many cells, or a stop, change nothing', async () => {
    const many = Object.fromEntries(Array.from({ length: MOST_REPLACED + 1 }, (_, i) => [`r${i}`, { item: '水' }]))
    const session = new FakeSession(many)
    const view = new SheetView(session)
    const finder = new Finder(view, { columns: columnsOf('needs'), language: 'zh', zone: 'Asia/Shanghai' })
    const rows = Object.keys(many)
    view.range.attach({
      getAllDisplayedColumns: () => [{ getColId: () => 'item' }] as never,
      getDisplayedRowAtIndex: index => ({ data: { id: rows[index] } }) as never,
      getDisplayedRowCount: () => rows.length,
      getRowNode: () => undefined,
    })
    expect(await look(finder, { words: '水', by: '奶粉' })).toBe(MOST_REPLACED + 1)
    const write = (): void => expect.unreachable()
    expect(await replaceAll(finder, write, noSignal(), () => undefined)).toEqual({ kind: 'too-many' })
    const stop = new AbortController()
    stop.abort()
    expect(await replaceAll(finder, write, stop.signal, () => undefined)).toEqual({ kind: 'stopped' })
  })

  it('FIND-6 long work leaves room for others, tells how far it is and can be stopped', async () => {
    let step = 0
    const told: number[] = []
    function* work(): Generator<number, string> {
      while (step < 1_000_000) {
        step += 1
        // Heavy enough that one slice never does all of it.
        if (step % 100 === 0) for (const until = performance.now() + 1; performance.now() < until; );
        yield step / 1_000_000
      }
      return 'all'
    }
    const stop = new AbortController()
    const done = inSlices(work(), stop.signal, part => {
      told.push(part)
      if (told.length === 3) stop.abort()
    })
    expect(told).toHaveLength(1)
    expect(await done).toBeUndefined()
    expect(told).toHaveLength(3)
    expect(step).toBeLessThan(1_000_000)
  })
})
