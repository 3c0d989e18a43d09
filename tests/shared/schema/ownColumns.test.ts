import { describe, expect, it } from 'vitest'
import type { Column } from '../../../shared/schema/column.ts'
import { formatCell, plainCell } from '../../../shared/schema/format.ts'
import { isRemovable, type KeptColumn, sheetColumns } from '../../../shared/schema/ownColumns.ts'
import { parseCell } from '../../../shared/schema/parse.ts'

const column = (id: string, more: Partial<Column> = {}): Column => ({
  id,
  label: { zh: id, en: id },
  kind: { type: 'text' },
  ...more,
})
const TEMPLATE = [column('item', { required: true }), column('unit'), column('note')]
const own = (id: string, more: Partial<KeptColumn> = {}): KeptColumn => ({
  id,
  position: null,
  own: column(id),
  removed: false,
  ...more,
})
const ids = (columns: readonly Column[]): string[] => columns.map(({ id }) => id)

describe('a sheet’s columns', () => {
  it('COL-3 are its template’s and then its own, marked as such', () => {
    const { columns, ordered } = sheetColumns(TEMPLATE, [own('owna'), own('ownb')])
    expect(ids(columns)).toEqual(['item', 'unit', 'note', 'owna', 'ownb'])
    expect(columns.map(({ own: mark }) => mark)).toEqual([undefined, undefined, undefined, true, true])
    expect(ordered).toBe(false)
  })

  it('COL-7 leave out those taken away and know them; the ones a sheet needs cannot be', () => {
    const kept = [own('owna', { removed: true }), { id: 'unit', position: null, own: null, removed: true }]
    const { columns, removed } = sheetColumns(TEMPLATE, kept)
    expect([ids(columns), ids(removed)]).toEqual([
      ['item', 'note'],
      ['unit', 'owna'],
    ])
    expect(TEMPLATE.map(isRemovable)).toEqual([false, true, false])
    expect(isRemovable(column('ownr', { required: true, own: true }))).toBe(true)
  })

  it('COL-8 stand in the order given; what came later stands behind', () => {
    const place = (id: string, position: number): KeptColumn => ({ id, position, own: null, removed: false })
    const kept = [own('owna', { position: 0 }), place('note', 1), place('item', 2), place('unit', 3), own('ownb')]
    const { columns, ordered } = sheetColumns(TEMPLATE, kept)
    expect([ids(columns), ordered]).toEqual([['owna', 'note', 'item', 'unit', 'ownb'], true])
  })

  it('COL-6 a retired choice is shown with a mark that reads back, and leaves files as it was', () => {
    const choices = [
      { value: 'a', label: { zh: '甲', en: 'A' } },
      { value: 'b', label: { zh: '乙', en: 'B' }, retired: true as const },
    ]
    const it = column('ownc', { kind: { type: 'choice', choices } })
    for (const language of ['zh', 'en'] as const) {
      const shown = formatCell(it, 'b', language, 'UTC')
      expect(shown).toBe({ zh: '乙（已停用）', en: 'B (retired)' }[language])
      expect(parseCell(it, shown)).toEqual({ ok: true, value: 'b' })
      expect(parseCell(it, plainCell(it, 'b', language, 'UTC'))).toEqual({ ok: true, value: 'b' })
    }
    expect(formatCell(it, 'a', 'zh', 'UTC')).toBe('甲')
  })
})
