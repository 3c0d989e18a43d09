// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { arranged } from '../../../client/grid/arranged.ts'
import type { ColumnSetting, EditorWords, GridColumn } from '../../../client/grid/columnSetting.ts'
import { gridColumns } from '../../../client/grid/columns.ts'
import { EditorAids } from '../../../client/grid/editors/EditorAids.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import { sheetOf } from '../FakeSession.ts'

const words = new Proxy({} as EditorWords, { get: (_, name) => String(name) })
const sheet = sheetOf({
  r1: { quantity: 12000, urgency: 'critical', openEnded: true, runsOutAt: '2022-01-05T08:00:00Z' },
})
const setting = (more: Partial<ColumnSetting> = {}): ColumnSetting => ({
  language: 'zh',
  zone: 'Asia/Shanghai',
  readOnly: false,
  value: (row, column) => sheet.value(row, column),
  words,
  columns: columnsOf('needs'),
  sheet: () => sheet,
  aids: new EditorAids(),
  ...more,
})
const call = (column: GridColumn, name: 'valueGetter' | 'valueFormatter', value: Scalar = null): unknown => {
  const work: unknown = column[name]
  if (typeof work !== 'function') throw new Error(`${column.colId} has no ${name}`)
  return work({ data: { id: 'r1' }, value })
}
const shown = (columns: readonly GridColumn[], id: string): unknown => {
  const column = columns.find(({ colId }) => colId === id)
  if (column === undefined) throw new Error(`no column ${id}`)
  return call(column, 'valueFormatter', call(column, 'valueGetter') as Scalar)
}

describe('the grid’s columns', () => {
  it.each(['needs', 'supplies'] as const)(
    'PAGE-8 are those of the schema, each once, who needs what first (%s)',
    kind => {
      const columns = gridColumns(arranged(columnsOf(kind)), setting(), 'pin')
      const ids = columnsOf(kind).map(({ id }) => id)
      expect(columns.map(({ colId }) => colId).sort()).toEqual(ids.sort())
      expect(columns.slice(0, 3).map(({ colId }) => colId)).toEqual(['item', 'quantity', 'unit'])
      const hidden = columns.filter(({ initialHide }) => initialHide === true).map(({ colId }) => colId)
      expect(hidden).toEqual(['provinceCode', 'cityCode', 'districtCode', 'latitude', 'longitude'])
    },
  )

  it('PAGE-8 read each cell from the sheet and write it in the language and zone', () => {
    const zh = gridColumns(columnsOf('needs'), setting(), 'pin')
    const en = gridColumns(columnsOf('needs'), setting({ language: 'en', zone: 'UTC' }), 'pin')
    expect(shown(zh, 'quantity')).toBe('12,000')
    expect([shown(zh, 'urgency'), shown(en, 'urgency')]).toEqual(['特急', 'Critical'])
    expect([shown(zh, 'runsOutAt'), shown(en, 'runsOutAt')]).toEqual(['2022-01-05 16:00', '2022-01-05 08:00'])
    sheet.edit([{ row: 'r1', column: 'quantity', value: 7 }])
    expect(shown(zh, 'quantity')).toBe('7')
  })

  it('PAGE-8 each kind has its editor', () => {
    for (const column of gridColumns(columnsOf('needs'), setting(), 'pin')) {
      expect(column.cellEditor, column.colId).toBeTruthy()
    }
  })

  it('PAGE-20 nothing can be edited by who may only read', () => {
    const columns = gridColumns(columnsOf('needs'), setting({ readOnly: true }), 'pin')
    expect(columns.filter(({ editable }) => editable !== false)).toEqual([])
  })
})
