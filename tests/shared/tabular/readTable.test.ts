import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { plainCell } from '../../../shared/schema/format.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { readCsv } from '../../../shared/tabular/csv.ts'
import { type MappingChoice, mapHeaders } from '../../../shared/tabular/mapping.ts'
import { readTable } from '../../../shared/tabular/readTable.ts'

const NEEDS = columnsOf('needs')
const CONTEXT = { zone: 'Asia/Shanghai', year: 2020 }
const counter = () => {
  let n = 0
  return () => `new-${++n}`
}
const uses = (rows: readonly (readonly string[])[], choice?: MappingChoice) =>
  mapHeaders(rows, NEEDS, choice).headers.map(({ use }) => (use.to === 'column' ? use.column : use.to))
const read = (rows: readonly (readonly string[])[], choice?: MappingChoice) =>
  readTable(rows, mapHeaders(rows, NEEDS, choice), NEEDS, CONTEXT, counter())
const fileRows = (path: string) => readCsv(readFileSync(new URL(path, import.meta.url), 'utf8'), path)

describe('finding the headers', () => {
  it.each([
    [
      'a Jinshuju form',
      ['序号', '提交人', '提交时间', '所需物资', '需求数量（个）', '详细地址', '联系电话', '紧急程度*'],
      'note contact reportedAt item quantity place contact urgency',
    ],
    [
      'a Shimo sheet',
      ['医院名称', '省份', '城市', '区/县', '物资名称', '规格型号', '数量', '单位', '备注'],
      'organization province city district item specification quantity unit note',
    ],
    [
      'a Tencent Docs collection',
      ['填写人', '需求内容（必填）', '受影响人数', '是否不限量', '截止日期', '进展'],
      'contact item peopleAffected openEnded neededBy status',
    ],
    [
      'a WPS sheet in English',
      ['Sector/Cluster', 'ITEM', 'Qty', 'Address', 'Lat', 'Lng', 'Phone number'],
      'cluster item quantity place latitude longitude contact',
    ],
    [
      'the wuhan2020 files',
      ['need_id', 'city', 'district', 'org', 'item', 'quantity', 'open_ended', 'spec'],
      'note city district organization item quantity openEnded specification',
    ],
  ])('FILE-7 the headers of %s are recognised', (_, header, expected) => {
    expect(uses([header]).join(' ')).toBe(expected)
  })

  it('FILE-7 titles and instructions above the headers are stepped over', () => {
    const rows = [
      ['2020年物资需求表', '', ''],
      ['填表说明：数量只填数字'],
      [],
      ['物资', '数量', '地址'],
      ['口罩', '5', '武汉'],
    ]
    const mapping = mapHeaders(rows, NEEDS)
    expect([mapping.headerLine, mapping.firstLine]).toEqual([4, 5])
    expect(mapHeaders([[], ['甲', '乙'], ['口罩', '5']], NEEDS).headerLine).toBe(2)
    expect(mapHeaders([], NEEDS)).toMatchObject({ headerLine: 0, firstLine: 1, headers: [] })
  })

  it('FILE-8 a row of HXL hashtags maps what the headers do not say, and is no data', () => {
    const rows = [
      ['组', 'Wer', 'Wo', 'Was', 'Telefon?'],
      ['#sector', '#org', '#adm1 +name', '#item+name', '#contact+phone'],
      ['健康', '壹基金', '湖北', '口罩', '0'],
    ]
    const mapping = mapHeaders(rows, NEEDS)
    expect(uses(rows).join(' ')).toBe('cluster organization province item contact')
    expect(mapping.firstLine).toBe(3)
    const alone = rows.slice(1)
    expect(uses(alone).join(' ')).toBe('cluster organization province item contact')
    expect(mapHeaders(alone, NEEDS).firstLine).toBe(2)
    expect(uses([['#date+reported', '#adm1', '#item+name']]).join(' ')).toBe('reportedAt province item')
  })

  it('FILE-9 the first header that means a column gets it; a person may choose otherwise, but not put contacts into the note', () => {
    const rows = [['物资', '数量', 'qty', '电话', '编号']]
    expect(uses(rows).join(' ')).toBe('item quantity note contact note')
    expect(uses(rows, { mapping: { '1': null, '2': 'quantity', '3': null, '4': 'specification' } }).join(' ')).toBe(
      'item note quantity contact specification',
    )
    expect(
      uses(
        [
          ['物资', '数量'],
          ['口罩', '单位'],
        ],
        { headerLine: 2 },
      ).join(' '),
    ).toBe('note unit')
  })
})

