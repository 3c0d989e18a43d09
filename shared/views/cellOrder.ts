/** How the cells of a column are ordered (docs/SPEC.md PAGE-8, VIEW-3). */
import type { Column } from '../schema/column.ts'
import type { Language } from '../schema/format.ts'
import type { Scalar } from '../sheet/cell.ts'
import { isBlank } from './cellTest.ts'

export type Compare = (a: Scalar, b: Scalar) => number

const TAG: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' }

/** Choices as the schema lists them (most urgent first), texts as the language does, the rest by value. Empty cells come last both ways. */
export function cellOrder(column: Column, language: Language, descending = false): Compare {
  const compare = filledOrder(column, language)
  return (a, b) => {
    const noA = isBlank(a)
    const noB = isBlank(b)
    if (noA || noB) return noA === noB ? 0 : noA ? 1 : -1
    if (a === b) return 0
    return descending ? -compare(a, b) : compare(a, b)
  }
}

function filledOrder({ kind }: Column, language: Language): Compare {
  switch (kind.type) {
    case 'choice': {
      const places = new Map<Scalar, number>(kind.choices.map(({ value }, place) => [value, place]))
      const place = (value: Scalar): number => places.get(value) ?? places.size
      return (a, b) => place(a) - place(b)
    }
    case 'number':
    case 'boolean':
    case 'date':
    case 'dateTime':
      return byValue
    default: {
      const collator = new Intl.Collator(TAG[language], { numeric: true })
      return (a, b) => collator.compare(String(a), String(b))
    }
  }
}

/** Values of one type by size; a cell of a foreign type stands behind those of the column's, so that the order is one whatever was imported. */
function byValue(a: Scalar, b: Scalar): number {
  if (a === b) return 0
  if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1
  return (a ?? '') < (b ?? '') ? -1 : 1
}
