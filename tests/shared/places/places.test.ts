import { describe, expect, it } from 'vitest'
import { DIVISIONS, divisionNamed, divisionsUnder, findDivisions } from '../../../shared/places/divisions.ts'
import { choosePlace, placeColumns } from '../../../shared/places/placeColumns.ts'
import { withPlaceCodes } from '../../../shared/places/placeEdits.ts'
import type { Column } from '../../../shared/schema/column.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'

const COLUMNS = columnsOf('needs')
const of = (id: string): Column => {
  const column = COLUMNS.find(each => each.id === id)
  if (column === undefined) throw new Error(`no column ${id}`)
  return column
}
const named = (key: string) => DIVISIONS.find(each => each.key === key)
const spell = (name: string): readonly string[] => (name === '莲湖区' ? ['lhq', 'lianhuqu'] : [])

describe('places', () => {
  it('TYPE-4 every place has a key of its own and lies in a province', () => {
    expect(new Set(DIVISIONS.map(({ key }) => key)).size).toBe(DIVISIONS.length)
    expect(DIVISIONS.length).toBeGreaterThan(3_000)
    for (const { key, path } of DIVISIONS) expect(path.province?.code).toBe(`${key.slice(0, 2)}0000`)
    for (const { level, path } of DIVISIONS) if (level === 'city') expect(path.city?.name).not.toMatch(/直辖/)
  })

  it('TYPE-4 a place is gone down to by level; counties under a province or 重庆 are reached too', () => {
    expect(divisionsUnder(undefined)).toHaveLength(34)
    expect(divisionsUnder(named('610100')).map(({ name }) => name)).toContain('莲湖区')
    expect(divisionsUnder(named('420000')).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['武汉市', '仙桃市']),
    )
    expect(divisionsUnder(named('500000')).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['重庆市', '城口县']),
    )
    const reached = new Set<string>()
    const walk = (above?: (typeof DIVISIONS)[number]): void => {
      for (const each of divisionsUnder(above)) {
        reached.add(each.key)
        walk(each)
      }
    }
    walk()
    expect(reached.size).toBe(DIVISIONS.length)
  })

  it('TYPE-4 a place is found by its name, a part of it and its pinyin', () => {
    const found = (typed: string) => findDivisions(typed, 'district', spell, 5).map(({ key }) => key)
    expect(found('莲湖区')[0]).toBe('610104')
    expect(found('莲湖')[0]).toBe('610104')
    expect(found('lhq')).toEqual(['610104'])
    expect(found('')).toEqual([])
    expect(findDivisions('莲湖', 'city', spell, 5)).toEqual([])
  })

  it('TYPE-4 a name that several places share is none of them until their city is known', () => {
    expect(divisionNamed('district', { district: '鼓楼区' })).toBeUndefined()
    expect(divisionNamed('district', { district: '鼓楼区', city: '南京市' })?.key).toBe('320106')
    expect(divisionNamed('district', { district: '莲湖区' })?.key).toBe('610104')
  })

  it('TYPE-4 choosing a district writes three names and three codes', () => {
    const edits = choosePlace('r', placeColumns(COLUMNS, of('district')), named('610104')?.path ?? {}, () => null)
    expect(edits.map(({ column, value }) => [column, value])).toEqual([
      ['province', '陕西省'],
      ['provinceCode', '610000'],
      ['city', '西安市'],
      ['cityCode', '610100'],
      ['district', '莲湖区'],
      ['districtCode', '610104'],
    ])
  })

  it('TYPE-4 a county under its province has no city, a town no code', () => {
    const write = (key: string) =>
      Object.fromEntries(
        choosePlace('r', placeColumns(COLUMNS, of('district')), named(key)?.path ?? {}, () => null).map(edit => [
          edit.column,
          edit.value,
        ]),
      )
    expect(write('429004')).toMatchObject({ city: null, cityCode: null, district: '仙桃市', districtCode: '429004' })
    expect(write('441904')).toMatchObject({ city: '东莞市', district: '长安镇', districtCode: null })
    expect(write('500229')).toMatchObject({ city: '重庆市', cityCode: '500200', district: '城口县' })
  })

  it('TYPE-5 choosing a province empties the codes that lie elsewhere, never a name', () => {
    const row: Record<string, Scalar> = {
      city: '武汉市',
      cityCode: '420100',
      district: '江岸区',
      districtCode: '420102',
    }
    const value = (column: string): Scalar => row[column] ?? null
    const edits = choosePlace('r', placeColumns(COLUMNS, of('province')), named('610000')?.path ?? {}, value)
    expect(edits.map(edit => [edit.column, edit.value])).toEqual([
      ['province', '陕西省'],
      ['provinceCode', '610000'],
      ['cityCode', null],
      ['districtCode', null],
    ])
    expect(choosePlace('r', placeColumns(COLUMNS, of('province')), named('420000')?.path ?? {}, value)).toHaveLength(2)
  })

  it('TYPE-5 a place named by hand loses the code beside it', () => {
    const edit = { row: 'r', column: 'district', value: '城南一带' }
    expect(withPlaceCodes(COLUMNS, [edit], () => '610104')).toEqual([
      edit,
      { row: 'r', column: 'districtCode', value: null },
    ])
    expect(withPlaceCodes(COLUMNS, [edit], () => null)).toEqual([edit])
    const code = { row: 'r', column: 'districtCode', value: '610104' }
    expect(withPlaceCodes(COLUMNS, [edit, code], () => '1')).toEqual([edit, code])
  })
})
