/** Conditions, colours and columns in words. */
import type { TFunction } from 'i18next'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell, type Language } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { isBlank } from '../../shared/views/cellTest.ts'
import type { Condition, RowTone } from '../../shared/views/content.ts'

/** What words depend on. */
export interface Speech {
  readonly t: TFunction
  readonly language: Language
  readonly zone: string
}

/** The sign of a colour, the same as beside the row numbers (client/grid/cells.css). */
export const TONE_SIGN: Readonly<Record<RowTone, string>> = { red: '▲', amber: '◆', green: '●', blue: '■', grey: '○' }

/** Values named in a chip; more are counted. */
const NAMED = 2

/** A value as people read it; an empty cell has a word too. */
export const valueText = (column: Column, value: Scalar, { t, language, zone }: Speech): string =>
  isBlank(value) ? t('grid.blank') : formatCell(column, value, language, zone)

/** `莲湖区、碑林区`, `包含“口罩”`, `10 至 200` … */
export function conditionText(column: Column, condition: Condition, speech: Speech): string {
  const { t } = speech
  const and = speech.language === 'zh' ? '、' : ', '
  const word = t(`views.is.${condition.is}`)
  switch (condition.is) {
    case 'anyOf': {
      const names = condition.values.map(value => valueText(column, value, speech))
      if (names.length === 0) return t('views.nothing')
      return names.length <= NAMED
        ? names.join(and)
        : t('views.values', { first: names.slice(0, NAMED).join(and), count: names.length })
    }
    case 'contains':
    case 'lacks':
    case 'equals':
    case 'begins':
      return `${word}“${condition.text}”`
    case 'range':
      return span(condition.min, condition.max, t)
    case 'days':
      return span(condition.from, condition.to, t)
    case 'daysFromToday':
      return `${word} ${span(condition.from, condition.to, t)}`
    case 'blank':
    case 'filled':
      return word
  }
}

function span(from: number | string | undefined, to: number | string | undefined, t: TFunction): string {
  if (from === undefined) return to === undefined ? t('views.is.filled') : `≤ ${to}`
  if (to === undefined) return `≥ ${from}`
  return from === to ? String(from) : `${from} ${t('views.to2')} ${to}`
}

/** The kinds of conditions a column's cells can be asked for; the first one is offered first. */
export function conditionsOf({ kind }: Column): readonly Condition['is'][] {
  switch (kind.type) {
    case 'number':
      return ['range', 'blank', 'filled']
    case 'date':
    case 'dateTime':
      return ['days', 'daysFromToday', 'blank', 'filled']
    case 'choice':
    case 'boolean':
      return ['anyOf', 'blank', 'filled']
    default:
      return ['contains', 'lacks', 'equals', 'begins', 'blank', 'filled']
  }
}

/** A condition of this kind that still has to be filled in. */
export function newCondition(is: Condition['is']): Condition {
  switch (is) {
    case 'anyOf':
      return { is, values: [] }
    case 'contains':
    case 'lacks':
    case 'equals':
    case 'begins':
      return { is, text: '' }
    default:
      return { is }
  }
}

/** The values a column can hold, where they are known beforehand. */
export function knownValues({ kind }: Column): readonly Scalar[] {
  if (kind.type === 'boolean') return [true, false]
  return kind.type === 'choice' ? kind.choices.map(({ value }) => value) : []
}
