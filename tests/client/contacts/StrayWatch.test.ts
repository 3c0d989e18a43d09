import { describe, expect, it } from 'vitest'
import { StrayWatch } from '../../../client/contacts/StrayWatch.ts'
import type { CellEdit } from '../../../shared/sheet/cell.ts'
import { FakeSession } from '../FakeSession.ts'

const PHONE = '13800000001'
const put = (row: string, value: string | null, column = 'note'): CellEdit => ({ row, column, value })

function open(rows = { r1: { item: '口罩' }, r2: {} }) {
  const session = new FakeSession(rows)
  const work: (() => void)[] = []
  const watch = new StrayWatch(session, later => void work.push(later))
  const stop = watch.start()
  /** Does what was put off, one piece after the other; answers how many there were. */
  const pass = (): number => {
    let pieces = 0
    for (let next = work.shift(); next !== undefined; next = work.shift(), pieces++) next()
    return pieces
  }
  const seen = () => watch.strays.get().map(({ row, column }) => `${row}.${column}`)
  return { session, watch, work, stop, pass, seen }
}

describe('personal data in cells', () => {
  it('VAULT-20 is noticed after it was typed, pasted into new rows, or brought back by undo', () => {
    const { session, pass, seen } = open()
    session.edit([put('r1', `联系 ${PHONE}`), put('r2', '两箱口罩')])
    expect(seen()).toEqual([])
    pass()
    expect(seen()).toEqual(['r1.note'])
    const [added] = session.change([], { rows: [{ item: '药', note: `电话${PHONE}` }] })
    pass()
    expect(seen()).toEqual(['r1.note', `${added}.note`])
    session.edit([put('r1', null)])
    expect(seen()).toEqual([`${added}.note`])
    session.undo()
    pass()
    expect(seen()).toEqual([`${added}.note`, 'r1.note'])
  })

  it('VAULT-20 a colleague’s is not, nor is anything after the watch has stopped', () => {
    const { session, pass, seen, stop } = open()
    session.arrive([put('r1', PHONE)])
    expect(pass()).toBe(0)
    expect(seen()).toEqual([])
    stop()
    session.edit([put('r2', PHONE)])
    expect(pass()).toBe(0)
    expect(seen()).toEqual([])
  })

  it('VAULT-20 is forgotten when the cell says something else, its row is gone or the sheet begins anew', () => {
    const { session, pass, seen } = open()
    session.edit([put('r1', PHONE), put('r2', PHONE), put('r2', PHONE, 'item')])
    pass()
    expect(seen()).toHaveLength(3)
    session.arrive([put('r1', '已删')])
    expect(seen()).toEqual(['r2.note', 'r2.item'])
    session.replaceBy({ r1: {}, r2: { note: PHONE } })
    expect(seen()).toEqual(['r2.note'])
    session.deleteRows(['r2'])
    expect(seen()).toEqual([])
  })

  it('VAULT-20 what was left is not asked about again, another text in the same cell is', () => {
    const { session, watch, pass, seen } = open()
    session.edit([put('r1', PHONE)])
    pass()
    watch.leave(watch.strays.get())
    expect(seen()).toEqual([])
    session.edit([put('r1', null)])
    session.edit([put('r1', PHONE)])
    pass()
    expect(seen()).toEqual([])
    session.edit([put('r1', `${PHONE}，请晚上打`)])
    pass()
    expect(seen()).toEqual(['r1.note'])
  })

  it('VAULT-20 a paste of 10,000 cells is looked at in slices, short texts and numbers not at all', () => {
    const { session, work, pass, seen } = open()
    const rows = Array.from({ length: 5_000 }, (_, i) => ({ item: '口罩', quantity: i, note: `第 ${i} 批，${PHONE}` }))
    session.change([], { rows })
    expect(work).toHaveLength(1)
    expect(pass()).toBe(5)
    expect(seen()).toHaveLength(5_000)
  })
})
