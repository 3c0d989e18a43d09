import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CellRange,
  cellRange,
  cellsOf,
  type Displayed,
  edgeOfData,
  extended,
  type RangeKind,
  rectangleOf,
  stepped,
} from '../../../shared/selection/range.ts'

const shownAs = (rows: readonly (string | undefined)[], columns: readonly string[]): Displayed => ({
  rowCount: rows.length,
  rowAt: index => rows[index],
  indexOf: row => (rows.includes(row) ? rows.indexOf(row) : undefined),
  columns,
})

const ROWS = ['a', 'b', 'c', 'd', 'e']
const COLUMNS = ['item', 'quantity', 'unit', 'city']
const SHOWN = shownAs(ROWS, COLUMNS)
const at = (row: string, column: string) => ({ row, column })
const selected = (range: CellRange, shown = SHOWN) => {
  const rectangle = rectangleOf(range, shown)
  return rectangle === undefined ? undefined : cellsOf(rectangle, shown)
}

describe('a selection', () => {
  it('CELL-1 is the rectangle between its ends, whichever way it was drawn', () => {
    const forth = extended(cellRange(at('b', 'quantity')), at('d', 'unit'))
    const back = extended(cellRange(at('d', 'unit')), at('b', 'quantity'))
    expect(selected(forth)).toEqual({ rows: ['b', 'c', 'd'], columns: ['quantity', 'unit'] })
    expect(selected(back)).toEqual(selected(forth))
  })

  it('CELL-1 whole rows, whole columns and all are as wide as what is shown', () => {
    const range = (kind: RangeKind): CellRange => ({ kind, anchor: at('b', 'unit'), head: at('c', 'quantity') })
    expect(selected(range('rows'))).toEqual({ rows: ['b', 'c'], columns: COLUMNS })
    expect(selected(range('columns'))).toEqual({ rows: ROWS, columns: ['quantity', 'unit'] })
    expect(selected(range('all'))).toEqual({ rows: ROWS, columns: COLUMNS })
  })

  it('CELL-1 lines on screen that are no rows of the sheet are not in it', () => {
    const shown = shownAs([undefined, 'a', 'b', undefined, 'c'], COLUMNS)
    expect(selected(extended(cellRange(at('b', 'item')), at('c', 'item')), shown)?.rows).toEqual(['b', 'c'])
    expect(stepped(at('b', 'item'), 'down', shown)).toEqual(at('c', 'item'))
    expect(stepped(at('a', 'item'), 'up', shown)).toEqual(at('a', 'item'))
  })

  it('CELL-2 stays between the same two cells however rows and columns are arranged, and is none when an end is not shown', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(ROWS, { minLength: 1 }),
        fc.shuffledSubarray(COLUMNS, { minLength: 1 }),
        fc.tuple(fc.constantFrom(...ROWS), fc.constantFrom(...COLUMNS)),
        fc.tuple(fc.constantFrom(...ROWS), fc.constantFrom(...COLUMNS)),
        (rows, columns, [anchorRow, anchorColumn], [headRow, headColumn]) => {
          const cells = selected(
            extended(cellRange(at(anchorRow, anchorColumn)), at(headRow, headColumn)),
            shownAs(rows, columns),
          )
          const isShown = [anchorRow, headRow].every(row => rows.includes(row))
          const hasColumns = [anchorColumn, headColumn].every(column => columns.includes(column))
          expect(cells !== undefined).toBe(isShown && hasColumns)
          if (cells === undefined) return
          const [first, last] = [rows.indexOf(anchorRow), rows.indexOf(headRow)].sort((a, b) => a - b)
          expect(cells.rows).toEqual(rows.slice(first, (last ?? 0) + 1))
          expect(new Set([cells.columns[0], cells.columns.at(-1)])).toEqual(new Set([anchorColumn, headColumn]))
        },
      ),
    )
  })

  it('CELL-3 a step stops at the edge of what is shown', () => {
    expect(stepped(at('a', 'item'), 'down', SHOWN)).toEqual(at('b', 'item'))
    expect(stepped(at('a', 'item'), 'left', SHOWN)).toEqual(at('a', 'item'))
    expect(stepped(at('e', 'city'), 'down', SHOWN)).toEqual(at('e', 'city'))
    expect(stepped(at('gone', 'city'), 'down', SHOWN)).toEqual(at('gone', 'city'))
  })

  it('CELL-3 Ctrl+arrow goes to the end of a filled block, over a gap to the next one, and then to the last cell', () => {
    const rows = ['1', '2', '3', '4', '5', '6', '7', '8']
    const filled = new Set(['1', '2', '3', '6', '7'])
    const jump = (row: string, direction: 'up' | 'down') =>
      edgeOfData(at(row, 'item'), direction, shownAs(rows, ['item']), place => !filled.has(place.row)).row
    expect(jump('1', 'down')).toBe('3')
    expect(jump('2', 'down')).toBe('3')
    expect(jump('3', 'down')).toBe('6')
    expect(jump('4', 'down')).toBe('6')
    expect(jump('7', 'down')).toBe('8')
    expect(jump('8', 'down')).toBe('8')
    expect(jump('8', 'up')).toBe('7')
    expect(jump('7', 'up')).toBe('6')
    expect(jump('6', 'up')).toBe('3')
    expect(jump('3', 'up')).toBe('1')
  })
})
