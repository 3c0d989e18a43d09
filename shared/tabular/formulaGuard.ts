/**
 * Keeps a text from being run as a formula when a csv file is opened in a spreadsheet (docs/SPEC.md FILE-3), by a leading apostrophe,
 * which reading takes off again. Numbers are never guarded: they are written as numbers.
 */

/** `= + - @` and their full-width forms, also behind blanks and control characters; TAB, CR, LF, NUL at the start. */
const DANGEROUS = /^(?:[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n\0])/u

/** Whether a text, or what is left of it without its leading apostrophes, would be dangerous. */
const needsGuard = (text: string): boolean => DANGEROUS.test(text.replace(/^'+/, ''))

/** The text to write. `unguard(guard(text))` is `text` for every text, also for those that begin with an apostrophe. */
export const guard = (text: string): string => (needsGuard(text) ? `'${text}` : text)

/** Takes off exactly what `guard` put on; any other leading apostrophe belongs to the text. */
export const unguard = (text: string): string =>
  text.startsWith("'") && needsGuard(text.slice(1)) ? text.slice(1) : text
