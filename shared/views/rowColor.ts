import type { Column } from '../schema/column.ts'
import type { Scalar } from '../sheet/cell.ts'
import { cellTest, type TestSetting } from './cellTest.ts'
import type { ColorRule } from './content.ts'

/** The rule that colours a row, by its place in the list; undefined when none holds. Rules on columns that are not there are passed over. */
export function rowColor(
  rules: readonly ColorRule[],
  columns: readonly Column[],
  setting: TestSetting,
): (value: (column: string) => Scalar) => ColorRule | undefined {
  const tests = rules.flatMap(rule => {
    const column = columns.find(({ id }) => id === rule.column)
    return column === undefined ? [] : [{ rule, holds: cellTest(column, rule.condition, setting) }]
  })
  return value => tests.find(({ rule, holds }) => holds(value(rule.column)))?.rule
}
