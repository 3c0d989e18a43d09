import { describe, expect, it } from 'vitest'
import { type Column, SHEET_KINDS } from '../../../shared/schema/column.ts'
import { isRemovable } from '../../../shared/schema/ownColumns.ts'
import { normalizeWord } from '../../../shared/schema/parse.ts'
import { columnsOf, SCHEMAS, writableColumns } from '../../../shared/schema/schemas.ts'
import { COLUMN_ID } from '../../../shared/sheet/cell.ts'

const KINDS = SHEET_KINDS
const all = KINDS.flatMap(kind => columnsOf(kind).map(column => [kind, column] as const))
const spellings = (column: Column) =>
  [column.id, column.label.zh, column.label.en, ...(column.synonyms ?? [])].map(normalizeWord)

describe('the schemas', () => {
  it('SCHEMA-1 needs and supplies have exactly the columns of the response, and none for contacts', () => {
    expect(
      columnsOf('needs')
        .map(c => c.id)
        .join(' '),
    ).toBe(
      'cluster item kind specification quantity openEnded unit peopleAffected urgency province provinceCode city cityCode district districtCode place latitude longitude organization requirements neededBy runsOutAt status note reportedAt',
    )
    expect(
      columnsOf('supplies')
        .map(c => c.id)
        .join(' '),
    ).toBe(
      'kind item specification quantity unit packSize organization donor province provinceCode city cityCode district districtCode place latitude longitude availableFrom availableUntil expires capacityPerDay delivery earmark note',
    )
  })

  it('COL-2 no template has a column for contacts', () => {
    for (const [, column] of all)
      expect(column.id + column.label.zh).not.toMatch(/contact|phone|email|电话|联系人|手机|姓名|微信/i)
  })

  it('COL-1 every template says what a row is about, keeps a note, and its title and sentence are there in both languages', () => {
    expect(Object.keys(SCHEMAS)).toEqual([...SHEET_KINDS])
    for (const kind of KINDS) {
      const { columns, title, about } = SCHEMAS[kind]
      expect(columns.filter(column => column.required === true).length, kind).toBeGreaterThan(0)
      expect(
        columns.filter(column => !isRemovable(column)).map(({ id }) => id),
        kind,
      ).toContain('note')
      for (const said of [title, about]) {
        expect(said.zh, kind).toMatch(/\p{Script=Han}/u)
        expect(said.en, kind).toMatch(/^[A-Z]/)
      }
    }
  })

  it('SCHEMA-1 every column has a cell id, both labels, a width and an HXL tag', () => {
    for (const [kind, column] of all) {
      expect(column.id, kind).toMatch(COLUMN_ID)
      expect(column.label.zh, column.id).toMatch(/\p{Script=Han}/u)
      expect(column.label.en, column.id).toMatch(/^[A-Z]/)
      if (kind === 'needs' || kind === 'supplies') expect(column.hxl, column.id).toBeDefined()
      expect(column.hxl ?? '#none', column.id).toMatch(/^#[a-z]+\d?(\+[a-z]+)*$/)
      expect(column.width, column.id).toBeGreaterThan(40)
    }
  })

  it.each(KINDS)('SCHEMA-1 no header spelling and no HXL tag of %s means two columns', kind => {
    const seen = new Map<string, string>()
    for (const column of columnsOf(kind)) {
      for (const spelling of new Set([...spellings(column), ...(column.hxl === undefined ? [] : [column.hxl])])) {
        expect(seen.get(spelling) ?? column.id, `"${spelling}"`).toBe(column.id)
        seen.set(spelling, column.id)
      }
    }
  })

  it('SCHEMA-2 the clusters are the eleven of the UN and three local ones', () => {
    const cluster = columnsOf('needs').find(c => c.id === 'cluster')
    const values = cluster?.kind.type === 'choice' ? cluster.kind.choices.map(c => c.value) : []
    const UN = ['CCM', 'ERY', 'EDU', 'SHL', 'TEL', 'FSC', 'HEA', 'LOG', 'NUT', 'PRO', 'WSH']
    expect(new Set(values)).toEqual(new Set([...UN, 'psychosocial', 'specialGroups', 'other']))
    expect(values).toHaveLength(14)
  })

  it('SCHEMA-2 no spelling of a choice means two choices of its column', () => {
    for (const [, column] of all) {
      if (column.kind.type !== 'choice') continue
      const seen = new Map<string, string>()
      for (const { value, label, synonyms } of column.kind.choices) {
        for (const spelling of new Set([value, label.zh, label.en, ...(synonyms ?? [])].map(normalizeWord))) {
          expect(seen.get(spelling) ?? value, `${column.id} "${spelling}"`).toBe(value)
          seen.set(spelling, value)
        }
      }
    }
  })

  it('SCHEMA-3 members may write the columns of the kind and the reserved ones, nothing else', () => {
    for (const kind of KINDS) {
      const writable = writableColumns(kind)
      for (const column of SCHEMAS[kind].columns) expect(writable.has(column.id)).toBe(true)
      expect([...writable].filter(id => id.startsWith('_')).sort()).toEqual(['_gone', '_order', '_row'])
      expect(writable.has('phone')).toBe(false)
      expect(writable.has('constructor')).toBe(false)
    }
    expect(writableColumns('needs').has('packSize')).toBe(false)
  })
})
