import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeldEdits } from '../../../client/sync/HeldEdits.ts'
import { carryOver, type EditKeeper, type PendingEdit, PendingEdits } from '../../../client/sync/PendingEdits.ts'

class Shelf implements EditKeeper {
  readonly entries = new Map<string, string>()
  put = (key: string, value: string): void => void this.entries.set(key, value)
  remove = (key: string): void => void this.entries.delete(key)
  all = (): Iterable<readonly [string, string]> => [...this.entries]
}

const edit = (clock: number, more: Partial<PendingEdit> = {}): PendingEdit => ({
  row: `r${clock}`,
  column: 'note',
  value: `edit ${clock}`,
  generation: 1,
  client: 7,
  clock,
  ...more,
})

const step = (from: number, count: number): PendingEdit[] => Array.from({ length: count }, (_, i) => edit(from + i))

describe('edits on their way', () => {
  it('CELL-16 those of a large step are one entry, outlive the tab, and go with it', () => {
    const shelf = new Shelf()
    const pending = new PendingEdits(shelf)
    pending.addAll(step(1, 10_000))
    expect([pending.count, shelf.entries.size]).toEqual([10_000, 1])
    expect(new PendingEdits(shelf).all()).toEqual(step(1, 10_000))
    expect(pending.acknowledge(7, 10_000)).toBe(true)
    expect([pending.count, shelf.entries.size]).toEqual([0, 0])
  })

  it('CELL-16 whatever becomes of them one by one, another tab finds exactly what is left', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ does: fc.constant('paste'), at: fc.nat(300) }),
            fc.record({ does: fc.constant('type'), at: fc.nat(300) }),
            fc.record({ does: fc.constant('save'), at: fc.nat(900) }),
            fc.record({ does: fc.constant('answer'), at: fc.nat(900) }),
            fc.record({ does: fc.constant('drop'), at: fc.nat(300) }),
          ),
          { maxLength: 12 },
        ),
        steps => {
          const shelf = new Shelf()
          const pending = new PendingEdits(shelf)
          const left = new Map<string, PendingEdit>()
          const put = (edits: readonly PendingEdit[]): void => {
            pending.addAll(edits)
            for (const each of edits) left.set(each.row, each)
          }
          let clock = 0
          for (const { does, at } of steps) {
            const next = (i: number) => edit(++clock, { row: `r${at + i}` })
            if (does === 'paste') put(Array.from({ length: 120 }, (_, i) => next(i)))
            else if (does === 'type') put([next(0)])
            else if (does === 'save') {
              pending.acknowledge(7, at)
              for (const [row, each] of left) if (each.clock <= at) left.delete(row)
            } else if (does === 'answer') {
              pending.settleAll([{ client: 7, clock: at, saved: true }])
              for (const [row, each] of left) if (each.clock === at) left.delete(row)
            } else {
              pending.dropAll([edit(at)])
              left.delete(`r${at}`)
            }
          }
          const byRow = (edits: readonly PendingEdit[]) => [...edits].sort((a, b) => (a.row < b.row ? -1 : 1))
          expect(byRow(pending.all())).toEqual(byRow([...left.values()]))
          expect(byRow(new PendingEdits(shelf).all())).toEqual(byRow([...left.values()]))
        },
      ),
    )
  })

  it('CELL-16 an entry that cannot be read is left where it is', () => {
    const shelf = new Shelf()
    shelf.put('+7.1', '3 {"generation":')
    shelf.put('+7.2', 'rubbish')
    expect(new PendingEdits(shelf).count).toBe(0)
    expect(shelf.entries.size).toBe(2)
  })

  it('SYNC-20 are counted by cell and outlive the tab', () => {
    const shelf = new Shelf()
    const pending = new PendingEdits(shelf)
    pending.add(edit(1))
    pending.add(edit(2, { row: 'r1' }))
    pending.add(edit(3))
    expect(pending.count).toBe(2)
    const reopened = new PendingEdits(shelf)
    expect(reopened.all()).toEqual([edit(2, { row: 'r1' }), edit(3)])
  })

  it('SYNC-20 go when their own structs are acknowledged, and no others', () => {
    const shelf = new Shelf()
    const pending = new PendingEdits(shelf)
    for (const clock of [1, 2, 3]) pending.add(edit(clock))
    pending.add(edit(9, { client: 8, row: 'other' }))
    expect(pending.acknowledge(7, 2)).toBe(true)
    expect(pending.all().map(({ clock }) => clock)).toEqual([3, 9])
    expect(pending.acknowledge(7, 2)).toBe(false)
    expect(shelf.entries.size).toBe(2)
  })

  it('SYNC-21 a dead edit is not acknowledged but written again', () => {
    const pending = new PendingEdits(new Shelf())
    pending.add(edit(1))
    pending.settleAll([{ client: 7, clock: 1, saved: false }])
    expect(pending.acknowledge(7, 5)).toBe(false)
    expect(pending.toReplay()).toEqual([edit(1)])
    pending.add(edit(6, { row: 'r1', generation: 2 }))
    expect(pending.toReplay()).toEqual([])
    expect(pending.acknowledge(7, 6)).toBe(true)
  })

  it('SYNC-22 what is asked about waits for the answer: structs that come back prove nothing', () => {
    const pending = new PendingEdits(new Shelf())
    pending.add(edit(1))
    pending.add(edit(2))
    expect(pending.ask()).toHaveLength(2)
    expect(pending.acknowledge(7, 9)).toBe(false)
    pending.settleAll([{ client: 7, clock: 1, saved: true }])
    pending.settleAll([{ client: 7, clock: 2, saved: false }])
    expect(pending.all()).toEqual([edit(2)])
    expect(pending.toReplay()).toEqual([edit(2)])
  })

  it('SYNC-22 an answer about an older edit of the cell changes nothing about the newer one', () => {
    const pending = new PendingEdits(new Shelf())
    pending.add(edit(1))
    pending.ask()
    pending.add(edit(4, { row: 'r1' }))
    pending.settleAll([{ client: 7, clock: 1, saved: true }])
    expect(pending.all()).toEqual([edit(4, { row: 'r1' })])
    expect(pending.acknowledge(7, 4)).toBe(true)
  })

  it('SYNC-24 carried to another document an edit has no identity there, so nothing there can have saved it', () => {
    const shelf = new Shelf()
    carryOver(edit(3), shelf)
    const there = new PendingEdits(shelf)
    expect(there.all()).toEqual([edit(3, { client: 0, clock: -1, generation: 0 })])
    expect(there.acknowledge(7, 100)).toBe(false)
    there.settleAll([{ client: 0, clock: -1, saved: false }])
    expect(there.toReplay()).toHaveLength(1)
  })

  it('SYNC-20 an entry that cannot be read is left where it is', () => {
    const shelf = new Shelf()
    for (const [key, text] of [
      ['a', '{'],
      ['b', '7'],
      ['c', '{"row":"r1"}'],
      ['d', JSON.stringify({ ...edit(1), value: [1] })],
    ] as const)
      shelf.put(key, text)
    shelf.put('r1:note', JSON.stringify(edit(1)))
    expect(new PendingEdits(shelf).all()).toEqual([edit(1)])
    expect(shelf.entries.size).toBe(5)
  })
})

describe('edits the server refused', () => {
  it('SYNC-23 are kept with their reason over a closed tab, until dropped', () => {
    const shelf = new Shelf()
    const held = new HeldEdits(shelf)
    const one = { id: 'h1', row: 'r1', column: 'note', value: '口罩', code: 'mass-delete' as const }
    held.add(one)
    held.add({ ...one, id: 'h2', value: null })
    const again = new HeldEdits(shelf)
    expect(again.all()).toEqual([one, { ...one, id: 'h2', value: null }])
    again.drop('h1')
    expect(new HeldEdits(shelf).all().map(({ id }) => id)).toEqual(['h2'])
  })

  it('SYNC-23 give the same list until something changes', () => {
    const held = new HeldEdits(new Shelf())
    expect(held.all()).toBe(held.all())
  })

  it('SYNC-23 of another version, with a code nobody knows, are left alone', () => {
    const shelf = new Shelf()
    shelf.put('h1', JSON.stringify({ id: 'h1', row: 'r1', column: 'note', value: 'x', code: 'toString' }))
    expect(new HeldEdits(shelf).all()).toEqual([])
    expect(shelf.entries.size).toBe(1)
  })
})
