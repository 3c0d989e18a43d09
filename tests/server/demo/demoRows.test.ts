import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { demoNeeds, demoSupplies } from '../../../server/demo/demoRows.ts'
import { DEMO_ORGANIZATIONS } from '../../../server/demo/organizations.ts'
import type { SheetKind } from '../../../shared/schema/column.ts'
import { validate } from '../../../shared/schema/parse.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { ROW_ID } from '../../../shared/sheet/cell.ts'

const sheets = [
  ['needs', demoNeeds],
  ['supplies', demoSupplies],
] as const

describe('the demo rows', () => {
  it('FILE-22 are the 2,095 real hospital needs, and 24 producers and 22 carriers as supplies', () => {
    const needs = demoNeeds()
    expect(needs).toHaveLength(2095)
    expect(
      needs.filter(row => row.cells.openEnded === true).length +
        needs.filter(row => typeof row.cells.quantity === 'number').length,
    ).toBe(2095)
    expect(new Set(needs.map(row => row.cells.organization)).size).toBeGreaterThan(200)
    expect(needs[0]?.cells).toMatchObject({
      item: '普通医用口罩',
      openEnded: true,
      province: '湖北',
      place: '湖北省恩施土家族苗族自治州来凤县中心医院',
      note: '来源: https://mp.weixin.qq.com/s/geO3CCd0_8B3L-r_xlBbZQ',
    })
    const kinds = demoSupplies().map(row => row.cells.kind)
    expect([kinds.filter(kind => kind === 'goods').length, kinds.filter(kind => kind === 'transport').length]).toEqual([
      24, 22,
    ])
  })

  it.each(sheets)(
    'FILE-22 every cell of %s is valid, every id is unique, and two calls give the same',
    (kind: SheetKind, rows) => {
      const columns = new Map(columnsOf(kind).map(column => [column.id, column]))
      const made = rows()
      expect(new Set(made.map(row => row.id)).size).toBe(made.length)
      for (const row of made) {
        expect(row.id).toMatch(ROW_ID)
        expect(row.cells.item).toEqual(expect.any(String))
        for (const [id, value] of Object.entries(row.cells)) {
          const column = columns.get(id)
          expect(column === undefined ? `no column ${id}` : validate(column, value), `${row.id} ${id}: ${value}`).toBe(
            undefined,
          )
        }
      }
      expect(rows()).toEqual(made)
    },
  )

  it('FILE-22 hold no phone number, and come with their licence', () => {
    for (const [, rows] of sheets)
      for (const row of rows()) expect(Object.values(row.cells).join(' ')).not.toMatch(/(?<![\d/=])1[3-9]\d{9}(?!\d)/)
    expect(readFileSync(new URL('../../../server/demo/wuhan2020/LICENSE', import.meta.url), 'utf8')).toContain(
      'MIT License',
    )
    expect(new Set(DEMO_ORGANIZATIONS.map(o => o.id)).size).toBe(DEMO_ORGANIZATIONS.length)
  })
})
