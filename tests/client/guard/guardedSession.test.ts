import { describe, expect, it } from 'vitest'
import { type GuardDesk, guardedSession } from '../../../client/guard/guardedSession.ts'
import type { SheetSession } from '../../../client/sync/session.ts'
import { BRAKE } from '../../../shared/domain/brake.ts'
import { type CellEdit, ROW_GONE } from '../../../shared/sheet/cell.ts'
import { FakeSession, type Rows } from '../FakeSession.ts'

class Desk implements GuardDesk {
  waiting = false
  clock = 0
  newRows = 0
  readonly suggested: CellEdit[] = []
  readonly asked: { edits: readonly CellEdit[]; write: () => void }[] = []
  waits = (): boolean => this.waiting
  now = (): number => this.clock
  suggest = (_: SheetSession, edits: readonly CellEdit[]): void => void this.suggested.push(...edits)
  newRow = (): void => void this.newRows++
  braked: GuardDesk['braked'] = (_session, edits, _kind, write) => void this.asked.push({ edits, write })
}

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `r${i}`)
const rows = (count: number): Rows => Object.fromEntries(names(count).map(id => [id, { item: `口罩 ${id}` }]))
const put = (ids: readonly string[], value: string | null): CellEdit[] =>
  ids.map(row => ({ row, column: 'item', value }))

function open(count: number) {
  const inner = new FakeSession(rows(count))
  // What lies in the sheet was written by others: in the fake all of it has the client id of this tab.
  inner.sheet.doc.clientID++
  const desk = new Desk()
  return { inner, desk, session: guardedSession(inner, desk) }
}

describe('before the brake', () => {
  it('GUARD-8 asks before more than a minute’s worth is emptied, and writes nothing meanwhile', () => {
    const { inner, desk, session } = open(BRAKE.emptied + 1)
    session.edit(put(names(BRAKE.emptied + 1), null))
    expect(inner.wishes).toEqual([])
    expect(desk.asked.map(({ edits }) => edits.length)).toEqual([BRAKE.emptied + 1])
    desk.asked[0]?.write()
    expect(session.sheet.value('r0', 'item')).toBe(null)
  })

  it('GUARD-8 counts a minute’s wishes together, emptying and overwriting apart', () => {
    const { desk, session } = open(1200)
    session.edit(put(names(500), null))
    session.edit(put(names(1200).slice(500, 1200), '改'))
    expect(desk.asked).toEqual([])
    session.edit(put(['r1199'], null))
    expect(desk.asked).toHaveLength(0)
    session.edit(put(['r600', 'r601'], null))
    // Overwritten a moment ago by this tab: its own.
    expect(desk.asked).toHaveLength(0)
  })

  it('GUARD-8 lets a paste of 10,000 new cells through, and what one has just written be emptied again', () => {
    const { desk, session } = open(1)
    const added = session.change([], { rows: names(5000).map(id => ({ item: id, note: id })) })
    session.deleteRows(added)
    expect(desk.asked).toEqual([])
    expect(session.sheet.rowCount).toBe(1)
  })

  it('GUARD-8 a deleted row weighs five cells, and new rows of a braked paste are added all the same', () => {
    const { desk, session } = open(BRAKE.overwritten + 1)
    session.deleteRows(names(101))
    expect(desk.asked.map(({ edits }) => edits.length)).toEqual([101])
    const added = session.change(put(names(BRAKE.overwritten + 1), '改'), { rows: [{ item: '新' }] })
    expect(added).toHaveLength(1)
    expect(desk.asked).toHaveLength(2)
  })
})

describe('while edits wait for a nod', () => {
  it('GUARD-9 every wish is handed in instead of written, whatever it is', () => {
    const { inner, desk, session } = open(3)
    desk.waiting = true
    session.edit(put(['r0'], '改'))
    session.edit(put(['r1'], '口罩 r1'))
    session.deleteRows(['r2'])
    const [added = ''] = session.change([], { rows: [{ item: '护目镜', quantity: 3 }] })
    expect(inner.wishes).toEqual([])
    expect(desk.suggested).toEqual([
      { row: 'r0', column: 'item', value: '改' },
      { row: 'r2', column: ROW_GONE, value: true },
      { row: added, column: 'item', value: '护目镜' },
      { row: added, column: 'quantity', value: 3 },
    ])
    expect(session.sheet.value('r0', 'item')).toBe('口罩 r0')
  })

  it('GUARD-9 an empty new row is filled in first', () => {
    const { inner, desk, session } = open(1)
    desk.waiting = true
    session.addRow({})
    expect([desk.newRows, desk.suggested, inner.wishes]).toEqual([1, [], []])
  })

  it('GUARD-9 what was refused before is handed in when tried again', () => {
    const { desk, session } = open(1)
    session.hold([{ row: 'r0', column: 'note', value: '留着' }], 'waits-for-nod')
    const [held] = session.held()
    desk.waiting = true
    session.redoHeld(held?.id ?? '')
    expect(desk.suggested).toEqual([{ row: 'r0', column: 'note', value: '留着' }])
    expect(session.held()).toEqual([])
  })

  it('GUARD-9 once nobody waits, wishes are edits again', () => {
    const { desk, session } = open(1)
    desk.waiting = true
    session.edit(put(['r0'], '一'))
    desk.waiting = false
    session.edit(put(['r0'], '二'))
    expect(session.sheet.value('r0', 'item')).toBe('二')
    expect(desk.suggested).toHaveLength(1)
  })
})
