import { describe, expect, it } from 'vitest'
import { rowMarkRules } from '../../../client/notes/rowMarks.ts'

const say = ({ open }: { open: number }) =>
  open > 0 ? { sign: String(open), words: `${open} 条未解决的评论` } : { sign: '✎', words: '有笔记' }

describe('marks beside the row numbers', () => {
  it('NOTE-24 rows marked alike share a rule that says it to the eye and in words', () => {
    const rules = rowMarkRules(
      [
        { row: 'r1', open: 2, note: true },
        { row: 'r2', open: 0, note: true },
        { row: 'r3', open: 2, note: false },
      ],
      say,
    )
    expect(rules.split('\n').filter(line => line.includes('{'))).toHaveLength(2)
    expect(rules).toContain('.ag-row[row-id="r1"] .row-number::after,\n.ag-row[row-id="r3"] .row-number::after')
    expect(rules).toContain('content: "2" / "2 条未解决的评论"')
    expect(rules).toContain('.ag-row[row-id="r2"] .row-number::after { content: "✎" / "有笔记"; }')
  })

  it('NOTE-24 no row’s id ends the rule it stands in', () => {
    expect(rowMarkRules([{ row: 'a"] {} *', open: 1, note: false }], say)).not.toContain('a"]')
  })
})
