import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VerificationEntry } from '../../../shared/desk/deskDocument.ts'
import { holdsContactNumber } from '../../../shared/domain/contacts.ts'
import { hardness, usualQuantities } from '../../../shared/domain/hardRows.ts'
import {
  cellsThatCount,
  countingColumns,
  differing,
  digestOf,
  standingOf,
} from '../../../shared/domain/verification.ts'
import type { Column } from '../../../shared/schema/column.ts'
import { VERIFICATION_COLUMN, withDeskColumns } from '../../../shared/schema/deskColumns.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'

const OWN: Column = { id: 'own1', label: { zh: '楼栋', en: 'Block' }, kind: { type: 'text' }, own: true }
const COLUMNS = [...columnsOf('needs'), OWN]
const counting = countingColumns(COLUMNS)
const reader = (cells: Readonly<Record<string, Scalar>>) => (column: string) => cells[column] ?? null
const entry = (
  cells: VerificationEntry['cells'],
  state: VerificationEntry['state'] = 'verified',
): VerificationEntry => ({
  id: 'v1',
  state,
  method: 'phone',
  by: '张三',
  at: 1,
  cells,
})
const standing = (was: VerificationEntry['cells'], is: Readonly<Record<string, Scalar>>) =>
  standingOf(entry(was), counting, reader(is))

describe('what is verified', () => {
  it('VERIFY-1 counts what a row claims, own columns too, and not what becomes of it', () => {
    const ids = counting.map(({ id }) => id)
    for (const id of ['item', 'quantity', 'unit', 'district', 'place', 'urgency', 'organization', 'own1'])
      expect(ids).toContain(id)
    for (const id of ['status', 'note', 'districtCode', 'latitude', 'reportedAt']) expect(ids).not.toContain(id)
  })

  it('VERIFY-2 is stale by a cell that counts, names it with both values, and holds again when it is put back', () => {
    const was = { item: '口罩', quantity: 200 }
    expect(standingOf(undefined, counting, reader(was)).state).toBe('unverified')
    expect(standing(was, { ...was, status: 'open', note: 'x' }).state).toBe('verified')
    expect(standing(was, { ...was, quantity: 2_000, own1: '3 号楼' })).toMatchObject({
      state: 'stale',
      changed: [
        { column: 'quantity', was: 200, is: 2_000 },
        { column: 'own1', was: null, is: '3 号楼' },
      ],
    })
    expect(standing(was, { quantity: 200 })).toMatchObject({ changed: [{ column: 'item', was: '口罩', is: null }] })
    expect(standing({ ...was, unit: null }, { ...was, unit: '' }).state).toBe('verified')
    expect(standingOf(entry(was, 'rejected'), counting, reader({})).state).toBe('rejected')
  })

  it('VERIFY-3 tells by the digest in which cells what was seen differs from what is', () => {
    const cell = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
    const cells = fc.dictionary(fc.constantFrom(...counting.map(({ id }) => id)), cell)
    fc.assert(
      fc.property(cells, cells, (seen, now) => {
        const [a, b] = [cellsThatCount(counting, reader(seen)), cellsThatCount(counting, reader(now))]
        const really = counting
          .map(({ id }) => id)
          .filter(id => !Object.is(a[id], b[id]) && !(a[id] === 0 && b[id] === 0))
        expect([...differing(digestOf(a), digestOf(b))].sort()).toEqual(really.sort())
      }),
    )
    expect(digestOf(cellsThatCount(counting, reader({})))).toBe('')
  })

  it('VERIFY-4 is a column of its own, behind what a row is about', () => {
    expect(withDeskColumns(COLUMNS).map(({ id }) => id)[1]).toBe(VERIFICATION_COLUMN.id)
  })

  it('VERIFY-5 is hard where a quantity is missing or far from the usual, or a row may be another’s double', () => {
    const rows = [100, 200, 300, 400, 500].map(quantity => ({ item: 'N95 口罩', unit: '只', quantity }))
    const usual = usualQuantities(rows)
    const hard = (cells: Readonly<Record<string, Scalar>>, duplicates = 0) =>
      hardness(COLUMNS, reader(cells), { usual, duplicates })
    expect(hard({ item: 'n95口罩', unit: '只', quantity: 6_000 })).toEqual([])
    expect(hard({ item: 'n95口罩', unit: '只', quantity: 60_000 })).toEqual(['outlier'])
    expect(hard({ item: 'n95口罩', unit: '箱', quantity: 60_000 })).toEqual([])
    expect(hard({ item: '护目镜' }, 1)).toEqual(['noQuantity', 'duplicate'])
    expect(hard({ item: '护目镜', openEnded: true })).toEqual([])
    expect(hard({ item: '全国至武汉', kind: 'transport' })).toEqual([])
    expect(hardness(columnsOf('blank'), reader({}), { usual, duplicates: 0 })).toEqual([])
  })

  it('VERIFY-6 knows a phone or identity number in a text', () => {
    for (const text of ['打过 13800138000', '电话138-0013-8000', '+86 138 0013 8000', '61010119900101123X'])
      expect(holdsContactNumber(text), text).toBe(true)
    for (const text of ['数量 2000 只', '已电话核实，11月22日 14:05', '订单 20200205'])
      expect(holdsContactNumber(text), text).toBe(false)
  })
})
