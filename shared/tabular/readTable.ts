/**
 * From the texts of a table to rows of a sheet. Every text ends up in a cell, in the row's note or in the refusals: nothing is lost
 * (docs/SPEC.md FILE-10 … FILE-13). Pure; ids come from outside.
 */
import type { Column, RefusalReason } from '../schema/column.ts'
import { plainCell } from '../schema/format.ts'
import { isFreeText, type ParseContext, parseCell, validate } from '../schema/parse.ts'
import { MAX_TEXT, ROW_ID, type Scalar } from '../sheet/cell.ts'
import type { MappedHeader, Mapping } from './mapping.ts'
import { type QuantityWithUnit, splitQuantity } from './quantity.ts'

export interface ReadRow {
  readonly id: string
  readonly cells: Readonly<Record<string, Scalar>>
}

/**
 * Why a text is not where its header says. `note`: kept in the row's note · `row`: the whole row stays out, `text` is all of it ·
 * `out`: contact details, the row goes in without them.
 */
export interface TableRefusal {
  readonly line: number
  /** The file's column, from 0; undefined where no column is meant. */
  readonly index?: number
  readonly header: string
  readonly text: string
  readonly reason: RefusalReason
  readonly effect: 'note' | 'row' | 'out'
}

/** A text that was understood as something that looks different: shown beside it before anything is written. */
export interface Understood {
  readonly header: string
  readonly text: string
  readonly column: string
  readonly value: Scalar
  /** The unit that was split off. */
  readonly unit?: string
  /** Where it stands first, and how often. */
  readonly line: number
  readonly count: number
}

export interface TableReading {
  readonly rows: readonly ReadRow[]
  /** The line of each row. */
  readonly lines: readonly number[]
  readonly understood: readonly Understood[]
  readonly refusals: readonly TableRefusal[]
  /** Ids that the file itself gave, in the order of its rows. */
  readonly ownIds: readonly string[]
}

interface ReadingContext {
  readonly columns: ReadonlyMap<string, Column>
  readonly parse: ParseContext
  readonly newId: () => string
  readonly usedIds: Set<string>
  /** By header and text. */
  readonly understood: Map<string, Understood>
}

/** Kinds of texts told apart that are kept; a file of a million notes has as many. */
const MAX_UNDERSTOOD = 2_000

/**
 * Reads the lines below the headers. A row of our own export keeps its id and is taken as it is, empty required cells included;
 * the second row with one id gets a new one (somebody copied the line).
 */
export function readTable(
  rows: readonly (readonly string[])[],
  mapping: Mapping,
  columns: readonly Column[],
  parse: ParseContext,
  newId: () => string,
): TableReading {
  const context: ReadingContext = {
    columns: new Map(columns.map(c => [c.id, c])),
    parse,
    newId,
    usedIds: new Set(),
    understood: new Map(),
  }
  const read: ReadRow[] = []
  const lines: number[] = []
  const refusals = titlesAbove(rows, mapping)
  for (let line = mapping.firstLine; line <= rows.length; line++) {
    const texts = rows[line - 1] ?? []
    if (texts.every(text => text.trim() === '')) continue
    const result = readRow(texts, line, mapping.headers, context)
    for (const refusal of result.refusals) refusals.push(refusal)
    if (result.row === undefined) continue
    read.push(result.row)
    lines.push(line)
  }
  return { rows: read, lines, refusals, ownIds: [...context.usedIds], understood: [...context.understood.values()] }
}

const titlesAbove = (rows: readonly (readonly string[])[], mapping: Mapping): TableRefusal[] =>
  rows.slice(0, Math.max(0, mapping.headerLine - 1)).flatMap((texts, at): TableRefusal[] => {
    const text = texts.filter(t => t.trim() !== '').join('\n')
    return text === '' ? [] : [{ line: at + 1, header: '', text, reason: 'before-header', effect: 'row' }]
  })

/** A row under way: its cells, what goes to its note, and what was refused so far. */
interface Draft {
  readonly cells: Record<string, Scalar>
  readonly noteLines: string[]
  readonly refusals: TableRefusal[]
  /** A quantity that came with its unit, until the whole row has been read. */
  split?: QuantityWithUnit & Required<Pick<TableRefusal, 'line' | 'index' | 'header' | 'text'>>
}

function readRow(
  texts: readonly string[],
  line: number,
  headers: readonly MappedHeader[],
  context: ReadingContext,
): { readonly row?: ReadRow; readonly refusals: readonly TableRefusal[] } {
  const draft: Draft = { cells: {}, noteLines: [], refusals: [] }
  const ownId = takeOwnId(texts, headers, context, draft)
  for (const header of headers) {
    const raw = texts[header.index] ?? ''
    // In a foreign file a cell of blanks is an empty cell; in our own it is what somebody typed.
    const text = ownId === undefined && raw.trim() === '' ? '' : raw
    if (text !== '') readCell(text, line, header, context, draft)
  }
  takeSplit(draft, context)
  addNoteLines(draft)
  const offence = offenceOf(draft, ownId, context)
  if (offence !== undefined) {
    const { column, header, reason } = offence
    const index = headers.find(({ use }) => use.to === 'column' && use.column === column)?.index
    const place = { line, header, ...(index === undefined ? {} : { index }) }
    return { refusals: [{ ...place, text: fullText(texts, headers), reason, effect: 'row' }] }
  }
  return { row: { id: ownId ?? context.newId(), cells: draft.cells }, refusals: draft.refusals }
}

