import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CSV_START, csvLines, readCsv, sniffDelimiter } from '../../../shared/tabular/csv.ts'
import { decodeText } from '../../../shared/tabular/decodeText.ts'
import { guard, unguard } from '../../../shared/tabular/formulaGuard.ts'
import { anyText } from '../schema/values.ts'

const bytes = (...parts: readonly (readonly number[] | string)[]) =>
  Uint8Array.from(parts.flatMap(part => (typeof part === 'string' ? [...Buffer.from(part)] : [...part])))
/** 口罩,数量 in GB18030. */
const GB18030 = [0xbf, 0xda, 0xd5, 0xd6, 0x2c, 0xca, 0xfd, 0xc1, 0xbf]

describe('decodeText', () => {
  it('FILE-1 text is read as UTF-8 with and without mark, GB18030 and UTF-16 both ways, and the encoding is named', () => {
    const big = Buffer.from('口罩,数量', 'utf16le').swap16()
    const files = [
      bytes('口罩,数量'),
      bytes([0xef, 0xbb, 0xbf], '口罩,数量'),
      bytes(GB18030),
      bytes([0xff, 0xfe], [...Buffer.from('口罩,数量', 'utf16le')]),
      bytes([0xfe, 0xff], [...big]),
    ]
    const read = files.map(file => decodeText(file, 'x.csv'))
    expect(read.map(r => r.text)).toEqual(Array(5).fill('口罩,数量'))
    expect(read.map(r => r.encoding)).toEqual(['utf-8', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be'])
  })

  it('FILE-1 the four-byte characters of GB18030 and the euro sign of its code page are read', () => {
    expect(decodeText(bytes([0x81, 0x30, 0x81, 0x30, 0xa2, 0xe3]), 'x.csv').text).toBe('\u0080€')
  })

  it.each([
    ['a zero byte', bytes('a,b', [0, 1, 2]), /not a text file/],
    ['an old workbook', bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /save it as \.xlsx/],
    ['a PDF', bytes('%PDF-1.7 …'), /a PDF/],
    ['a photo', bytes([0xff, 0xd8, 0xff, 0xe0]), /an image/],
    ['bytes of no encoding', bytes([0xff, 0xff, 0xff, 0x41]), /neither UTF-8 nor GB18030/],
    ['UTF-8 by its mark only', bytes([0xef, 0xbb, 0xbf], GB18030), /its mark says utf-8/],
  ])('FILE-1 %s is refused by name of the file', (_, file, message) => {
    expect(() => decodeText(file, '物资.csv')).toThrow(
      expect.objectContaining({ code: 'bad-file', detail: expect.stringMatching(message) }),
    )
    expect(() => decodeText(file, '物资.csv')).toThrow(/物资\.csv/)
  })
})

describe('readCsv', () => {
  it('FILE-2 comma, tab and semicolon are told apart by the typical line', () => {
    expect(readCsv('a,b\n1,2\n', 'x')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(readCsv('物资\t数量\t说明\n口罩\t5\ta,b,c,d\n', 'x')[1]).toEqual(['口罩', '5', 'a,b,c,d'])
    expect(readCsv('a;b;c\r\n"1,5";2;3', 'x')[1]).toEqual(['1,5', '2', '3'])
    expect(sniffDelimiter('只有一列\n口罩\n')).toBe(',')
    expect(sniffDelimiter('标题\na;b;c\n1;2;3\n')).toBe(';')
  })

  it('FILE-2 a line naming the delimiter is obeyed and still counts as a line of the file', () => {
    expect(readCsv('sep=;\r\na,x;b\r\n1;2\r\n', 'x')).toEqual([[], ['a,x', 'b'], ['1', '2']])
  })

  it('FILE-2 quoted line breaks, doubled quotes and blank lines keep their place; trailing blank lines are dropped', () => {
    expect(readCsv('a,b\r\n"x\r\ny","say ""hi"""\r\n\r\nz,\r\n,\r\n\r\n', 'x')).toEqual([
      ['a', 'b'],
      ['x\r\ny', 'say "hi"'],
      [''],
      ['z', ''],
    ])
  })

  it('FILE-2 a quotation mark that is never closed is refused with file and line', () => {
    expect(() => readCsv('a,b\n1,2\n"open,3\n4,5\n', '物资.csv')).toThrow(
      expect.objectContaining({ code: 'bad-file', detail: expect.stringMatching(/物资\.csv, line 3/) }),
    )
  })
})

describe('the formula guard', () => {
  it('FILE-3 texts that a spreadsheet would run get an apostrophe, others are left alone', () => {
    for (const text of [
      '=1+1',
      '+86138',
      '-5',
      '@x',
      '\t1',
      '\rx',
      '\0x',
      '＝1',
      '＋1',
      '－1',
      '＠x',
      '  =1',
      '\u00a0=1',
      '\u200b=1',
      '\u0001=1',
      "'=1",
    ]) {
      expect(guard(text), JSON.stringify(text)).toBe(`'${text}`)
    }
    for (const text of ['5', "'tis", "'", '口罩', 'a=b', '3-4', '', ' 无']) expect(guard(text)).toBe(text)
  })

  it('FILE-3 reading takes off exactly what writing put on', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(unguard(guard(text))).toBe(text)
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.array(fc.constantFrom("'", '=', ' ', '\t', 'a', '＝')), parts => {
        expect(unguard(guard(parts.join('')))).toBe(parts.join(''))
      }),
    )
  })

  it('FILE-3 numbers stay numbers in csv and no text of a csv begins dangerously', () => {
    expect(csvLines([['=1+1', -5, null, { day: '2020-02-01' }, { clock: '2020-02-01T08:30:00' }]])).toBe(
      '"\'=1+1",-5,,"2020-02-01","2020-02-01 08:30"\r\n',
    )
  })

  it('FILE-3 any table of texts reads back as written', () => {
    const table = fc.integer({ min: 2, max: 5 }).chain(width =>
      fc.array(fc.array(fc.oneof(anyText, fc.constant('')), { minLength: width, maxLength: width }), {
        maxLength: 6,
      }),
    )
    fc.assert(
      fc.property(table, rows => {
        const header = ['甲', '乙', '丙', '丁', '戊'].slice(0, rows[0]?.length ?? 2)
        const written = new TextEncoder().encode(CSV_START + csvLines([header, ...rows]))
        const read = readCsv(decodeText(written, 'x').text, 'x')
        while (rows.at(-1)?.every(cell => cell === '') === true) rows.pop()
        expect(read).toEqual([header, ...rows])
      }),
      { numRuns: 500 },
    )
  })
})
