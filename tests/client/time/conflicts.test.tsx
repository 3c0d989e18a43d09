// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { App as AntApp } from 'antd'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SheetView } from '../../../client/grid/SheetView.ts'
import { ConflictCount } from '../../../client/time/ConflictCount.tsx'
import { ConflictPanel } from '../../../client/time/ConflictPanel.tsx'
import { conflictRule } from '../../../client/time/ConflictStyle.ts'
import { ConflictWatch } from '../../../client/time/ConflictWatch.ts'
import type { Conflict } from '../../../shared/protocol/time.ts'
import { openSheetOf } from '../commands/openSheet.ts'
import { FakeSession } from '../FakeSession.ts'
import { network, show } from '../page.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const conflict = (id: number, row: string, column: string, lost: Conflict['lost']['value']): Conflict => ({
  id,
  row,
  column,
  lost: { value: lost, member: { id: 'm2', name: '妇源汇值班' }, at: '2022-01-05T07:57:00Z' },
  stands: { value: 200, member: { id: 'm3', name: '壹基金值班' }, at: '2022-01-05T07:58:00Z' },
})
const ROWS = { a: { item: '口罩', quantity: 200 }, b: { item: '手套', quantity: 5 }, c: { item: '帐篷' } }

/** A watch over a server that has these conflicts; `asked` counts the questions. */
function watched(first: readonly Conflict[]) {
  vi.useFakeTimers()
  const session = new FakeSession(ROWS)
  const view = new SheetView(session)
  const server = { conflicts: first, asked: 0 }
  const watch = new ConflictWatch(view, async () => {
    server.asked++
    return server.conflicts
  })
  const stop = watch.start()
  const cells = () => watch.open.get().map(({ row, column }) => `${row} ${column}`)
  return { session, view, server, watch, stop, cells, pass: (ms = 1_000) => vi.advanceTimersByTimeAsync(ms) }
}

describe('the open conflicts on screen', () => {
  it('TIME-12 are asked for at once and whenever the server says so, once for a burst', async () => {
    const { session, server, cells, pass } = watched([conflict(1, 'a', 'quantity', 2000)])
    await pass()
    expect(cells()).toEqual(['a quantity'])
    server.conflicts = [conflict(2, 'b', 'quantity', 9), ...server.conflicts]
    for (let i = 0; i < 20; i++) session.conflictsChanged()
    await pass()
    expect([cells(), server.asked]).toEqual([['b quantity', 'a quantity'], 2])
  })

  it('TIME-12 one taken back here is gone at once, and the server is asked when that is saved', async () => {
    const { session, server, cells, pass } = watched([conflict(1, 'a', 'quantity', 2000)])
    await pass()
    session.nowIs({ kind: 'saving', count: 1 })
    session.edit([{ row: 'a', column: 'quantity', value: 2000 }])
    expect(cells()).toEqual([])
    await pass()
    expect(server.asked).toBe(1)
    server.conflicts = []
    session.nowIs({ kind: 'saved', at: 0 })
    await pass()
    expect([cells(), server.asked]).toEqual([[], 2])
  })

  it('TIME-12 those of rows that are gone or unknown are not shown, and come back with their row', async () => {
    const { session, cells, pass } = watched([conflict(1, 'a', 'quantity', 2000), conflict(2, 'zz', 'item', 'x')])
    await pass()
    session.deleteRows(['a'])
    expect(cells()).toEqual([])
    session.undo()
    expect(cells()).toEqual(['a quantity'])
  })

  it('TIME-12 a question without an answer is asked again, and what is known stays', async () => {
    const { session, server, watch, cells, pass } = watched([conflict(1, 'a', 'quantity', 2000)])
    await pass()
    const answer = server.conflicts
    Object.defineProperty(server, 'conflicts', {
      configurable: true,
      get: () => {
        throw new Error('no network')
      },
    })
    session.conflictsChanged()
    await pass()
    expect(cells()).toEqual(['a quantity'])
    Object.defineProperty(server, 'conflicts', { value: [...answer, conflict(3, 'b', 'item', 'x')] })
    await pass(11_000)
    expect(cells()).toEqual(['a quantity', 'b item'])
    expect(watch.next({ row: 'a', column: 'quantity' })?.row).toBe('b')
  })

  it('TIME-12 a mark is a corner and a sentence, and a name decides nothing but what it says', () => {
    const rule = conflictRule([conflict(1, 'a', 'quantity', 1)], '有冲突"}')
    expect(rule).toContain('.ag-row[row-id="a"] .ag-cell[col-id="quantity"]::before')
    expect(rule).toContain('"◥" / "有冲突\\22 }"')
    expect(conflictRule([], 'x')).toBe('')
  })
})

function panel(mode: 'editing' | 'reading' = 'editing') {
  const session = new FakeSession(ROWS, mode)
  const open = openSheetOf(session)
  open.conflicts.open.set([conflict(7, 'a', 'quantity', 2000), conflict(8, 'b', 'quantity', 9)])
  act(() => open.view.enter({ row: 'b', column: 'quantity' }))
  const { wire, sent } = network(() => ({ body: { settled: true } }))
  show(
    <AntApp>
      <ConflictCount open={open} />
      <ConflictPanel open={open} onClose={() => undefined} />
    </AntApp>,
    { wire },
  )
  return { session, open, sent }
}

describe('a conflict opened', () => {
  it('TIME-13 shows both values with who and when, the cell one is in first', () => {
    panel()
    expect(screen.getByText('冲突（2）')).toBeTruthy()
    expect(screen.getByText('冲突 2 · 下一个')).toBeTruthy()
    const [first] = screen.getAllByRole('listitem')
    expect(first?.textContent).toContain('没被采用的值 · 妇源汇值班 · 1月5日 15:57')
    expect(first?.textContent).toContain('现在的值 · 壹基金值班 · 1月5日 15:58')
    expect([...(first?.querySelectorAll('.entry-value') ?? [])].map(value => value.textContent)).toEqual(['5', '9'])
  })

  it('TIME-13 takes the lost value back by an ordinary edit', () => {
    const { open } = panel()
    fireEvent.click(screen.getAllByText('换回没被采用的值')[0] as HTMLElement)
    expect(open.actions.edit).toHaveBeenCalledWith({ row: 'b', column: 'quantity', value: 9 })
  })

  it('TIME-13 keeps what stands, for everybody', async () => {
    const { sent } = panel()
    fireEvent.click(screen.getAllByText('保留现在的值')[0] as HTMLElement)
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]).toMatchObject({
      path: '/api/v1/sheets/s1/conflicts/settle',
      body: { row: 'b', column: 'quantity', upTo: 8 },
    })
  })

  it('TIME-13 who may only read sees both values and decides nothing', () => {
    panel('reading')
    expect(screen.getAllByRole('listitem')).toHaveLength(2)
    expect(screen.queryByText('保留现在的值')).toBeNull()
  })
})
