/**
 * Which lines of a table hold the headers, and which column of the sheet each header means (docs/SPEC.md FILE-7 … FILE-9, IMP-1, IMP-2). Pure.
 */
import type { Column } from '../schema/column.ts'
import {
  type HeaderUse,
  HeaderWords,
  ID_COLUMN,
  isDeskHeader,
  type Meaning,
  type Spell,
  TAG,
  type UnderstoodBy,
} from './headerWords.ts'
import { columnLetter } from './table.ts'

type Lines = readonly (readonly string[])[]

export interface MappedHeader {
  /** From 0. */
  readonly index: number
  /** The file's own words, or the column's letter where it has none. */
  readonly header: string
  readonly use: HeaderUse
  readonly by: UnderstoodBy
}

export interface Mapping {
  /** First line of the headers, from 1; 0 in an empty table. */
  readonly headerLine: number
  /** How many lines they take: two or three where groups of columns have a common header above. */
  readonly headerLines: number
  /** First line of data, from 1: hashtags under the headers are no data. */
  readonly firstLine: number
  readonly headers: readonly MappedHeader[]
  /** When the file was exported from the hub, ISO 8601; undefined for a file from elsewhere. */
  readonly exportedAt: string | undefined
}

/** What a person chose otherwise: the lines of the headers, and for some headers (by index) a column id, or null for the note. */
export interface MappingChoice {
  readonly headerLine?: number | undefined
  readonly headerLines?: number | undefined
  readonly mapping?: Readonly<Record<string, string | null>> | undefined
}

/** Lines looked at to find the headers: titles and instructions stand above them in people's sheets. */
const SEARCHED_LINES = 30
const MOST_HEADER_LINES = 3

/** How the file's columns are read as columns of the sheet. The first header that means a column gets it; a second one goes to the note. */
export function mapHeaders(
  rows: Lines,
  columns: readonly Column[],
  choice: MappingChoice = {},
  spell?: Spell,
): Mapping {
  const words = new HeaderWords(columns, spell)
  const found =
    choice.headerLine === undefined
      ? findHeaders(rows, words)
      : { line: choice.headerLine, lines: choice.headerLines ?? 1 }
  const { line: headerLine, lines: headerLines } = found
  const last = headerLine + headerLines - 1
  const under = rows[last] ?? []
  const own = rows[headerLine - 1] ?? []
  const tags = isHashtagRow(own) ? own : isHashtagRow(under) ? under : []
  const firstLine = tags === under && tags.length > 0 ? last + 2 : last + 1
  const width = rows.slice(Math.max(0, headerLine - 1)).reduce((most, row) => Math.max(most, row.length), 0)
  const texts = headerTexts(rows, headerLine, headerLines)
  const taken = new Set(Object.values(choice.mapping ?? {}))
  const ours = Array.from({ length: width }, (_, index) => meaningOf(texts(index), tags[index] ?? '', words)).some(
    ({ use }) => use.to === 'id',
  )
  const headers = Array.from({ length: width }, (_, index): MappedHeader => {
    const parts = texts(index)
    const header = parts.length === 0 ? columnLetter(index) : parts.join(' ').replace(/\s+/g, ' ')
    const read = meaningOf(parts, tags[index] ?? '', words)
    const meaning: Meaning =
      ours && read.use.to === 'note' && isDeskHeader(header) ? { use: { to: 'desk' }, by: 'words' } : read
    const chosen = choice.mapping?.[index]
    if (chosen !== undefined) return { index, header, ...chosenMeaning(chosen, meaning) }
    const target = meaning.use.to === 'column' ? meaning.use.column : meaning.use.to === 'id' ? ID_COLUMN : undefined
    if (target === undefined) return { index, header, ...meaning }
    if (taken.has(target)) return { index, header, use: { to: 'note' }, by: 'nothing' }
    taken.add(target)
    return { index, header, ...meaning }
  })
  return { headerLine, headerLines, firstLine, headers, exportedAt: exportedAtOf(headers) }
}

/** Contacts, and what the desk said, stay out of the note whatever a person chooses; a person may say that a column is none. */
function chosenMeaning(chosen: string | null, { use }: Meaning): Meaning {
  if (chosen === null)
    return use.to === 'contact' || use.to === 'desk' ? { use, by: 'chosen' } : { use: { to: 'note' }, by: 'chosen' }
  if (chosen === ID_COLUMN) return { use: { to: 'id' }, by: 'chosen' }
  const unit = use.to === 'column' && use.unit !== undefined ? { unit: use.unit } : {}
  return { use: { to: 'column', column: chosen, ...unit }, by: 'chosen' }
}

