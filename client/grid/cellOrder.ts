import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { LANGUAGE_TAG } from '../i18n/language.ts'

type Compare = (
  a: Scalar | undefined,
  b: Scalar | undefined,
  nodeA?: unknown,
  nodeB?: unknown,
  descending?: boolean,
) => number

/** Empty cells come last whichever way a column is sorted: they are what nobody has filled in yet. */
const emptyLast =
  (compare: (a: string | number | boolean, b: string | number | boolean) => number): Compare =>
  (a, b, _nodeA, _nodeB, descending = false) => {
    const noA = a === null || a === undefined || a === ''
    const noB = b === null || b === undefined || b === ''
    if (noA || noB) return noA === noB ? 0 : noA === descending ? -1 : 1
    return a === b ? 0 : compare(a, b)
  }

/** How the cells of a column are ordered: choices as the schema lists them (most urgent first), texts as the language does, the rest by value. */
export function comparatorOf({ kind }: Column, language: Language): Compare {
  switch (kind.type) {
    case 'choice': {
      const places = new Map(kind.choices.map(({ value }, place) => [value, place]))
      const place = (value: unknown): number => places.get(String(value)) ?? places.size
      return emptyLast((a, b) => place(a) - place(b))
    }
    case 'text':
    case 'longText': {
      const collator = new Intl.Collator(LANGUAGE_TAG[language], { numeric: true })
      return emptyLast((a, b) => collator.compare(String(a), String(b)))
    }
    default:
      return emptyLast((a, b) => (a < b ? -1 : 1))
  }
}
