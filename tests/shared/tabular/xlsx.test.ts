import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FileCell } from '../../../shared/tabular/table.ts'
import { readXlsx, WorkbookWriter } from '../../../shared/tabular/xlsx.ts'
import { checkZipDirectory } from '../../../shared/tabular/zipDirectory.ts'
import { anyText } from '../schema/values.ts'
import { inlineRow, workbookEntries, zipFile } from './zipFile.ts'

const write = async (rows: readonly (readonly FileCell[])[], dates: 'clock' | 'other' = 'other') => {
  const writer = new WorkbookWriter('需求', [
    { width: 100, holds: 'other' },
    { width: 100, holds: dates },
  ])
  for (const row of rows) writer.add(row)
  return writer.finish()
}
const readRows = async (bytes: Uint8Array) => (await readXlsx(bytes, 'x.xlsx'))[0]?.rows
const sheetData = (rows: string) => zipFile(workbookEntries(`<sheetData>${rows}</sheetData>`))

describe('workbooks', () => {
  it('FILE-4 texts stay texts and no cell of a written workbook is a formula', async () => {
    const bytes = await write([
      ['=1+1', '@x'],
      ['007', '123456789012345678'],
      ['+8613800000000', '2020-02-01'],
      [5, -0.25],
    ])
    expect(Buffer.from(bytes).includes('<f>')).toBe(false)
    expect(await readRows(bytes)).toEqual([
      ['=1+1', '@x'],
      ['007', '123456789012345678'],
      ['+8613800000000', '2020-02-01'],
      ['5', '-0.25'],
    ])
  })

  it('FILE-4 any texts, numbers and dates read back as written', async () => {
    const cell = fc.oneof(
      anyText,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => (Object.is(n, -0) ? 0 : n)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), async rows => {
        expect(await readRows(await write(rows))).toEqual(rows.map(row => row.map(String)))
      }),
      { numRuns: 200 },
    )
    expect(
      await readRows(
        await write(
          [
            ['a', 'b'],
            [{ day: '2020-02-29' }, { clock: '2020-02-29T23:59:59' }],
            [{ day: '9999-12-31' }, { clock: '1900-03-01T00:00:00' }],
          ],
          'clock',
        ),
      ),
    ).toEqual([
      ['a', 'b'],
      ['2020-02-29', '2020-02-29 23:59:59'],
      ['9999-12-31', '1900-03-01'],
    ])
  })

  it('FILE-5 a formula gives its last value, or itself where the file keeps none; errors and booleans are texts', async () => {
    const bytes = sheetData(
      '<row><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c><c r="C1"><f>SUM(A1:A2)</f></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="b"><v>1</v></c></row>',
    )
    expect(await readRows(bytes)).toEqual([['2', '2x', '=SUM(A1:A2)', '#N/A', 'true']])
  })

  it('FILE-5 dates are read as the cell shows them, merged cells stand in every line they cover', async () => {
    const bytes = zipFile(
      workbookEntries(
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>医院</t></is></c><c r="B1" s="1"><v>43862</v></c></row><row r="2"><c r="B2" s="2"><v>43862.5</v></c></row><row r="3"><c r="B3"><v>43862</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A3"/></mergeCells>',
      ),
    )
    expect(await readRows(bytes)).toEqual([
      ['医院', '2020-02-01'],
      ['医院', '2020-02-01 12:00:00'],
      ['医院', '43862'],
    ])
  })

  it('FILE-5 a workbook that is cut off, not one, or empty is refused by name', async () => {
    const whole = sheetData(inlineRow(['口罩']))
    const files: Uint8Array[] = [
      whole.subarray(0, whole.length - 40),
      zipFile([{ name: 'readme.txt', body: new Uint8Array(3) }]),
      zipFile([]),
    ]
    for (const file of files) {
      await expect(readXlsx(file, '物资.xlsx')).rejects.toMatchObject({
        code: 'bad-file',
        detail: expect.stringContaining('物资.xlsx'),
      })
    }
  })

  it('FILE-4 more lines than a workbook can show are refused, not cut off', () => {
    const writer = new WorkbookWriter('需求', [{ width: 100, holds: 'other' }], 3)
    for (let n = 0; n < 3; n++) writer.add([n])
    expect(() => writer.add([3])).toThrow(expect.objectContaining({ code: 'too-large' }))
  })
})