describe('readTable', () => {
  it('FILE-10 a text that does not fit leaves its cell empty, stays in the note and is listed with line, header and reason', () => {
    const { rows, refusals } = read([
      ['物资', '数量', '紧急程度', '备注', '颜色'],
      ['口罩', '若干', '急！', '尽快', '蓝'],
      ['防护服', '2万', '特急', '', ''],
    ])
    expect(rows).toEqual([
      { id: 'new-1', cells: { item: '口罩', note: '尽快\n数量: 若干\n紧急程度: 急！\n[颜色] 蓝' } },
      { id: 'new-2', cells: { item: '防护服', quantity: 20000, urgency: 'critical' } },
    ])
    expect(refusals).toMatchObject([
      { line: 2, header: '数量', text: '若干', reason: 'not-a-number', effect: 'note' },
      { line: 2, header: '紧急程度', text: '急！', reason: 'not-a-choice', effect: 'note' },
    ])
  })

  it('FILE-11 a row without its required column stays out with its whole text; so do titles above the headers', () => {
    const { rows, refusals } = read([['武汉需求'], ['物资', '数量', '电话'], ['', '5', '027'], ['　', '', '']])
    expect(rows).toEqual([])
    expect(refusals).toMatchObject([
      { line: 1, header: '', text: '武汉需求', reason: 'before-header', effect: 'row' },
      { line: 3, header: '需求', text: '数量: 5\n电话: 027', reason: 'required', effect: 'row' },
    ])
  })

  it('FILE-12 contact details stay out of the sheet, cell by cell, and are listed', () => {
    const { rows, refusals } = read([
      ['物资', '联系人', '联系电话'],
      ['口罩', '某人', '027-0000'],
    ])
    expect(rows).toEqual([{ id: 'new-1', cells: { item: '口罩' } }])
    expect(refusals.map(r => [r.text, r.reason, r.effect])).toEqual([
      ['某人', 'contact', 'out'],
      ['027-0000', 'contact', 'out'],
    ])
  })

  it('FILE-10 the unit in a header goes to the unit column unless the row has its own', () => {
    expect(
      read([
        ['物资', '数量（箱）'],
        ['口罩', '5'],
        ['手套', ''],
      ]).rows.map(r => r.cells),
    ).toEqual([{ item: '口罩', quantity: 5, unit: '箱' }, { item: '手套' }])
    expect(
      read([
        ['物资', '数量（箱）', '单位'],
        ['口罩', '5', '个'],
        ['手套', '1', ''],
      ]).rows.map(r => r.cells.unit),
    ).toEqual(['个', '箱'])
  })

  it('FILE-13 our own ids are kept, a copied line gets a new one, what is no id goes to the note', () => {
    const { rows, ownIds } = read([
      ['需求', '行号 ID'],
      ['口罩', 'a-1'],
      ['手套', 'a-1'],
      ['', 'a-2'],
      ['床', 'a b'],
      ['灯', '__proto__'],
      ['水', ''],
    ])
    expect(rows.map(r => r.id)).toEqual(['a-1', 'new-1', 'a-2', 'new-2', 'new-3', 'new-4'])
    expect(rows.map(r => r.cells.note)).toEqual([
      undefined,
      undefined,
      undefined,
      '[行号 ID] a b',
      '[行号 ID] __proto__',
      undefined,
    ])
    expect(ownIds).toEqual(['a-1', 'a-2'])
  })

  it('FILE-10 a note that cannot hold what belongs there keeps the whole row out, with its text', () => {
    const { rows, refusals } = read([
      ['物资', '备注', '其他情况'],
      ['口罩', 'x'.repeat(9_990), 'y'.repeat(50)],
      ['z'.repeat(10_001), '', ''],
    ])
    expect(rows).toEqual([])
    expect(refusals.map(r => [r.line, r.reason, r.effect, r.text.length])).toEqual([
      [2, 'too-long', 'row', 10058],
      [3, 'too-long', 'row', 10005],
    ])
  })

  it("FILE-10 the 251 cells that a volunteers' bot refused in 2020 are all kept as text", () => {
    const errors = JSON.parse(
      readFileSync(new URL('../../regressions/data/sheet_validation_errors.json', import.meta.url), 'utf8'),
    ) as { err: string }[]
    expect(errors).toHaveLength(251)
    const values = errors.map(e => /value=(.*?)(?:, type=|$)/s.exec(e.err)?.[1] ?? '')
    const { rows, refusals } = read([['物资', '数量', '审核情况'], ...values.map(v => ['口罩', v, v])])
    expect(rows).toHaveLength(251)
    values.forEach((text, at) => {
      const cells = rows[at]?.cells ?? {}
      if (text.trim() !== '') expect(cells.note, `line ${at + 2}`).toContain(`[审核情况] ${text}`)
      const refused = refusals.some(r => r.line === at + 2 && r.text === text)
      expect(refused || text.trim() === '' || typeof cells.quantity === 'number', text).toBe(true)
    })
  })

  it.each(['hospital_needs', 'hospital_need_items', 'factory_supply', 'logistics_channels'])(
    'FILE-10 no text of the real file %s is lost: each is in a cell, in the note or in the refusals',
    name => {
      const source = fileRows(`../../../server/demo/wuhan2020/${name}.csv`)
      const { rows, refusals } = read(source)
      const refused = new Map<number, string>()
      for (const refusal of refusals) refused.set(refusal.line, `${refused.get(refusal.line) ?? ''}\n${refusal.text}`)
      let row = 0
      for (let line = 2; line <= source.length; line++) {
        const out = refusals.some(r => r.line === line && r.effect === 'row')
        const cells = out ? {} : (rows[row++]?.cells ?? {})
        const kept = Object.entries(cells).map(([id, value]) => {
          const column = NEEDS.find(c => c.id === id)
          const shown = column === undefined ? '' : plainCell(column, value, 'zh', CONTEXT.zone)
          return `${shown} ${value} ${value === true ? 'yes True' : value === false ? 'no False' : ''}`
        })
        for (const text of source[line - 1] ?? [])
          expect(
            [...kept, refused.get(line) ?? ''].some(k => k.includes(text)),
            `line ${line}: ${text}`,
          ).toBe(true)
      }
      expect(row).toBe(rows.length)
    },
  )

  it('FILE-10 the real hospital list imports line for line, 86 % of it open-ended', () => {
    const { rows, refusals } = read(fileRows('../../../server/demo/wuhan2020/hospital_need_items.csv'))
    expect([rows.length, refusals.length]).toEqual([2095, 0])
    expect(rows.filter(r => r.cells.openEnded === true).length).toBe(1809)
    expect(rows[0]?.cells).toEqual({
      note: '[need_id] enshitujiazumiaozuzizhizhou-0',
      city: '恩施土家族苗族自治州',
      district: '来凤县',
      organization: '来凤县中心医院',
      item: '普通医用口罩',
      openEnded: true,
      specification: 'YY/T 0969-2013',
    })
  })
})
