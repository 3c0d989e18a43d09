import { describe, expect, it } from 'vitest'
import { layoutAfter } from '../../../client/grid/columnState.ts'
import type { ColumnLayout } from '../../../shared/views/content.ts'

const SAVED: ColumnLayout = {
  order: ['item', 'gone', 'quantity', 'unit'],
  hidden: ['unit', 'gone'],
  pinned: ['item'],
  widths: { item: 200, gone: 90, quantity: 100, unit: 60 },
}
const NOW: ColumnLayout = {
  order: ['item', 'quantity', 'unit', 'added'],
  hidden: ['unit'],
  pinned: ['item'],
  widths: { item: 200, quantity: 100, unit: 60, added: 120 },
}

describe('the columns of a view', () => {
  it('VIEW-1 stand as saved while nobody moves them, whatever columns came or went since', () => {
    expect(layoutAfter(SAVED, NOW)).toBe(SAVED)
  })

  it.each<[string, Partial<ColumnLayout>]>([
    ['moved', { order: ['quantity', 'item', 'unit', 'added'] }],
    ['hidden', { hidden: ['unit', 'added'] }],
    ['pinned', { pinned: [] }],
    ['made wider', { widths: { ...NOW.widths, item: 240 } }],
  ])('VIEW-1 keep what they say of columns that are gone when one is %s', (_, change) => {
    const after = layoutAfter(SAVED, { ...NOW, ...change })
    expect(after).not.toBe(SAVED)
    const here = (ids: readonly string[]) => ids.filter(id => id !== 'gone')
    const { gone, ...widths } = after.widths
    expect({ order: here(after.order), hidden: here(after.hidden), pinned: after.pinned, widths }).toEqual({
      ...NOW,
      ...change,
    })
    expect(after.order).toContain('gone')
    expect(after.hidden).toContain('gone')
    expect(gone).toBe(90)
  })
})
