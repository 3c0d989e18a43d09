import { describe, expect, it } from 'vitest'
import type { Column } from '../../../shared/schema/column.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import { cellTest, dayOf, plusDays } from '../../../shared/views/cellTest.ts'
import type { ColorRule, Condition } from '../../../shared/views/content.ts'
import { rowColor } from '../../../shared/views/rowColor.ts'

const SETTING = { language: 'zh', zone: 'Asia/Shanghai', today: '2022-01-05' } as const
const COLUMNS = columnsOf('needs')
const column = (id: string): Column => {
  const found = COLUMNS.find(it => it.id === id)
  if (found === undefined) throw new Error(`no column ${id}`)
  return found
}
const DAY: Column = { id: 'day', label: { zh: '日', en: 'Day' }, kind: { type: 'date' } }
const passing = (of: Column, condition: Condition, values: readonly Scalar[]): readonly Scalar[] =>
  values.filter(cellTest(of, condition, SETTING))

describe('conditions of a filter', () => {
  it('VIEW-2 one of the chosen values, the empty cell among them', () => {
    const values = ['critical', 'urgent', null, '', 'low']
    expect(passing(column('urgency'), { is: 'anyOf', values: ['critical', null] }, values)).toEqual([
      'critical',
      null,
      '',
    ])
    expect(passing(column('openEnded'), { is: 'anyOf', values: [false] }, [true, false, null])).toEqual([false])
    expect(passing(column('item'), { is: 'anyOf', values: [] }, ['口罩', null])).toEqual([])
  })

  it('VIEW-2 texts in either case and width, by the word people read', () => {
    const item = column('item')
    expect(passing(item, { is: 'contains', text: 'n95' }, ['Ｎ９５口罩', 'KN94', null])).toEqual(['Ｎ９５口罩'])
    expect(passing(item, { is: 'lacks', text: '口罩' }, ['N95口罩', '手套', null])).toEqual(['手套', null])
    expect(passing(item, { is: 'equals', text: ' 手套 ' }, ['手套', '手套箱'])).toEqual(['手套'])
    expect(passing(item, { is: 'begins', text: '医用' }, ['医用口罩', '口罩（医用）'])).toEqual(['医用口罩'])
    expect(passing(column('urgency'), { is: 'contains', text: '特急' }, ['critical', 'low'])).toEqual(['critical'])
  })

  it('VIEW-2 numbers within bounds, both ends included; a text is no number', () => {
    const values = [null, 0, 10, 200, 200.5, '200']
    expect(passing(column('quantity'), { is: 'range', min: 10, max: 200 }, values)).toEqual([10, 200])
    expect(passing(column('quantity'), { is: 'range', min: 10 }, values)).toEqual([10, 200, 200.5])
    expect(passing(column('quantity'), { is: 'range', max: 0 }, values)).toEqual([0])
  })

  it('VIEW-2 days, in the zone of the operation', () => {
    const days: Condition = { is: 'days', from: '2022-01-05', to: '2022-01-05' }
    expect(passing(DAY, days, ['2022-01-04', '2022-01-05', '2022-01-06', null])).toEqual(['2022-01-05'])
    const moments = [
      '2022-01-04T15:59:59Z',
      '2022-01-04T16:00:00Z',
      '2022-01-05T15:59:59Z',
      '2022-01-05T16:00:00Z',
      null,
    ]
    expect(passing(column('runsOutAt'), days, moments)).toEqual(['2022-01-04T16:00:00Z', '2022-01-05T15:59:59Z'])
    expect(passing(column('runsOutAt'), { is: 'days', from: '2022-01-06' }, moments)).toEqual(['2022-01-05T16:00:00Z'])
  })

  it('VIEW-2 days counted from today', () => {
    const days = ['2021-12-31', '2022-01-04', '2022-01-05', '2022-01-06']
    expect(passing(DAY, { is: 'daysFromToday', from: -1, to: 0 }, days)).toEqual(['2022-01-04', '2022-01-05'])
    expect(passing(DAY, { is: 'daysFromToday', to: -1 }, days)).toEqual(['2021-12-31', '2022-01-04'])
    expect([plusDays('2022-02-28', 1), plusDays('2020-02-28', 1)]).toEqual(['2022-03-01', '2020-02-29'])
    const now = Date.parse('2022-01-05T16:30:00Z')
    expect([dayOf(now, 'Asia/Shanghai'), dayOf(now, 'UTC')]).toEqual(['2022-01-06', '2022-01-05'])
  })

  it('VIEW-2 empty or not', () => {
    expect(passing(column('item'), { is: 'blank' }, ['', null, 'x', 0, false])).toEqual(['', null])
    expect(passing(column('item'), { is: 'filled' }, ['', null, 'x', 0, false])).toEqual(['x', 0, false])
  })

  it('VIEW-6 the first colour rule that holds is the row’s; one on a column that is gone is passed over', () => {
    const critical: ColorRule = { column: 'urgency', condition: { is: 'anyOf', values: ['critical'] }, tone: 'red' }
    const gone: ColorRule = { column: 'removed', condition: { is: 'blank' }, tone: 'grey' }
    const open: ColorRule = { column: 'status', condition: { is: 'blank' }, tone: 'amber' }
    const color = rowColor([gone, critical, open], COLUMNS, SETTING)
    const of = (cells: Record<string, Scalar>) => color(id => cells[id] ?? null)
    expect([of({ urgency: 'critical' }), of({ urgency: 'low' }), of({ status: 'met' })]).toEqual([
      critical,
      open,
      undefined,
    ])
  })
})
