import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isOrderKey,
  ORDER_UNKNOWN,
  orderBehind,
  orderBetween,
  ordersBetween,
  placeBehind,
  placeKey,
  placeOf,
} from '../../../shared/sheet/order.ts'

const PLACES = 62 ** 5
const places = fc.integer({ min: 0, max: PLACES - 1 })
/** Keys as sheets come to have them: places, and what inserting, also at the ends, makes of them. */
const keys = fc
  .tuple(places, fc.array(fc.boolean(), { maxLength: 30 }))
  .map(([place, turns]) =>
    turns.reduce((key, after) => orderBetween(after ? key : null, after ? null : key), placeKey(place)),
  )

describe('order keys', () => {
  it('SHEET-6 there is always a key between two different ones', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        fc.pre(a !== b)
        const [before, after] = a < b ? [a, b] : [b, a]
        const key = orderBetween(before, after)
        expect(isOrderKey(key)).toBe(true)
        expect(before < key && key < after, `${before} < ${key} < ${after}`).toBe(true)
      }),
    )
  })

  it('SHEET-6 there is always a key before the first and after the last', () => {
    fc.assert(
      fc.property(keys, key => {
        const first = orderBetween(null, key)
        const last = orderBetween(key, null)
        expect(isOrderKey(first) && isOrderKey(last)).toBe(true)
        expect(first < key && key < last, `${first} < ${key} < ${last}`).toBe(true)
      }),
    )
  })

  it('SHEET-6 many keys between two are in order and between them', () => {
    fc.assert(
      fc.property(keys, keys, fc.integer({ min: 1, max: 300 }), (a, b, count) => {
        fc.pre(a !== b)
        const [before, after] = a < b ? [a, b] : [b, a]
        const between = ordersBetween(before, after, count)
        expect(between).toHaveLength(count)
        expect([before, ...between, after]).toEqual([...new Set([before, ...between, after])].sort())
      }),
    )
    expect(ordersBetween(null, null, 3)).toEqual([placeKey(1), placeKey(2), placeKey(3)])
  })

  // Where the next row goes: behind the one just added, before it, or now here now there.
  it.each(['behind', 'before', 'in turn'])(
    'SHEET-6 thousands of rows can be put %s the last one at one place',
    where => {
      let before = placeKey(7)
      let after = placeKey(8)
      for (let i = 0; i < 5_000; i++) {
        const key = orderBetween(before, after)
        if (!(isOrderKey(key) && before < key && key < after)) throw new Error(`insert ${i}: ${before} ${key} ${after}`)
        if (where === 'behind' || (where === 'in turn' && i % 2 === 0)) before = key
        else after = key
      }
      expect(before < after && placeKey(7) <= before && after <= placeKey(8)).toBe(true)
    },
  )

  it('SHEET-6 behind two equal keys comes a key right after both, before every other row', () => {
    const tie = orderBetween(placeKey(1), placeKey(2))
    const next = orderBetween(tie, placeKey(2))
    const key = orderBetween(tie, tie)
    expect(isOrderKey(key)).toBe(true)
    expect(tie < key && key < next, `${tie} < ${key} < ${next}`).toBe(true)
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 20 }), (equal, count) => {
        const between = ordersBetween(equal, equal, count)
        expect(between.every(isOrderKey)).toBe(true)
        expect([equal, ...between]).toEqual([...new Set([equal, ...between])].sort())
        expect((between.at(-1) ?? '') < orderBetween(equal, null)).toBe(true)
      }),
    )
  })

  it('SHEET-6 what no key can be put next to is no key', () => {
    const wrong = [
      '',
      'e',
      'e0000',
      '1',
      '-',
      'é00000',
      'e000010',
      'e00001-',
      'e00001 ',
      'e00001V0',
      7,
      null,
      undefined,
      true,
    ]
    for (const value of [...wrong, `A${'0'.repeat(26)}`, `${placeKey(1)}${'V'.repeat(2_000)}`])
      expect(isOrderKey(value), String(value).slice(0, 40)).toBe(false)
    for (const value of ['e00001', 'a0', 'Zz', ORDER_UNKNOWN, 'e00001V', `e00001${'V'.repeat(1_000)}`])
      expect(isOrderKey(value), value.slice(0, 40)).toBe(true)
  })

  it('SHEET-6 whatever a client sends as a key, the neighbours of a valid one can be made', () => {
    const sent = fc.stringMatching(/^[a-zA-Z][0-9A-Za-z]{0,40}$/).filter(isOrderKey)
    fc.assert(
      fc.property(sent, key => {
        const last = orderBetween(key, null)
        expect(isOrderKey(last) && last > key).toBe(true)
        expect(isOrderKey(orderBetween(key, key))).toBe(true)
        expect(isOrderKey(orderBehind(key, 0))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('places', () => {
  it('SHEET-6 places and their keys are the same order, and each key tells its place', () => {
    fc.assert(
      fc.property(places, places, (a, b) => {
        expect(placeOf(placeKey(a))).toBe(a)
        expect(isOrderKey(placeKey(a))).toBe(true)
        expect(placeKey(a) < placeKey(b)).toBe(a < b)
      }),
    )
    for (const other of ['', 'e00001V', 'f00001', 'e0000', 'e0000-', ORDER_UNKNOWN])
      expect(placeOf(other), other).toBeUndefined()
  })

  it('SHEET-6 the scale ends with an error, it never begins again', () => {
    expect(placeKey(PLACES - 1)).toBe('ezzzzz')
    for (const place of [PLACES, PLACES + 64, -1, 0.5, Number.NaN]) expect(() => placeKey(place)).toThrow(RangeError)
  })

  it('SHEET-6 the place behind a key is behind it, and there is none behind one at the end of the scale', () => {
    fc.assert(
      fc.property(keys, key => {
        const place = placeBehind(key)
        if (place !== undefined) expect(placeKey(place) > key).toBe(true)
      }),
    )
    expect(placeBehind(null)).toBe(1)
    expect(placeBehind(placeKey(64))).toBe(65)
    expect(placeBehind('a5')).toBe(1)
    for (const key of [ORDER_UNKNOWN, 'ezzzzz', 'ezzzzyV', 'zz0']) expect(placeBehind(key), key).toBeUndefined()
  })

  it('SHEET-6 keys behind one without places are in order, valid, and stay short', () => {
    fc.assert(
      fc.property(fc.constantFrom(ORDER_UNKNOWN, 'ezzzzz', `z${'z'.repeat(26)}`), places, places, (last, a, b) => {
        const [first, second] = [orderBehind(last, a), orderBehind(last, b)]
        expect(isOrderKey(first) && first > last).toBe(true)
        expect(first < second).toBe(a < b)
        expect(first.length).toBe(last.length + 7)
      }),
    )
  })
})
