import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IdRanges } from '../../../server/sync/IdRanges.ts'
import { TokenBucket } from '../../../server/sync/TokenBucket.ts'
import { WindowPolicy } from '../../../server/sync/windowPolicy.ts'
import { MinuteBrake } from '../../../shared/domain/brake.ts'

const emptied = (cells: number) => ({ emptied: cells, overwritten: 0 })

describe('the window', () => {
  /** A policy whose running mean is this cost, after a flush at 0. */
  function at(cost: number): WindowPolicy {
    const policy = new WindowPolicy()
    for (let i = 0; i < 100; i++) policy.flushed(0, cost)
    return policy
  }

  it.each([
    [0, 0],
    [1, 0],
    [3, 0],
    [5, 5],
    [9, 15],
    [13, 25],
    [14, 25],
    [1000, 25],
  ])('SYNC-11 a flush of %d ms makes a window of %d ms', (cost, window) => {
    expect(at(cost).wait(0)).toBeCloseTo(window, 6)
  })

  it('SYNC-11 before anything has been measured there is no window, and time gone by counts', () => {
    expect(new WindowPolicy().wait(123)).toBe(0)
    expect(at(9).wait(10)).toBeCloseTo(5, 6)
    expect(at(9).wait(1000)).toBe(0)
  })

  it('SYNC-11 the window follows the cost both ways', () => {
    const policy = at(13)
    for (let i = 0; i < 40; i++) policy.flushed(0, 1)
    expect(policy.wait(0)).toBe(0)
    policy.flushed(0, 100)
    expect(policy.wait(0)).toBe(25)
  })
})

describe('a budget', () => {
  it('SYNC-2 never gives more than its burst and what came since, whatever is asked when', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 6000 })), { maxLength: 60 }),
        (rate, burst, asks) => {
          const bucket = new TokenBucket(rate, burst, 0)
          let now = 0
          let given = 0
          for (const [wait, cost] of asks) {
            now += wait
            if (bucket.take(cost, now)) given += cost
          }
          expect(given).toBeLessThanOrEqual(burst + (rate * now) / 1000 + 1e-6)
        },
      ),
    )
  })

  it('SYNC-2 what is refused costs nothing, and a clock that goes back gives nothing', () => {
    const bucket = new TokenBucket(10, 100, 1000)
    expect(bucket.take(101, 1000)).toBe(false)
    expect(bucket.take(100, 1000)).toBe(true)
    expect(bucket.take(1, 0)).toBe(false)
    expect(bucket.take(10, 1000)).toBe(true)
  })
})

describe('the brake on emptying', () => {
  it('SYNC-9 500 cells a minute and not one more, each member on their own', () => {
    const brake = new MinuteBrake()
    expect(brake.take('ann', emptied(500), 0)).toBeUndefined()
    expect(brake.take('ann', emptied(1), 59_000)).toBe('mass-delete')
    expect(brake.take('ben', emptied(500), 59_000)).toBeUndefined()
    expect(brake.take('ann', emptied(500), 60_001)).toBeUndefined()
  })

  it('SYNC-9 what was refused is not counted, and emptying nothing is always allowed', () => {
    const brake = new MinuteBrake()
    expect(brake.take('ann', emptied(501), 0)).toBe('mass-delete')
    expect(brake.take('ann', emptied(300), 1)).toBeUndefined()
    expect(brake.take('ann', emptied(201), 2)).toBe('mass-delete')
    expect(brake.take('ann', emptied(200), 3)).toBeUndefined()
    expect(brake.take('ann', emptied(0), 4)).toBeUndefined()
    expect(brake.take('ann', emptied(1), 5)).toBe('mass-delete')
  })
})

describe('the brake on overwriting', () => {
  const overwritten = (cells: number) => ({ emptied: 0, overwritten: cells })

  it('GUARD-1 lets 1,000 cells a minute through, counted apart from emptying', () => {
    const brake = new MinuteBrake()
    expect(brake.take('ann', overwritten(1000), 0)).toBeUndefined()
    expect(brake.take('ann', overwritten(1), 59_000)).toBe('mass-overwrite')
    expect(brake.take('ann', emptied(500), 59_000)).toBeUndefined()
    expect(brake.take('ann', overwritten(1000), 60_001)).toBeUndefined()
  })

  it('GUARD-1 says beforehand what it would say, and asking counts for nothing', () => {
    const brake = new MinuteBrake()
    expect(brake.refusal('ann', overwritten(1001), 0)).toBe('mass-overwrite')
    expect(brake.refusal('ann', emptied(501), 0)).toBe('mass-delete')
    expect(brake.refusal('ann', { emptied: 500, overwritten: 1000 }, 0)).toBeUndefined()
    expect(brake.take('ann', { emptied: 500, overwritten: 1000 }, 1)).toBeUndefined()
  })
})

describe('stretches of ids', () => {
  it('SYNC-5 say for each id what a list of all ids would say', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 6 })),
          { maxLength: 30 },
        ),
        stretches => {
          const ranges = new IdRanges<number>()
          const all = new Map<string, number>()
          const next = new Map<number, number>()
          for (const [i, [client, gap, length]] of stretches.entries()) {
            const from = (next.get(client) ?? 0) + gap
            ranges.add(client, from, length, i)
            for (let clock = from; clock < from + length; clock++) all.set(`${client}:${clock}`, i)
            next.set(client, from + length)
          }
          for (let client = 1; client <= 3; client++)
            for (let clock = 0; clock <= (next.get(client) ?? 0); clock++) {
              expect(ranges.get(client, clock)).toBe(all.get(`${client}:${clock}`))
              const within = new Set(Array.from({ length: 4 }, (_, i) => all.get(`${client}:${clock + i}`)))
              within.delete(undefined)
              expect([...ranges.within(client, clock, clock + 4)]).toEqual([...within])
            }
        },
      ),
    )
  })
})
