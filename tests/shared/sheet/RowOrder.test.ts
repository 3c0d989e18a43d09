import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RowOrder } from '../../../shared/sheet/RowOrder.ts'

/** Few keys, so that many rows tie. */
const key = fc.constantFrom('e00001', 'e00002', 'e00002V', 'e00003', 'f000001')
const rowId = fc.integer({ min: 0, max: 400 }).map(n => `r${n}`)
type Step = readonly (readonly [row: string, key: string | undefined])[]
/** What becomes of some rows: a key they are there with, or undefined: gone. Some steps are so large that sorting anew is cheaper. */
const step: fc.Arbitrary<Step> = fc.uniqueArray(fc.tuple(rowId, fc.option(key, { nil: undefined })), {
  minLength: 1,
  maxLength: 300,
  size: 'max',
  selector: ([row]) => row,
})

function sorted(keys: ReadonlyMap<string, string>): string[] {
  return [...keys].sort(([a, ka], [b, kb]) => (ka === kb ? (a < b ? -1 : 1) : ka < kb ? -1 : 1)).map(([row]) => row)
}

/** Takes one step in both the model and the order under test. */
function take(order: RowOrder, keys: Map<string, string>, changes: Step): void {
  const parts = { added: [] as string[], removed: [] as string[], moved: [] as string[] }
  for (const [row, now] of changes) {
    const before = keys.get(row)
    if (before === undefined && now === undefined) continue
    if (now === undefined) parts.removed.push(row)
    else if (before === undefined) parts.added.push(row)
    else if (before !== now) parts.moved.push(row)
    if (now === undefined) keys.delete(row)
    else keys.set(row, now)
  }
  order.apply(parts.added, parts.removed, parts.moved, () => keys.keys())
}

describe('RowOrder', () => {
  it('SHEET-6 rows put in, taken out and moved one by one stand as if sorted anew', () => {
    let large = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), steps => {
        const keys = new Map<string, string>()
        const order = new RowOrder(row => keys.get(row) ?? '')
        for (const changes of steps) {
          take(order, keys, changes)
          if (changes.length > 200) large++
          expect(order.rows).toEqual(sorted(keys))
          expect(order.rows.map(row => order.keyOf(row))).toEqual(order.rows.map(row => keys.get(row)))
        }
        expect(changesNothing(order)).toBe(true)
      }),
    )
    expect(large).toBeGreaterThan(0)
  })

  const changesNothing = (order: RowOrder): boolean => {
    const before = order.rows
    order.apply([], [], [], () => [])
    return order.rows === before
  }

  it('SHEET-6 the list handed out earlier does not change under its reader', () => {
    const keys = new Map([
      ['a', 'e00001'],
      ['b', 'e00002'],
    ])
    const order = new RowOrder(row => keys.get(row) ?? '')
    order.rebuild(keys.keys())
    const before = order.rows
    keys.set('c', 'e00001')
    order.apply(['c'], ['b'], [], () => keys.keys())
    expect(before).toEqual(['a', 'b'])
    expect(order.rows).toEqual(['a', 'c'])
    expect([order.has('b'), order.has('c')]).toEqual([false, true])
  })

  it('SHEET-6 equal keys stand by id, whoever came first', () => {
    const order = new RowOrder(() => 'e00001')
    order.rebuild(['b', 'c'])
    order.apply(['a', 'bb'], [], [], () => [])
    expect(order.rows).toEqual(['a', 'b', 'bb', 'c'])
  })
})
