import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnKind } from '../../../shared/schema/column.ts'
import { copies, series } from '../../../shared/selection/fill.ts'

const NUMBER: ColumnKind = { type: 'number' }
const DATE: ColumnKind = { type: 'date' }
const TEXT: ColumnKind = { type: 'text' }

describe('filling', () => {
  it('CELL-13 copies in turn, forward and backward', () => {
    expect(copies(['N95'], 3)).toEqual(['N95', 'N95', 'N95'])
    expect(copies(['a', 'b', 'c'], 5)).toEqual(['a', 'b', 'c', 'a', 'b'])
    expect(copies(['a', 'b', 'c'], 4, 'backward')).toEqual(['c', 'a', 'b', 'c'])
  })

  it('CELL-13 a text is never a series, whatever it ends in', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), texts => {
        expect(series(TEXT, texts, 3)).toBeUndefined()
        expect(series(NUMBER, texts, 3)).toBeUndefined()
      }),
    )
    expect(series(TEXT, ['N95', 'N96'], 2)).toBeUndefined()
  })

  it('CELL-15 numbers and days go on by their difference, by one from a single one', () => {
    expect(series(NUMBER, [5], 3)).toEqual([6, 7, 8])
    expect(series(NUMBER, [0.1, 0.3], 2)).toEqual([0.5, 0.7])
    expect(series(NUMBER, [10, 20], 2, 'backward')).toEqual([-10, 0])
    expect(series(DATE, ['2020-02-28'], 2)).toEqual(['2020-02-29', '2020-03-01'])
    expect(series(DATE, ['2020-02-01', '2020-02-08'], 2)).toEqual(['2020-02-15', '2020-02-22'])
    expect(series(DATE, ['2020-02-01'], 1, 'backward')).toEqual(['2020-01-31'])
  })

  it('CELL-15 uneven, equal, empty or unreadable values are no series', () => {
    expect(series(NUMBER, [1, 2, 4], 2)).toBeUndefined()
    expect(series(NUMBER, [3, 3], 2)).toBeUndefined()
    expect(series(NUMBER, [1, null], 2)).toBeUndefined()
    expect(series(DATE, ['2月1日'], 2)).toBeUndefined()
  })
})
