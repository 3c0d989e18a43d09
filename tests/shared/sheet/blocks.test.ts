import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBlock, encodeBlock, type PlainRow } from '../../../shared/sheet/blocks.ts'
import { isScalar, MAX_TEXT, type Scalar, splitCellKey } from '../../../shared/sheet/cell.ts'
import { scalars } from './sheets.ts'

const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/)
const columns = fc.oneof(fc.stringMatching(/^_?[a-z][A-Za-z0-9]{0,6}$/), fc.constantFrom('constructor', 'toString'))
const rows: fc.Arbitrary<PlainRow[]> = fc.uniqueArray(
  fc.record({ id: ids, cells: fc.dictionary(columns, scalars, { maxKeys: 6, noNullPrototype: true }) }),
  { maxLength: 70, selector: row => row.id },
)

/** What a block holds, read as its reader does. */
function contentOf(text: string): { id: string; cells: Record<string, Scalar> }[] {
  const block = decodeBlock(text)
  return block.rows.map(([id, ...values]) => ({
    id,
    cells: Object.fromEntries(
      block.columns.map((column, i) => [column, values[i] ?? null]).filter(([, value]) => value !== null),
    ),
  }))
}

describe('cells', () => {
  it('SHEET-3 a cell key is split at its last colon, and only if both halves are ids', () => {
    expect(splitCellKey('r-1_Z:neededBy')).toEqual({ row: 'r-1_Z', column: 'neededBy' })
    expect(splitCellKey(`${'a'.repeat(40)}:_order`)).toEqual({ row: 'a'.repeat(40), column: '_order' })
    for (const wrong of [
      '',
      ':item',
      'r1',
      'r1:',
      'r:1:item',
      'r 1:item',
      `${'a'.repeat(41)}:item`,
      'r1:Item',
      'r1:a_b',
    ])
      expect(splitCellKey(wrong), wrong).toBeUndefined()
    fc.assert(
      fc.property(ids, columns, (row, column) => {
        expect(splitCellKey(`${row}:${column}`)).toEqual({ row, column })
      }),
    )
  })

  it('SHEET-4 texts up to the limit, finite numbers, booleans and null are values, nothing else', () => {
    for (const value of ['', '口罩', 'x'.repeat(MAX_TEXT), 0, -1.5, 1e300, true, false, null])
      expect(isScalar(value), String(value).slice(0, 20)).toBe(true)
    const wrong = [
      'x'.repeat(MAX_TEXT + 1),
      Number.NaN,
      Number.POSITIVE_INFINITY,
      undefined,
      {},
      [],
      1n,
      new Uint8Array(),
    ]
    for (const value of wrong) expect(isScalar(value), String(value).slice(0, 20)).toBe(false)
  })
})

describe('blocks', () => {
  it('SHEET-5 what is encoded reads back the same, empty cells left out', () => {
    fc.assert(
      fc.property(rows, written => {
        expect(contentOf(encodeBlock(written))).toEqual(
          written.map(({ id, cells }) => ({
            id,
            cells: Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null)),
          })),
        )
      }),
    )
  })

  it('SHEET-5 a column is stored only where some row has a value, and empty ends of rows are not', () => {
    const text = encodeBlock([
      { id: 'a', cells: { item: '口罩', note: null } },
      { id: 'b', cells: { item: null, quantity: 3 } },
      { id: 'c', cells: {} },
    ])
    expect(JSON.parse(text)).toEqual({ columns: ['item', 'quantity'], rows: [['a', '口罩'], ['b', null, 3], ['c']] })
  })

  it.each([
    '',
    '{',
    'null',
    '7',
    '[]',
    '{}',
    '{"columns":[]}',
    '{"rows":[]}',
    '{"columns":{},"rows":[]}',
    '{"columns":[],"rows":"r1"}',
    '{"columns":[1],"rows":[]}',
    '{"columns":["a b"],"rows":[]}',
    '{"columns":["item","item"],"rows":[]}',
    '{"columns":["item"],"rows":[7]}',
    '{"columns":["item"],"rows":[[]]}',
    '{"columns":["item"],"rows":[[7,"x"]]}',
    '{"columns":["item"],"rows":[["r:1","x"]]}',
    '{"columns":["item"],"rows":[["r1","x","y"]]}',
    '{"columns":["item"],"rows":[["r1",{"x":1}]]}',
    '{"columns":["item"],"rows":[["r1",["x"]]]}',
  ])('SHEET-5 %j is no block and is said to be none', text => {
    expect(() => decodeBlock(text)).toThrow()
  })

  it('SHEET-5 a block cut short anywhere is an error, never fewer rows', () => {
    const text = encodeBlock([
      { id: 'a', cells: { item: '口罩', quantity: 300 } },
      { id: 'b', cells: { item: '防护服 "L"', quantity: 20 } },
    ])
    for (let length = 0; length < text.length; length++)
      expect(() => decodeBlock(text.slice(0, length)), text.slice(0, length)).toThrow()
  })
})
