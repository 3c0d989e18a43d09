import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ExportFormat } from '../../../server/services/tabularJobs.ts'
import type { NewRow } from '../../../server/sync/SheetRooms.ts'
import type { Column, SheetKind } from '../../../shared/schema/column.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { anyValue } from '../../shared/schema/values.ts'
import { AUTHOR, RealSheets } from './realSheets.ts'

// A worker starts in a second or two, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let sheets: RealSheets
beforeAll(async () => {
  sheets = await RealSheets.open()
})
afterAll(() => sheets.close())

/** Rows of which every cell may be missing. */
const anyRows = (kind: SheetKind): fc.Arbitrary<NewRow[]> => {
  const cell = (column: Column) => fc.option(anyValue(column)).map(value => [column.id, value] as const)
  const row = fc
    .tuple(...columnsOf(kind).map(cell))
    .map(cells => Object.fromEntries(cells.filter(([, value]) => value !== null)))
  return fc.array(row, { minLength: 1, maxLength: 12 }).map(rows => rows.map((cells, n) => ({ id: `r-${n}`, cells })))
}
const plain = (rows: readonly NewRow[]) => rows.map(({ id, cells }) => ({ id, cells: { ...cells } }))
const rounds: ReadonlyArray<readonly [SheetKind, ExportFormat, 'zh' | 'en']> = (['needs', 'supplies'] as const).flatMap(
  kind =>
    (['csv', 'xlsx', 'hxl'] as const).flatMap(format =>
      (['zh', 'en'] as const).map(language => [kind, format, language] as const),
    ),
)

describe('exportSheet', () => {
  it.each(rounds)(
    'FILE-21 %s exported as %s in %s and imported into an empty sheet is the same sheet',
    async (kind, format, language) => {
      await fc.assert(
        fc.asyncProperty(anyRows(kind), async rows => {
          const from = await sheets.sheet(kind, rows)
          const { bytes, fileName } = await sheets.exports.exportSheet({ sheet: from, format, language })
          const to = await sheets.sheet(kind)
          const preview = await sheets.imports.preview({ sheet: to, member: AUTHOR.member, fileName, bytes })
          expect(preview.refusals).toEqual([])
          await sheets.imports.confirm(preview.id, AUTHOR)
          expect(plain(await sheets.rows(to))).toEqual(plain(rows))
        }),
        { numRuns: 4 },
      )
    },
  )

  it('FILE-14 csv has its mark, CRLF, headers in the language asked for, labels, local times and the row id last', async () => {
    const cells = {
      cluster: 'HEA',
      item: '口罩,蓝',
      quantity: 20000,
      openEnded: true,
      provinceCode: '042',
      note: '=1+1',
      reportedAt: '2020-02-01T00:30:00Z',
    }
    const sheet = await sheets.sheet('needs', [{ id: 'r-1', cells }], '需求/武汉')
    const zh = await sheets.exports.exportSheet({ sheet, format: 'csv', language: 'zh' })
    expect([zh.fileName, zh.contentType]).toEqual(['需求_武汉.csv', 'text/csv; charset=utf-8'])
    const [header, row, end] = Buffer.from(zh.bytes).toString().split('\r\n')
    expect(header).toMatch(
      /^\uFEFF"领域","需求","类别","规格","需求数量","数量不限".*"备注","上报时间","核实","隐私信息","行号 ID @2020-02-05T04:00:00.000Z"$/,
    )
    expect(row).toBe(`"健康","口罩,蓝",,,20000,"是",,,,,"042",,,,,,,,,,,,,"'=1+1","2020-02-01 08:30","未核实",,"r-1"`)
    expect(end).toBe('')
    const hxl = await sheets.exports.exportSheet({ sheet, format: 'hxl', language: 'en', zone: 'UTC' })
    const lines = Buffer.from(hxl.bytes).toString().split('\r\n')
    expect(lines[0]).toContain('"Cluster","Item or service"')
    expect(lines[1]).toContain('"#sector","#item+name"')
    expect(lines[2]).toContain('"2020-02-01 00:30"')
  })

  it('FILE-14 deleted rows are not exported, and an empty sheet still has its headers', async () => {
    const sheet = await sheets.sheet('supplies')
    const { bytes } = await sheets.exports.exportSheet({ sheet, format: 'csv', language: 'en' })
    expect(Buffer.from(bytes).toString().split('\r\n')).toHaveLength(2)
    await expect(sheets.exports.exportSheet({ sheet: 'nowhere', format: 'csv', language: 'en' })).rejects.toMatchObject(
      { code: 'not-found' },
    )
  })
})
