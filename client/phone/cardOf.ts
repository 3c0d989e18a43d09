/** What stands on the card of a row (PHONE-6): what is needed first, then how much, how urgent, where, whose, and how far it has got. */
import type { Column } from '../../shared/schema/column.ts'
import { deskColumn, VERIFICATION_COLUMN } from '../../shared/schema/deskColumns.ts'
import { formatCell, type Language } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { toneClasses } from '../grid/tones.ts'

/** A word that has a colour; the word says it all without. */
export interface Toned {
  readonly word: string
  /** CSS classes of the colour, `''` without one. */
  readonly tone: string
}

export interface Card {
  /** Empty when the row does not say yet. */
  readonly title: string
  /** `2,000 只`, `''` without a quantity. */
  readonly amount: string
  readonly urgency: Toned | undefined
  readonly status: Toned | undefined
  /** Whether it has been verified, with its sign. */
  readonly standing: Toned | undefined
  /** From the province down, each name once. */
  readonly place: string
  readonly organization: string
  /** `name: value` of the first other cells that hold something, where the sheet knows none of the above. */
  readonly others: readonly string[]
}

/** Columns that have a place of their own on the card. */
const KNOWN: ReadonlySet<string> = new Set([
  'item',
  'quantity',
  'unit',
  'openEnded',
  'urgency',
  'status',
  VERIFICATION_COLUMN.id,
  'province',
  'city',
  'district',
  'organization',
])
const PLACES = ['province', 'city', 'district'] as const
/** Other cells named on a card at most. */
const OTHERS = 3

/** The column that says what a row is about: `item` where there is one, else the first required text, else the first text. */
export function titleColumn(columns: readonly Column[]): Column | undefined {
  const texts = columns.filter(({ kind }) => kind.type === 'text' || kind.type === 'organization')
  return columns.find(({ id }) => id === 'item') ?? texts.find(({ required }) => required === true) ?? texts[0]
}

/** The card of a row whose cells `value` reads. */
export function cardOf(
  columns: readonly Column[],
  value: (column: string) => Scalar,
  language: Language,
  zone: string,
): Card {
  const by = new Map(columns.map(column => [column.id, column]))
  const text = (id: string): string => {
    const column = by.get(id)
    return column === undefined ? '' : formatCell(column, value(id), language, zone).trim()
  }
  const toned = (id: string): Toned | undefined => {
    const word = text(id)
    const stored = value(id)
    const column = by.get(id)
    const tones = [...(column === undefined ? [] : toneClasses(column))].filter(
      ([, choices]) => typeof stored === 'string' && choices.has(stored),
    )
    return word === '' ? undefined : { word, tone: tones.map(([name]) => name).join(' ') }
  }
  const title = titleColumn(columns)
  const open = by.get('openEnded')
  const amount = [text('quantity'), text('quantity') === '' ? '' : text('unit')].filter(part => part !== '').join(' ')
  const place = [...new Set(PLACES.map(text))].filter(part => part !== '').join(' ')
  const organization = title?.id === 'organization' ? '' : text('organization')
  const fewKnown = amount === '' && place === '' && organization === ''
  return {
    title: title === undefined ? '' : text(title.id),
    amount: amount === '' && open !== undefined && value('openEnded') === true ? open.label[language] : amount,
    urgency: toned('urgency'),
    status: toned('status'),
    standing: signed(toned(VERIFICATION_COLUMN.id), value(VERIFICATION_COLUMN.id)),
    place,
    organization,
    others: fewKnown ? othersOf(columns, title?.id, text, language) : [],
  }
}

const signed = (toned: Toned | undefined, value: Scalar): Toned | undefined =>
  toned && { ...toned, word: `${deskColumn(VERIFICATION_COLUMN.id)?.sign?.(value) ?? ''} ${toned.word}`.trim() }

function othersOf(
  columns: readonly Column[],
  title: string | undefined,
  text: (id: string) => string,
  language: Language,
): readonly string[] {
  return columns
    .filter(({ id }) => id !== title && !KNOWN.has(id))
    .flatMap(({ id, label }) => (text(id) === '' ? [] : [`${label[language]}: ${text(id)}`]))
    .slice(0, OTHERS)
}
