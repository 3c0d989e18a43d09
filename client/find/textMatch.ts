/** Whether a cell's text is what a person looks for, and the text with it replaced. Pure. */

export interface FindQuery {
  readonly words: string
  /** Capital and small letters are different. */
  readonly caseSensitive: boolean
  /** The whole cell is what is looked for, not a part of it. */
  readonly whole: boolean
}

/** Everything that means something in a regular expression stands for itself. */
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** What the words are as a pattern; undefined when nothing is looked for. */
export function patternOf({ words, caseSensitive, whole }: FindQuery): RegExp | undefined {
  if (words === '') return undefined
  const pattern = literally(words)
  return new RegExp(whole ? `^\\s*${pattern}\\s*$` : pattern, `gu${caseSensitive ? '' : 'i'}`)
}

/** Whether a text holds what is looked for. */
export const isMatch = (pattern: RegExp, text: string): boolean => text.search(pattern) >= 0

/** The text with every place that matches replaced; the replacement is taken as it is written. */
export const replaceIn = (pattern: RegExp, text: string, by: string): string => text.replace(pattern, () => by)
