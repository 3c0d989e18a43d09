import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SheetKind } from '../../../shared/schema/column.ts'
import { SCHEMAS } from '../../../shared/schema/schemas.ts'
import { CSV_START, csvLines } from '../../../shared/tabular/csv.ts'
import { mapHeaders } from '../../../shared/tabular/mapping.ts'
import { readFile } from '../../../shared/tabular/readFile.ts'
import { type ReadRow, readTable } from '../../../shared/tabular/readTable.ts'
import { hashtagLine, headerLine, rowLine } from '../../../shared/tabular/writeTable.ts'
import { WorkbookWriter } from '../../../shared/tabular/xlsx.ts'
import { anyValue } from '../schema/values.ts'

const ZONES = ['Asia/Shanghai', 'UTC', 'America/New_York', 'Australia/Lord_Howe'] as const
type Format = 'csv' | 'hxl' | 'xlsx'

const anyRows = (kind: SheetKind): fc.Arbitrary<ReadRow[]> => {
  const cells = SCHEMAS[kind].columns.map(column =>
    fc.option(anyValue(column)).map(value => [column.id, value] as const),
  )
  const row = fc.tuple(...cells).map(pairs => Object.fromEntries(pairs.filter(([, value]) => value !== null)))
  return fc
    .array(row, { minLength: 1, maxLength: 8 })
    .map(rows => rows.map((cellsOf, n) => ({ id: `row_${n}-A`, cells: cellsOf })))
}

async function write(
  rows: readonly ReadRow[],
  kind: SheetKind,
  format: Format,
  language: 'zh' | 'en',
  zone: string,
): Promise<Uint8Array> {
  const schema = SCHEMAS[kind]
  const lines = [
    headerLine(schema.columns, language),
    ...(format === 'hxl' ? [hashtagLine(schema.columns)] : []),
    ...rows.map(row => rowLine(row, schema.columns, language, zone)),
  ]
  if (format !== 'xlsx') return new TextEncoder().encode(CSV_START + csvLines(lines))
  const clock = schema.columns.map(c => ({
    width: 80,
    holds: c.kind.type === 'dateTime' ? ('clock' as const) : ('other' as const),
  }))
  const writer = new WorkbookWriter('x', [...clock, { width: 80, holds: 'other' }])
  for (const line of lines) writer.add(line)
  return writer.finish()
}

describe('export and import', () => {
  const cases = (['needs', 'supplies'] as const).flatMap(kind =>
    (['csv', 'hxl', 'xlsx'] as const).map(format => [kind, format] as const),
  )

  it.each(cases)(
    'FILE-21 any %s written as %s and read again are the same rows, in both languages and every zone',
    async (kind, format) => {
      const { columns } = SCHEMAS[kind]
      await fc.assert(
        fc.asyncProperty(
          anyRows(kind),
          fc.constantFrom('zh' as const, 'en' as const),
          fc.constantFrom(...ZONES),
          async (rows, language, zone) => {
            const file = await readFile(await write(rows, kind, format, language, zone), 'x')
            const lines = file.tables[0]?.rows ?? []
            const parse = { zone, serials: file.source === 'excel' ? ('excel' as const) : undefined }
            const read = readTable(lines, mapHeaders(lines, columns), columns, parse, () => 'new')
            expect(read.refusals).toEqual([])
            expect(read.rows).toEqual(rows)
          },
        ),
        { numRuns: 40 },
      )
    },
    60_000,
  )
})
