import { describe, expect, it } from 'vitest'
import { PLAIN_VIEW, sameContent, VIEW_LIMITS, type ViewContent, viewContent } from '../../../shared/views/content.ts'

const filters = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ column: `c${i}`, condition: { is: 'filled' as const } }))

describe('what a view holds', () => {
  it('VIEW-1 keeps columns nobody knows, and refuses more than its limits', () => {
    const content: ViewContent = {
      ...PLAIN_VIEW,
      filters: [{ column: 'fromTomorrow', condition: { is: 'anyOf', values: ['x', null] } }],
      columns: { order: ['gone', 'item'], hidden: ['gone'], pinned: [], widths: { gone: 120 } },
    }
    expect(viewContent.parse(JSON.parse(JSON.stringify(content)))).toEqual(content)
    expect(viewContent.safeParse({ ...PLAIN_VIEW, filters: filters(VIEW_LIMITS.filters) }).success).toBe(true)
    expect(viewContent.safeParse({ ...PLAIN_VIEW, filters: filters(VIEW_LIMITS.filters + 1) }).success).toBe(false)
    const sorts = Array.from({ length: VIEW_LIMITS.sorts + 1 }, (_, i) => ({ column: `c${i}`, descending: false }))
    expect(viewContent.safeParse({ ...PLAIN_VIEW, sorts }).success).toBe(false)
    const values = Array.from({ length: VIEW_LIMITS.values + 1 }, (_, i) => i)
    const tooMany = [{ column: 'item', condition: { is: 'anyOf', values } }]
    expect(viewContent.safeParse({ ...PLAIN_VIEW, filters: tooMany }).success).toBe(false)
    expect(
      viewContent.safeParse({ ...PLAIN_VIEW, filters: [{ column: 'a', condition: { is: 'magic' } }] }).success,
    ).toBe(false)
  })

  it('VIEW-1 two views are the same whatever order their keys were written in', () => {
    const widths = (text: string) => ({
      ...PLAIN_VIEW,
      columns: { order: [], hidden: [], pinned: [], widths: JSON.parse(text) as Record<string, number> },
    })
    expect(sameContent(widths('{"a":1,"b":2}'), widths('{"b":2,"a":1}'))).toBe(true)
    expect(sameContent(widths('{"a":1}'), widths('{"a":2}'))).toBe(false)
    expect(sameContent(PLAIN_VIEW, { ...PLAIN_VIEW, group: 'cluster' })).toBe(false)
  })
})
