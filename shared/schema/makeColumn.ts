/** Columns of the templates in one line each: the labels, and what is particular. */
import type { Choice, Column } from './column.ts'

type More = Omit<Partial<Column>, 'id' | 'label' | 'kind'>

const of =
  (type: 'text' | 'longText' | 'date' | 'dateTime' | 'boolean' | 'link', width: number) =>
  (id: string, zh: string, en: string, more: More = {}): Column => ({
    id,
    label: { zh, en },
    kind: { type },
    width,
    ...more,
  })

export const text = of('text', 160)
export const longText = of('longText', 240)
export const date = of('date', 110)
export const dateTime = of('dateTime', 140)
export const yesNo = of('boolean', 80)
export const link = of('link', 200)

/** How many, whole and not below nought. */
export const count = (id: string, zh: string, en: string, more: More = {}): Column => ({
  id,
  label: { zh, en },
  kind: { type: 'number', min: 0, max: 2_000_000_000, integer: true },
  width: 96,
  ...more,
})

/** One of these; each is its value, its label in both languages and other spellings. */
export const choice = (
  id: string,
  zh: string,
  en: string,
  choices: readonly (readonly [value: string, zh: string, en: string, ...synonyms: string[]])[],
  more: More = {},
): Column => ({
  id,
  label: { zh, en },
  kind: {
    type: 'choice',
    choices: choices.map(
      ([value, chinese, english, ...synonyms]): Choice => ({ value, label: { zh: chinese, en: english }, synonyms }),
    ),
  },
  width: 100,
  ...more,
})
