import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Column, ColumnKind } from '../../../shared/schema/column.ts'
import { formatCell, plainCell } from '../../../shared/schema/format.ts'
import { parseCell, typedValue, validate } from '../../../shared/schema/parse.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { anyValue } from './values.ts'

const column = (kind: ColumnKind): Column => ({ id: 'x', label: { zh: '列', en: 'X' }, kind })
const NUMBER = column({ type: 'number' })
const CONTEXT = { zone: 'Asia/Shanghai', year: 2020 }
const value = (of: Column, text: string) => {
  const parsed = parseCell(of, text, CONTEXT)
  return parsed.ok ? parsed.value : parsed.reason
}
const needs = (id: string): Column => {
  const found = columnsOf('needs').find(c => c.id === id)
  if (found === undefined) throw new Error(id)
  return found
}

describe('parseCell', () => {
  it.each([
    ['1234', 1234],
    [' １，２３４．５ ', 1234.5],
    ['1,234,567', 1234567],
    ['-3', -3],
    ['+3', 3],
    ['.5', 0.5],
    ['3万', 30000],
    ['1.1万', 11000],
    ['2千5百', 2500],
    ['1亿2000万', 120000000],
    ['3万5000', 35000],
    ['1e3', 1000],
    ['12,34', 'not-a-number'],
    ['3万5', 'not-a-number'],
    ['3百2千', 'not-a-number'],
    ['200个', 'not-a-number'],
    ['若干', 'not-a-number'],
    ['N95', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['1e999', 'not-a-number'],
    ['Infinity', 'not-a-number'],
  ])('SCHEMA-4 the number in "%s" is %s', (text, expected) => {
    expect(value(NUMBER, text)).toBe(expected)
  })

  it("SCHEMA-4 a number outside its column's bounds is refused by name of the bound", () => {
    const packSize = column({ type: 'number', min: 1, max: 100, integer: true })
    expect(['0', '101', '1.5', '7'].map(text => value(packSize, text))).toEqual([
      'too-small',
      'too-large',
      'not-whole',
      7,
    ])
  })

  it.each([
    ['2020/2/1', '2020-02-01'],
    ['2020-02-01', '2020-02-01'],
    ['2020.2.1', '2020-02-01'],
    ['２０２０年２月１日', '2020-02-01'],
    ['2020年2月1号 星期六', '2020-02-01'],
    ['2月1日', '2020-02-01'],
    ['20200201', '2020-02-01'],
    ['2020/2/1 0:00:00', '2020-02-01'],
    ['1 March 2015', '2015-03-01'],
    ['Feb 29, 2020', '2020-02-29'],
    ['2020-02-30', 'not-a-date'],
    ['2020/2-1', 'not-a-date'],
    ['2/1/2020', 'not-a-date'],
    ['2020-02-01 08:30', 'not-a-date'],
    ['43862', 'not-a-date'],
    ['尽快', 'not-a-date'],
  ])('SCHEMA-5 the day in "%s" is %s', (text, expected) => {
    expect(value(column({ type: 'date' }), text)).toBe(expected)
  })

  it('SCHEMA-5 a day without a year needs one from outside; a serial counts only where the source is a spreadsheet', () => {
    const date = column({ type: 'date' })
    const time = column({ type: 'dateTime' })
    expect(parseCell(date, '2月1日', { zone: 'UTC' })).toEqual({ ok: false, text: '2月1日', reason: 'not-a-date' })
    const excel = { zone: 'Asia/Shanghai', serials: 'excel' } as const
    expect(parseCell(date, '43862', excel)).toEqual({ ok: true, value: '2020-02-01' })
    expect(parseCell(time, '43862.5', excel)).toEqual({ ok: true, value: '2020-02-01T04:00:00Z' })
    expect(parseCell(date, '7', excel).ok).toBe(false)
  })

  it.each([
    ['2020-02-01 08:30', '2020-02-01T00:30:00Z'],
    ['2020/2/1 8:30:15', '2020-02-01T00:30:15Z'],
    ['2020年2月1日 8时30分', '2020-02-01T00:30:00Z'],
    ['2020年2月1日下午3:05', '2020-02-01T07:05:00Z'],
    ['2020年2月1日 晚上8点', '2020-02-01T12:00:00Z'],
    ['2月1日 20:00', '2020-02-01T12:00:00Z'],
    ['2020-02-01', '2020-01-31T16:00:00Z'],
    ['2020-02-01T08:30:00+08:00', '2020-02-01T00:30:00Z'],
    ['2020-02-01T00:30:00Z', '2020-02-01T00:30:00Z'],
    ['2020-02-01 25:00', 'not-a-date'],
    ['下午', 'not-a-date'],
  ])('SCHEMA-6 the instant in "%s", read in Shanghai, is %s', (text, expected) => {
    expect(value(column({ type: 'dateTime' }), text)).toBe(expected)
  })

  it('SCHEMA-7 yes and no are read in the words, signs and digits people use', () => {
    const yesNo = column({ type: 'boolean' })
    for (const text of ['是', '有', '✓', '√', 'yes', 'YES', 'true', '1', '１'])
      expect(value(yesNo, text), text).toBe(true)
    for (const text of ['否', '无', '×', 'no', 'False', '0']) expect(value(yesNo, text), text).toBe(false)
    expect(value(yesNo, '大概')).toBe('not-yes-or-no')
  })

  it('SCHEMA-8 a choice is read by value, label or synonym in both languages', () => {
    for (const text of ['HEA', 'hea', '健康', 'Health', '医疗', ' 医疗 卫生 '])
      expect(value(needs('cluster'), text), text).toBe('HEA')
    expect(value(needs('cluster'), 'WASH')).toBe('WSH')
    expect(value(needs('status'), '部分满足')).toBe('partlyMet')
    expect(value(needs('status'), 'Partly met')).toBe('partlyMet')
    expect(value(needs('urgency'), '加急')).toBe('urgent')
    expect(value(needs('urgency'), 'constructor')).toBe('not-a-choice')
  })

  it('SCHEMA-9 a text stays as it is to the last space, an empty one is no value, a refused one is handed back unchanged', () => {
    const text = column({ type: 'text' })
    expect(value(text, ' ０７ ')).toBe(' ０７ ')
    expect(value(text, '')).toBe(null)
    expect(value(text, 'x'.repeat(10_001))).toBe('too-long')
    expect(parseCell(NUMBER, ' ２００ 个', CONTEXT)).toEqual({ ok: false, text: ' ２００ 个', reason: 'not-a-number' })
    expect(parseCell(NUMBER, ' 　', CONTEXT)).toEqual({ ok: true, value: null })
  })
})

describe('validate and typedValue', () => {
  it('SCHEMA-11 a value of the wrong type, an impossible date and an emptied required cell are named', () => {
    expect(validate(NUMBER, 'three')).toBe('not-a-number')
    expect(validate(NUMBER, Number.NaN)).toBe('not-a-number')
    expect(validate(column({ type: 'date' }), '2020-2-1')).toBe('not-a-date')
    expect(validate(column({ type: 'date' }), '2021-02-29')).toBe('not-a-date')
    expect(validate(column({ type: 'dateTime' }), '2020-02-01T25:00:00Z')).toBe('not-a-date')
    expect(validate(column({ type: 'dateTime' }), '2020-02-01T08:00:00.000Z')).toBe(undefined)
    expect(validate(column({ type: 'boolean' }), '是')).toBe('not-yes-or-no')
    expect(validate(needs('item'), '  ')).toBe('required')
    expect(validate(needs('quantity'), null)).toBe(undefined)
    expect(typedValue(needs('item'), '')).toEqual({ ok: false, text: '', reason: 'required' })
    expect(typedValue(needs('quantity'), '１万')).toEqual({ ok: true, value: 10000 })
    expect(typedValue(needs('quantity'), '100000000000000')).toMatchObject({ ok: false, reason: 'too-large' })
  })
})

describe('formatCell', () => {
  const ZONES = ['Asia/Shanghai', 'UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']
  const kinds = [...columnsOf('needs'), ...columnsOf('supplies'), NUMBER]

  it.each(kinds.map(c => [c.id, c] as const))(
    'SCHEMA-10 what is written from %s reads back to the same value',
    (_, of) => {
      const arbitrary = fc.tuple(anyValue(of), fc.constantFrom('zh' as const, 'en' as const), fc.constantFrom(...ZONES))
      fc.assert(
        fc.property(arbitrary, ([cell, language, zone]) => {
          expect(validate(of, cell)).toBe(undefined)
          for (const write of [formatCell, plainCell]) {
            expect(parseCell(of, write(of, cell, language, zone), { zone })).toEqual({ ok: true, value: cell })
          }
        }),
      )
    },
  )

  it('SCHEMA-10 numbers are grouped on the screen and bare in files; an hour shown twice carries its offset', () => {
    expect(formatCell(NUMBER, -1234567.25, 'zh', 'UTC')).toBe('-1,234,567.25')
    expect(plainCell(NUMBER, -1234567.25, 'zh', 'UTC')).toBe('-1234567.25')
    const time = column({ type: 'dateTime' })
    expect(formatCell(time, '2020-02-01T00:30:00Z', 'zh', 'Asia/Shanghai')).toBe('2020-02-01 08:30')
    expect(formatCell(time, '2022-11-06T06:30:00Z', 'en', 'America/New_York')).toBe('2022-11-06 01:30-05:00')
    expect(formatCell(NUMBER, '若干', 'zh', 'UTC')).toBe('若干')
  })
})
