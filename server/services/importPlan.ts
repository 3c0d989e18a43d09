/**
 * What an upload will become, computed inside a worker (tabularWork.ts). It is computed anew from the kept tables for the preview,
 * for every change of mind and for the confirmation, so that all three agree by construction; what the preview decided about rows that are in
 * the sheet already is kept beside it (importMatch.ts).
 */
import { findPersonal } from '../../shared/domain/personalData.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { ImportChoice, ImportPreview } from '../../shared/protocol/imports.ts'
import type { Column } from '../../shared/schema/column.ts'
import { ID_COLUMN, type UnderstoodBy } from '../../shared/tabular/headerWords.ts'
import { type MappedHeader, type Mapping, mapHeaders } from '../../shared/tabular/mapping.ts'
import { type ReadRow, readTable, type TableReading } from '../../shared/tabular/readTable.ts'
import type { FileTables, TextTable } from '../../shared/tabular/table.ts'
import type { PastValues } from './importMatch.ts'
import { type Decided, Matcher } from './importMatch.ts'
import { spell } from './tabularPinyin.ts'

/** What is kept of an upload until it is confirmed. */
export interface PendingImport {
  readonly file: FileTables
  readonly fileName: string
  /** Of the sheet, as they were when the file came. */
  readonly columns: readonly Column[]
  readonly zone: string
  /** The year of dates written without one. */
  readonly year: number
  /** New rows are `<prefix>-1`, `<prefix>-2` …: the same again each time. */
  readonly idPrefix: string
  readonly choice: ImportChoice
}

/** The preview, except for its id. */
export type ImportPlan = Omit<ImportPreview, 'id'>

/** What the file itself says, before the sheet is looked at. */
export interface FileReading extends TableReading {
  readonly pending: PendingImport
  readonly table: TextTable
  readonly mapping: Mapping
  readonly refusedRows: number
  readonly refusedCells: number
}

const SHOWN_ROWS = 20
const SHOWN_REFUSALS = 200
const SHOWN_UNDERSTOOD = 200
const SHOWN_MATCHES = 300
const SAMPLES = 3
const CONFIDENCE: Readonly<Record<UnderstoodBy, number>> = {
  words: 1,
  chosen: 1,
  tag: 0.95,
  sound: 0.8,
  initials: 0.5,
  nothing: 0,
}

/** Throws HubError `bad-request` for a choice that names no table, line or column of it, `bad-file` when there is no table to read. */
export function readPending(pending: PendingImport): FileReading {
  const { file, zone, year, choice, columns } = pending
  const table = mended(chosenTable(pending), choice.mends)
  checkChoice(choice, table, new Set([...columns.map(c => c.id), ID_COLUMN]))
  const mapping = mapHeaders(table.rows, columns, choice, spell)
  const parse = { zone, year, serials: file.source === 'excel' ? ('excel' as const) : undefined }
  const reading = readTable(table.rows, mapping, columns, parse, numbered(pending.idPrefix))
  const { refusals } = reading
  return {
    ...reading,
    pending,
    table,
    mapping,
    refusedRows: refusals.filter(r => r.effect === 'row' && r.reason !== 'before-header').length,
    refusedCells: refusals.filter(r => r.effect !== 'row').length,
  }
}

/** When the file says it was exported from here, whatever else is chosen; ms, `undefined` for a file from elsewhere. */
export function exportedAt({ mapping }: FileReading): number | undefined {
  const at = Date.parse(mapping.exportedAt ?? '')
  return Number.isNaN(at) ? undefined : at
}

/** Looks every row of the sheet up among the lines. `take` each of them, then ask. */
export function matcherOf(reading: FileReading, past: PastValues | undefined): Matcher {
  const { pending, mapping, rows, lines, ownIds, refusals } = reading
  const refused = new Set(refusals.map(({ line, index }) => `${line}:${index}`))
  const blanks = (line: number): string[] =>
    mapping.headers.flatMap(({ index, use }) =>
      use.to === 'column' && !refused.has(`${line}:${index}`) ? [use.column] : [],
    )
  const newId = (line: number): string => `${pending.idPrefix}-l${line}`
  return new Matcher({ rows, lines, ownIds, duplicates: pending.choice.duplicates ?? {}, past, blanks, newId })
}

