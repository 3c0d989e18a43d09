import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeHtmlTable } from '../../../shared/selection/htmlTable.ts'
import { decodeTsv, encodeTsv } from '../../../shared/selection/tsv.ts'

const cell = fc
  .string({ unit: fc.constantFrom('a', '口', '"', '\t', '\n', ' ', "'", '=', ',', '\u00a0') })
  .filter(text => !text.includes('\r'))
const table = fc
  .integer({ min: 1, max: 4 })
  .chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }))

describe('a table as text', () => {
  it('CELL-6 any table reads back as it was written', () => {
    fc.assert(
      fc.property(table, given => {
        expect(decodeTsv(encodeTsv(given))).toEqual(given)
      }),
    )
  })

  it('CELL-6 a single cell is its bare text', () => {
    expect(encodeTsv([['口罩']])).toBe('口罩')
    expect(
      encodeTsv([
        ['a', 'b'],
        ['c', 'd'],
      ]),
    ).toBe('a\tb\r\nc\td')
  })

  it('CELL-6 what spreadsheets write is read: CRLF, quoted line breaks, doubled quotation marks, a last line end', () => {
    expect(decodeTsv('a\tb\r\n"two\r\nlines"\t"say ""hi"""\r\n')).toEqual([
      ['a', 'b'],
      ['two\nlines', 'say "hi"'],
    ])
    expect(decodeTsv('a\n\nb\n')).toEqual([['a'], [''], ['b']])
    expect(decodeTsv('a\rb')).toEqual([['a'], ['b']])
    expect(decodeTsv('')).toEqual([['']])
  })

  it('CELL-6 a quotation mark that opens no closed cell is a letter', () => {
    expect(decodeTsv('5" nail\tx')).toEqual([['5" nail', 'x']])
    expect(decodeTsv('"open\tx\ny')).toEqual([['"open', 'x'], ['y']])
    expect(decodeTsv('"a"b\tc')).toEqual([['"a"b', 'c']])
  })

  it('CELL-6 HTML escapes what is written and marks texts as texts', () => {
    const html = encodeHtmlTable([
      ['<b>&"', 12],
      ['=1+1', 'two\nlines'],
    ])
    expect(html).toContain('&lt;b&gt;&amp;&quot;</td><td>12</td>')
    expect(html).toContain(`<td style="mso-number-format:'\\@'">=1+1</td>`)
    expect(html).toContain('two<br style="mso-data-placement:same-cell">lines')
  })
})
