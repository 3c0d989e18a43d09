import { describe, expect, it } from 'vitest'
import { spell } from '../../../server/services/tabularPinyin.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { mapHeaders } from '../../../shared/tabular/mapping.ts'
import { splitQuantity } from '../../../shared/tabular/quantity.ts'
import { readTable } from '../../../shared/tabular/readTable.ts'

const NEEDS = columnsOf('needs')
const map = (...rows: string[][]) => mapHeaders(rows, NEEDS, {}, spell)
const uses = (...rows: string[][]) =>
  map(...rows).headers.map(({ use, by }) => `${use.to === 'column' ? use.column : use.to}:${by}`)

describe('headers by sound', () => {
  it('IMP-1 pinyin in full, initials and a character of the same sound mean a column, each less sure than words', () => {
    expect(uses(['xuqiu', 'SHULIANG', 'dw', '紧及程度', '备注'])).toEqual([
      'item:sound',
      'quantity:sound',
      'unit:initials',
      'urgency:sound',
      'note:words',
    ])
  })

  it('IMP-1 what sounds like several columns means none, and contacts are contacts in pinyin too', () => {
    // wz: 物资 and 位置.
    expect(uses(['物资', 'wz', 'lianxidianhua', 'lxr', 'xingming'])).toEqual([
      'item:words',
      'note:nothing',
      'contact:words',
      'contact:words',
      'contact:words',
    ])
  })

  it('IMP-1 a line of data that sounds like a column is no header line', () => {
    expect(map(['物资', '数量', '单位'], ['sl', 'bz', 'dw']).headerLine).toBe(1)
    expect(map(['某某汇总'], ['wuzi', 'shuliang'], ['口罩', '5']).headerLine).toBe(2)
  })
})

describe('headers of several lines', () => {
  it('IMP-2 a group above and its columns below are read together; contacts stay contacts', () => {
    const mapping = map(
      ['医院', '物资', '', '', '紧急联系人', ''],
      ['', '名称', '数量', '地址', '代号', '电话'],
      ['胸科医院', '口罩', '5', '友谊路1号', '某人', '029'],
    )
    expect([mapping.headerLine, mapping.headerLines, mapping.firstLine]).toEqual([1, 2, 3])
    expect(mapping.headers.map(({ use }) => (use.to === 'column' ? use.column : use.to))).toEqual([
      'organization',
      'item',
      'quantity',
      'place',
      'contact',
      'contact',
    ])
  })

  it('IMP-2 one line of headers stays one line, whatever stands below', () => {
    expect(map(['物资', '单位', '规格'], ['口罩', '只', '一次性']).headerLines).toBe(1)
    expect(map(['类型', '名称'], ['物资', '口罩']).headerLines).toBe(1)
  })
})

describe('quantities with units', () => {
  it('IMP-3 a number and a known unit are split; anything else is left alone', () => {
    expect(splitQuantity('200箱')).toEqual({ quantity: 200, unit: '箱' })
    expect(splitQuantity('２万 只')).toEqual({ quantity: 20_000, unit: '只' })
    expect(splitQuantity('1,000 pcs')).toEqual({ quantity: 1000, unit: 'pcs' })
    for (const text of ['200左右', '200多箱', '3天', '箱', '200-300箱', '200箱/天', '约200箱', ''])
      expect(splitQuantity(text), text).toBeUndefined()
  })

  it('IMP-3 what was understood stands beside what was written; a unit that contradicts its column is not guessed over', () => {
    const lines = [
      ['物资', '数量', '单位', '截止日期', '紧急程度'],
      ['口罩', '200箱', '', '2月9日', '急'],
      ['手套', '2万', '副', '2020-02-09', '特急'],
      ['水', '5箱', '瓶', '', ''],
      ['米', '2万', '斤', '', ''],
    ]
    const reading = readTable(
      lines,
      mapHeaders(lines, NEEDS, {}, spell),
      NEEDS,
      { zone: 'Asia/Shanghai', year: 2020 },
      () => 'n',
    )
    expect(reading.rows.map(({ cells }) => [cells.quantity, cells.unit])).toEqual([
      [200, '箱'],
      [20000, '副'],
      [undefined, '瓶'],
      [20000, '斤'],
    ])
    expect(reading.refusals).toMatchObject([{ line: 4, index: 1, text: '5箱', effect: 'note' }])
    expect(reading.understood.map(({ text, value, unit, count }) => [text, value, unit, count])).toEqual([
      ['2月9日', '2020-02-09', undefined, 1],
      ['急', 'urgent', undefined, 1],
      ['200箱', 200, '箱', 1],
      ['2万', 20000, undefined, 2],
    ])
  })
})
