import { describe, expect, it } from 'vitest'
import type { DuplicateEntry } from '../../../shared/desk/deskDocument.ts'
import { deskColumn, withDeskColumns } from '../../../shared/schema/deskColumns.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'

describe('the column of possible duplicates', () => {
  it('DUP-10 says of a row that it may be another, or what has been made of it; a sheet without items has none', () => {
    const say = (entry: DuplicateEntry | undefined) =>
      deskColumn('_duplicate')?.value({
        desk: { get: kind => (kind === 'duplicate' ? (entry as never) : undefined) },
        row: 'r1',
        cell: () => null,
        columns: [],
      })
    expect(say(undefined)).toBeNull()
    expect(say({ rows: [{ row: 'r2', why: [], score: 0.9 }], merged: ['r3'] })).toBe('possible')
    expect(say({ rows: [], merged: ['r3'] })).toBe('kept')
    expect(say({ rows: [], into: 'r2' })).toBe('merged')
    const has = (kind: 'needs' | 'blank') => withDeskColumns(columnsOf(kind)).some(({ id }) => id === '_duplicate')
    expect([has('needs'), has('blank')]).toEqual([true, false])
  })
})
