import { describe, expect, it } from 'vitest'
import type { Column } from '../../../shared/schema/column.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import { cellOrder } from '../../../shared/views/cellOrder.ts'

const column = (id: string): Column => columnsOf('needs').find(it => it.id === id) as Column
const sorted = (id: string, descending: boolean, values: readonly Scalar[]): Scalar[] =>
  [...values].sort(cellOrder(column(id), 'zh', descending))

describe('the order of cells', () => {
  it('PAGE-8 VIEW-3 urgency is ordered by urgency, and empty cells come last both ways', () => {
    const values = ['low', null, 'critical', 'urgent']
    expect(sorted('urgency', false, values)).toEqual(['critical', 'urgent', 'low', null])
    expect(sorted('urgency', true, values)).toEqual(['low', 'urgent', 'critical', null])
  })

  it('VIEW-3 texts as the language sorts them, numbers in them by size; numbers by value', () => {
    expect(sorted('item', false, ['张', '10号', '阿', '9号'])).toEqual(['9号', '10号', '阿', '张'])
    expect(sorted('quantity', true, [9, 10, null, 0])).toEqual([10, 9, 0, null])
  })
})