/** Object keys that mean something to JavaScript, and so are no row ids of ours. */
const NO_ID: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function takeOwnId(
  texts: readonly string[],
  headers: readonly MappedHeader[],
  context: ReadingContext,
  draft: Draft,
): string | undefined {
  const header = headers.find(h => h.use.to === 'id')
  const text = (header === undefined ? '' : (texts[header.index] ?? '')).trim()
  if (header === undefined || text === '') return undefined
  if (!ROW_ID.test(text) || NO_ID.has(text)) {
    draft.noteLines.push(`[${header.header}] ${text}`)
    return undefined
  }
  if (context.usedIds.has(text)) return context.newId()
  context.usedIds.add(text)
  return text
}

function readCell(
  text: string,
  line: number,
  { index, header, use }: MappedHeader,
  context: ReadingContext,
  draft: Draft,
): void {
  switch (use.to) {
    case 'id':
    case 'desk':
      return
    case 'contact':
      draft.refusals.push({ line, index, header, text, reason: 'contact', effect: 'out' })
      return
    case 'note':
      draft.noteLines.push(`[${header}] ${text}`)
      return
    case 'column': {
      const column = context.columns.get(use.column)
      if (column === undefined) return
      const parsed = parseCell(column, text, context.parse)
      if (parsed.ok) {
        if (parsed.value === null) return
        draft.cells[column.id] = parsed.value
        if (use.unit !== undefined) draft.cells.unit ??= use.unit
        noteUnderstood(column, { header, text, column: column.id, value: parsed.value, line, count: 1 }, context)
        return
      }
      const split = column.id === 'quantity' && context.columns.has('unit') ? splitQuantity(text) : undefined
      if (split !== undefined && validate(column, split.quantity) === undefined) {
        draft.split = { ...split, line, index, header, text }
        return
      }
      refuse({ line, index, header, text, reason: parsed.reason }, draft)
    }
  }
}

function refuse(refused: Omit<TableRefusal, 'effect'>, draft: Draft): void {
  draft.refusals.push({ ...refused, effect: 'note' })
  draft.noteLines.push(`${refused.header}: ${refused.text}`)
}

/** `200箱`: the unit goes to its own column, unless the row says another one; then nothing is guessed. */
function takeSplit(draft: Draft, context: ReadingContext): void {
  const { split, cells } = draft
  if (split === undefined) return
  const { quantity, unit, line, index, header, text } = split
  if (cells.unit !== undefined && cells.unit !== unit)
    return refuse({ line, index, header, text, reason: 'not-a-number' }, draft)
  cells.quantity = quantity
  cells.unit = unit
  const column = context.columns.get('quantity')
  if (column !== undefined)
    noteUnderstood(column, { header, text, column: column.id, value: quantity, unit, line, count: 1 }, context)
}

/** Notes what a text was taken for, where that is not what it says anyhow. */
function noteUnderstood(column: Column, understood: Understood, { understood: known }: ReadingContext): void {
  const { text, value, unit } = understood
  if (isFreeText(column.kind)) return
  const plain = text.trim()
  const shown = (['zh', 'en'] as const).map(language => plainCell(column, value, language, 'UTC'))
  if (unit === undefined && (shown.includes(plain) || String(value) === plain)) return
  const key = `${understood.header}\n${text}`
  const before = known.get(key)
  if (before !== undefined) known.set(key, { ...before, count: before.count + 1 })
  else if (known.size < MAX_UNDERSTOOD) known.set(key, understood)
}

function addNoteLines({ cells, noteLines }: Draft): void {
  if (noteLines.length === 0) return
  const written = cells.note
  cells.note = [...(typeof written === 'string' ? [written] : []), ...noteLines].join('\n')
}

/** Why the row cannot go in at all: a note grown too long to hold its texts, or a required cell missing in a row that is not of our own export. */
function offenceOf(
  draft: Draft,
  ownId: string | undefined,
  context: ReadingContext,
): { column: string; header: string; reason: RefusalReason } | undefined {
  const { note } = draft.cells
  if (typeof note === 'string' && note.length > MAX_TEXT)
    return { column: 'note', header: context.columns.get('note')?.label.zh ?? '', reason: 'too-long' }
  if (ownId !== undefined) return undefined
  const missing = [...context.columns.values()].find(
    column => column.required === true && draft.cells[column.id] === undefined,
  )
  return missing === undefined ? undefined : { column: missing.id, header: missing.label.zh, reason: 'required' }
}

const fullText = (texts: readonly string[], headers: readonly MappedHeader[]): string =>
  headers
    .flatMap(({ index, header }) => ((texts[index] ?? '').trim() === '' ? [] : `${header}: ${texts[index]}`))
    .join('\n')