/** The preview and what it decided. */
export function planImport(
  reading: FileReading,
  matcher: Matcher,
): { readonly plan: ImportPlan; readonly decided: Decided } {
  const { pending, table, mapping, rows, refusals, understood, refusedRows } = reading
  const { file, fileName } = pending
  const { decided, matches, sameCount, alikeCount, conflictCount } = matcher.finish()
  const telling = matches.filter(({ by, changes, gone }) => by === 'likeness' || changes.length > 0 || gone)
  const added = rowsToAdd(reading, decided)
  const plan: ImportPlan = {
    fileName,
    tables: file.tables.map(t => t.name),
    table: table.name,
    encoding: file.encoding,
    headerLine: mapping.headerLine,
    headerLines: mapping.headerLines,
    exportedAt: mapping.exportedAt ?? null,
    columns: mapping.headers.map(header => ({
      index: header.index,
      header: header.header,
      column: columnOf(header),
      by: header.use.to === 'contact' || header.use.to === 'desk' ? header.use.to : header.by,
      confidence: CONFIDENCE[header.by],
      samples: samplesOf(table, mapping.firstLine, header.index),
    })),
    rowCount: rows.length + refusedRows,
    willAdd: added.length,
    willUpdate: decided.updatedRows,
    willUpdateCells: decided.wishes.length,
    alreadyThere: decided.alreadyThere,
    willSkip: decided.skipped,
    sameCount,
    alikeCount,
    conflictCount,
    matches: [...telling].sort((a, b) => conflicts(b) - conflicts(a) || a.line - b.line).slice(0, SHOWN_MATCHES),
    matchCount: telling.length,
    refusals: refusals.slice(0, SHOWN_REFUSALS),
    refusalCount: refusals.length,
    personalCount: personalIn(added, decided),
    understood: understood.slice(0, SHOWN_UNDERSTOOD),
    understoodCount: understood.length,
    rows: added.slice(0, SHOWN_ROWS),
  }
  return { plan, decided }
}

/** How many cells of what will be written hold something that looks like personal data (VAULT-23). */
const personalIn = (added: readonly ReadRow[], { wishes }: Decided): number =>
  [...added.flatMap(({ cells }) => Object.values(cells)), ...wishes.map(({ value }) => value)].filter(
    value => typeof value === 'string' && findPersonal(value).length > 0,
  ).length

/** The rows that go in as new ones, under the ids they get. */
export function rowsToAdd({ rows, lines }: FileReading, { out, ids }: Decided): ReadRow[] {
  const without = new Set(out)
  return rows.flatMap((row, at) => {
    const line = lines[at] ?? 0
    return without.has(line) ? [] : [{ ...row, id: ids[line] ?? row.id }]
  })
}

const conflicts = ({ changes }: ImportPreview['matches'][number]): number => Number(changes.some(c => c.conflict))

/** The table chosen, else the one with the most lines: a cover page or a list of options is shorter than the list itself. */
function chosenTable({ file, fileName, choice }: PendingImport): TextTable {
  const table =
    choice.table === undefined
      ? file.tables.reduce<TextTable | undefined>(
          (best, t) => (best === undefined || t.rows.length > best.rows.length ? t : best),
          undefined,
        )
      : file.tables.find(t => t.name === choice.table)
  if (table === undefined) throw new HubError('bad-request', `${fileName}: there is no table ${choice.table ?? ''}.`)
  if (table.rows.length === 0) throw new HubError('bad-file', `${fileName}, ${table.name}: the table is empty.`)
  return table
}

/** The table with the texts a person wrote in the preview in the place of the file's. */
function mended(table: TextTable, mends: ImportChoice['mends']): TextTable {
  const entries = Object.entries(mends ?? {})
  if (entries.length === 0) return table
  const rows = [...table.rows]
  for (const [place, text] of entries) {
    const [line = 0, index = 0] = place.split(':').map(Number)
    const row = rows[line - 1]
    if (row === undefined) throw new HubError('bad-request', `${table.name}: there is no line ${line}.`)
    const cells = Array.from({ length: Math.max(row.length, index + 1) }, (_, at) => row[at] ?? '')
    cells[index] = text
    rows[line - 1] = cells
  }
  return { ...table, rows }
}

function checkChoice({ headerLine, mapping }: ImportChoice, table: TextTable, columns: ReadonlySet<string>): void {
  if (headerLine !== undefined && headerLine > table.rows.length) {
    throw new HubError('bad-request', `${table.name}: there is no line ${headerLine}.`)
  }
  const seen = new Set<string>()
  for (const [index, column] of Object.entries(mapping ?? {})) {
    if (!/^\d{1,5}$/.test(index)) throw new HubError('bad-request', `mapping: ${index} is no header's index.`)
    if (column === null) continue
    if (!columns.has(column)) throw new HubError('bad-request', `mapping: the sheet has no column ${column}.`)
    if (seen.has(column)) throw new HubError('bad-request', `mapping: two headers for the column ${column}.`)
    seen.add(column)
  }
}

const columnOf = ({ use }: MappedHeader): string | null =>
  use.to === 'column' ? use.column : use.to === 'id' ? ID_COLUMN : null

function samplesOf({ rows }: TextTable, firstLine: number, index: number): string[] {
  const samples: string[] = []
  for (let line = firstLine; line <= rows.length && samples.length < SAMPLES; line++) {
    const text = rows[line - 1]?.[index] ?? ''
    if (text.trim() !== '') samples.push(text.slice(0, 80))
  }
  return samples
}

function numbered(prefix: string): () => string {
  let n = 0
  return () => `${prefix}-${++n}`
}