describe('zip bombs', () => {
  const MEGABYTE = 1024 * 1024
  const zeros = (name: string, megabytes: number) => ({ name, body: new Uint8Array(megabytes * MEGABYTE) })
  const refuses = (file: Uint8Array, code: string) =>
    expect(() => checkZipDirectory(file, '物资.xlsx')).toThrow(
      expect.objectContaining({ code, detail: expect.stringContaining('物资.xlsx') }),
    )

  it('FILE-6 a part that unpacks to a thousand times its size is refused', () =>
    refuses(zipFile([zeros('a', 20)]), 'too-large'))
  it('FILE-6 parts that unpack to too much together are refused', () => {
    const entry = { name: 'a', body: new Uint8Array(10), lie: { packed: 1_000_000, unpacked: 60 * MEGABYTE } }
    refuses(zipFile([entry, { ...entry, name: 'b' }]), 'too-large')
  })
  it('FILE-6 a directory of too many parts is refused before it is walked', () =>
    refuses(zipFile([zeros('a', 0)], { count: 60_000 }), 'too-large'))
  it('FILE-6 a directory claiming more parts than there are is damaged', () =>
    refuses(zipFile([zeros('a', 0)], { count: 9 }), 'bad-file'))
  it('FILE-6 a 4 GB part is refused', () =>
    refuses(zipFile([{ ...zeros('a', 0), lie: { unpacked: 0xffffffff } }]), 'too-large'))
  it('FILE-6 a part that hides its size is refused', () => {
    refuses(zipFile([{ ...zeros('a', 20), lie: { unpacked: 0 } }]), 'bad-file')
    refuses(zipFile([{ ...zeros('a', 20), lie: { packed: 0, unpacked: 0, sizesFollow: true } }]), 'bad-file')
  })

  it('FILE-6 a part that unpacks to more than it declared is refused', async () => {
    const entries = workbookEntries(`<sheetData>${inlineRow(['口罩']).repeat(50_000)}</sheetData>`)
    const lying = entries.map(entry => (entry.name.includes('sheet1') ? { ...entry, lie: { unpacked: 5000 } } : entry))
    await expect(readXlsx(zipFile(lying), '物资.xlsx')).rejects.toMatchObject({ code: 'bad-file' })
  })

  it('FILE-6 two cells at the far corners of a table are refused', async () => {
    const corners = sheetData(
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
    await expect(readXlsx(corners, '物资.xlsx')).rejects.toMatchObject({ detail: expect.stringContaining('物资.xlsx') })
    const long = sheetData('<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="H900000"><v>1</v></c></row>')
    await expect(readXlsx(long, '物资.xlsx')).rejects.toMatchObject({ code: 'too-large' })
  })

  it('FILE-6 entities that multiply are not expanded', async () => {
    const bomb = workbookEntries(`<sheetData>${inlineRow(['&lol3;'])}</sheetData>`).map(entry =>
      entry.name.includes('sheet1')
        ? {
            ...entry,
            body: Buffer.from(
              `<!DOCTYPE x [<!ENTITY lol "${'lol'.repeat(20)}"><!ENTITY lol2 "${'&lol;'.repeat(20)}"><!ENTITY lol3 "${'&lol2;'.repeat(20)}">]>${Buffer.from(entry.body).toString().split('?>')[1]}`,
            ),
          }
        : entry,
    )
    const read = await readXlsx(zipFile(bomb), '物资.xlsx').then(JSON.stringify, (error: unknown) => String(error))
    expect(read.length).toBeLessThan(500)
  })
})
