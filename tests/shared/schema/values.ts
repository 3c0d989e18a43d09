/** Arbitrary cells of a column: only values `validate` accepts. For property tests of reading, writing, import and export. */
import fc from 'fast-check'
import type { Column } from '../../../shared/schema/column.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'

const NASTY = [
  '=1+1',
  '+8613800000000',
  '-5',
  '@SUM(A1)',
  "'=x",
  "''",
  "'",
  '\t=1',
  '\r=1',
  '\0=1',
  '  =cmd|calc',
  '＝1',
  '＋1',
  '－1',
  '＠a',
  '　=1',
  'a,b;c\td',
  'he said "hi"',
  '"',
  '第一行\n第二行',
  'a\r\nb',
  'a\rb',
  '\n',
  ' ',
  '007',
  '123456789012345678',
  '1E5',
  '3-4',
  '2020-01-01',
  'TRUE',
  '_x0041_',
  '_x005F_',
  '\u0001\u0008',
  '<b>&amp;</b>',
  '\uFEFFx',
  '\u{1F600}',
  '\uFFFE',
  '[联系] 无',
  'sep=;',
  '#adm1',
  '是',
  '口罩、手套',
]

/** Any text a cell may hold and UTF-8 can carry, the dangerous ones often. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.tuple(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', maxLength: 12 })).map(parts => parts.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 24 }),
  fc.constantFrom('医用外科口罩', '防护服', '84消毒液', 'N95口罩'),
)

const anyDay = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))

/** Instants to the second, often around now and around the nights when clocks change. */
const anyInstant = fc
  .oneof(
    fc.integer({ min: Date.UTC(1850, 0), max: Date.UTC(2150, 0) }).map(ms => new Date(Math.floor(ms / 1000) * 1000)),
    fc.integer({ min: Date.UTC(2022, 10, 6, 4), max: Date.UTC(2022, 10, 6, 8) }).map(ms => new Date(ms)),
  )
  .map(date => date.toISOString().replace(/\.?0+Z$/, 'Z'))

function anyNumber(kind: { min?: number; max?: number; integer?: boolean }): fc.Arbitrary<number> {
  const min = kind.min ?? -1e9
  const max = kind.max ?? 1e9
  const whole = fc.integer({ min: Math.ceil(min), max: Math.floor(Math.min(max, 2 ** 31)) })
  if (kind.integer === true) return whole
  return fc.oneof(
    whole,
    fc.double({ min, max, noNaN: true }).map(value => (Object.is(value, -0) ? 0 : value)),
  )
}

/** A value of this column, never null. */
export function anyValue(column: Column): fc.Arbitrary<Exclude<Scalar, null>> {
  switch (column.kind.type) {
    case 'text':
    case 'longText':
    case 'organization':
    case 'place':
      return column.required === true ? anyText.filter(text => text.trim() !== '') : anyText
    case 'number':
      return anyNumber(column.kind)
    case 'boolean':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...column.kind.choices.map(choice => choice.value))
    case 'date':
      return anyDay
    case 'dateTime':
      return anyInstant
    case 'link':
      return fc.webUrl()
  }
}