/** `行号 ID @2022-01-05T08:00:00Z`: our own files say when they were made. */
function exportedAtOf(headers: readonly MappedHeader[]): string | undefined {
  const header = headers.find(({ use }) => use.to === 'id')?.header ?? ''
  return /@(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)$/.exec(header)?.[1]
}

/** What the words of a column's header mean, from the group's to its own. */
function meaningOf(parts: readonly string[], tag: string, words: HeaderWords): Meaning {
  const joined = parts.join('')
  const own = parts.at(-1) ?? ''
  const whole = words.byWords(joined, tag)
  if (whole.by !== 'nothing' || joined === '') return whole
  const groups = parts.slice(0, -1)
  const contact: Meaning = { use: { to: 'contact' }, by: 'words' }
  if (groups.some(group => words.isContact(group, ''))) return contact
  const alone = parts.length > 1 ? words.byWords(own, '') : whole
  if (alone.by !== 'nothing') return alone
  return words.isContact(joined, tag) || words.isContact(own, '') ? contact : words.bySound(own)
}

/**
 * The texts of each column's header, from the top line to the bottom one, each once. A text in an upper line stands for the columns right
 * of it too, as merged cells do, until the next text.
 */
function headerTexts(rows: Lines, line: number, lines: number): (index: number) => string[] {
  const block = Array.from({ length: lines }, (_, n) => rows[line - 1 + n] ?? [])
  return index => {
    const parts: string[] = []
    const bottom = (block.at(-1)?.[index] ?? '').trim()
    for (const [n, texts] of block.entries()) {
      let text = (texts[index] ?? '').trim()
      if (text === '' && n < lines - 1 && bottom !== '')
        text =
          texts
            .slice(0, index)
            .findLast(other => other.trim() !== '')
            ?.trim() ?? ''
      if (text !== '' && parts.at(-1) !== text) parts.push(text)
    }
    return parts
  }
}

/** Surer meanings count for more, so that a line of data that sounds like something is no header. */
const WEIGHT: Readonly<Record<UnderstoodBy, number>> = {
  words: 1,
  tag: 1,
  sound: 0.9,
  initials: 0.3,
  chosen: 0,
  nothing: 0,
}

/** How much a block of lines says: the columns it names, each once. */
function weightOf(rows: Lines, line: number, lines: number, words: HeaderWords): number {
  const texts = headerTexts(rows, line, lines)
  const width = Math.max(0, ...Array.from({ length: lines }, (_, n) => rows[line - 1 + n]?.length ?? 0))
  const best = new Map<string, number>()
  for (let index = 0; index < width; index++) {
    const { use, by } = meaningOf(texts(index), '', words)
    if (use.to === 'note') continue
    const target = use.to === 'column' ? use.column : use.to
    best.set(target, Math.max(best.get(target) ?? 0, WEIGHT[by]))
  }
  return [...best.values()].reduce((sum, weight) => sum + weight, 0)
}

/** The line that names most columns, and the lines above or below it that name more with it; where none does, the first with two texts, else with any. */
function findHeaders(rows: Lines, words: HeaderWords): { readonly line: number; readonly lines: number } {
  const searched = rows.slice(0, SEARCHED_LINES)
  const weights = searched.map((row, at) => (isHashtagRow(row) ? 0 : weightOf(rows, at + 1, 1, words)))
  const most = Math.max(0, ...weights)
  if (most === 0) {
    const filled = searched.map(row => row.filter(text => text.trim() !== '').length)
    const first = (least: number) => filled.findIndex(count => count >= least) + 1
    return { line: first(2) || first(1), lines: 1 }
  }
  let best = { line: weights.indexOf(most) + 1, lines: 1, weight: most }
  const single = best.line
  for (let lines = 2; lines <= MOST_HEADER_LINES; lines++)
    for (let line = Math.max(1, single - lines + 1); line <= single; line++) {
      const block = rows.slice(line - 1, line - 1 + lines)
      if (block.length < lines || block.some(isHashtagRow) || block.some(row => !isWordy(row))) continue
      const weight = weightOf(rows, line, lines, words)
      if (weight >= best.weight + 1) best = { line, lines, weight }
    }
  return { line: best.line, lines: best.lines }
}

/** Headers have two texts at least, and no numbers. */
const isWordy = (row: readonly string[]): boolean => {
  const texts = row.map(text => text.trim()).filter(text => text !== '')
  return texts.length > 1 && texts.every(text => !/^[\d.,:/\-\s年月日]+$/.test(text))
}

/** HXL: more than half of a line's texts, and at least one, are hashtags. */
const isHashtagRow = (row: readonly string[]): boolean => {
  const texts = row.map(text => text.trim()).filter(text => text !== '')
  return texts.length > 0 && texts.filter(text => TAG.test(text)).length > texts.length / 2
}
