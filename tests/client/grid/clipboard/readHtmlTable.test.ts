// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHtmlTable } from '../../../../client/grid/clipboard/readHtmlTable.ts'
import { encodeHtmlTable } from '../../../../shared/selection/htmlTable.ts'

const fixture = (name: string): string =>
  readFileSync(resolve(import.meta.dirname, `../../../regressions/clipboard/${name}.html`), 'utf8')

describe('the HTML on the clipboard', () => {
  it('CELL-6 of Excel: styles unseen, wrapped source, breaks, blanks, cells running over their neighbours', () => {
    expect(readHtmlTable(fixture('excel'))).toEqual([
      ['N95口罩', '12,000', '只', '3M 1860\n或同等'],
      ['医用  手套 (无粉)', '500', '双', ''],
      ['“75%” 酒精 <500ml> & 棉球', '', '瓶', 'A "quoted" word'],
    ])
  })

  it('CELL-6 of WPS: a cell over two lines says the same in both', () => {
    expect(readHtmlTable(fixture('wps'))).toEqual([
      ['武汉市第一医院', '护目镜', '2,000', '2020/2/1'],
      ['武汉市第一医院', '防护服', '300', '2020/2/2'],
    ])
  })

  it('CELL-6 of Google Sheets', () => {
    expect(readHtmlTable(fixture('google-sheets'))).toEqual([
      ['line one\nline two', '1,234.5'],
      ['TRUE', ''],
    ])
  })

  it('CELL-6 of Tencent Docs: breaks of the source count where it says so, blocks are lines', () => {
    expect(readHtmlTable(fixture('tencent-docs'))).toEqual([
      ['酒精\n75%', '一行\n二行'],
      ['社区  登记', '0571- 96345'],
    ])
  })

  it('CELL-6 what holds no table is none; a table in a cell is text; a mad span takes no memory', () => {
    expect(readHtmlTable('<p>口罩</p>')).toBeUndefined()
    expect(readHtmlTable('<table></table>')).toBeUndefined()
    expect(readHtmlTable('<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>')).toEqual([
      ['a\nb', 'c'],
    ])
    expect(readHtmlTable('<table><tr><td rowspan="999999999">a</td></tr></table>')).toEqual([['a']])
    expect(readHtmlTable('<table><tr><td colspan="999999999">a</td></tr></table>')?.[0]).toHaveLength(10_000)
  })

  it('CELL-6 what we write reads back as it was', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '口', ' ', '<', '&', '"', '\n', '0') })
    // Blanks around a line break are nobody's, and so is a text of nothing but breaks.
    const kept = text.map(raw => raw.replace(/ *\n */g, '\n').replace(/^\n+$/, ''))
    fc.assert(
      fc.property(fc.array(fc.array(kept, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 }), table => {
        expect(readHtmlTable(encodeHtmlTable(table))).toEqual(table)
      }),
    )
  })
})
