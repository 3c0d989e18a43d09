/** What the palette finds for a few words: commands, the operation's other sheets, rows of this one. */
import type { TFunction } from 'i18next'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { normalizeWord } from '../../shared/schema/parse.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { patternOf } from '../find/textMatch.ts'
import type { CellPlace } from '../grid/RowRef.ts'
import { COMMANDS } from './all.ts'
import { type Command, isEnabled, isVisible } from './Command.ts'

export type PaletteLine =
  | { readonly kind: 'command'; readonly id: string; readonly label: string; readonly command: Command }
  | { readonly kind: 'sheet'; readonly id: string; readonly label: string; readonly sheet: SheetInfo }
  | { readonly kind: 'row'; readonly id: string; readonly label: string; readonly place: CellPlace }

/** Rows listed. */
const MOST_ROWS = 8

/** The commands and sheets these words name, in either case by a part of the name or its pinyin; all commands for no words. */
export function namedLines(
  words: string,
  open: OpenSheet,
  sheets: readonly SheetInfo[],
  t: TFunction,
): readonly PaletteLine[] {
  const wanted = normalizeWord(words)
  const { pinyin } = open.view.aids
  const fits = (label: string): boolean =>
    normalizeWord(label).includes(wanted) || pinyin.spell(label).some(spelling => spelling.startsWith(wanted))
  const commands = COMMANDS.filter(command => isVisible(command, open) && isEnabled(command, open))
    .map(command => ({ kind: 'command' as const, id: command.id, label: command.label(t, open), command }))
    .filter(({ label }) => fits(label))
  const others = sheets
    .filter(({ id, operation, title }) => id !== open.sheet.id && operation === open.operation.id && fits(title))
    .map(sheet => ({ kind: 'sheet' as const, id: sheet.id, label: sheet.title, sheet }))
  return [...commands, ...others]
}

/** The first rows on screen with a cell that holds these words; looks through them in slices (client/find/inSlices.ts). */
export function* rowLines(words: string, { view, finder }: OpenSheet): Generator<number, readonly PaletteLine[]> {
  const lines: PaletteLine[] = []
  const pattern = patternOf({ words: words.trim(), caseSensitive: false, whole: false })
  if (pattern === undefined) return lines
  const shown = view.range.displayed()
  const columns = finder.reading.columns.filter(({ id }) => shown.columns.includes(id))
  for (let index = 0; index < shown.rowCount && lines.length < MOST_ROWS; index++) {
    const row = shown.rowAt(index)
    const cells = row === undefined ? {} : view.session.sheet.cells(row)
    const found = columns.find(column => finder.matchingText(column, cells[column.id] ?? null, pattern) !== undefined)
    if (row !== undefined && found !== undefined) {
      const texts = [cells[columns[0]?.id ?? ''], cells[found.id]].flatMap(value => value ?? [])
      const label = `${view.rowNumber(row) ?? index + 1} · ${[...new Set(texts)].join(' · ')}`
      lines.push({ kind: 'row', id: row, label, place: { row, column: found.id } })
    }
    if (index % 64 === 0) yield index / shown.rowCount
  }
  return lines
}
