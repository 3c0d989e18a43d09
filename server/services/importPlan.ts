/**
 * What an upload will become, computed inside a worker (tabularWork.ts). It is computed anew from the kept tables for the preview,
 * for every change of mind and for the confirmation, so that all three agree by construction.
 */
import { HubError } from '../../shared/protocol/errors.ts'
import type { ImportChoice, ImportPreview } from '../../shared/protocol/http.ts'
import type { SheetKind } from '../../shared/schema/column.ts'
import { columnsOf } from '../../shared/schema/schemas.ts'
import { ID_COLUMN, type MappedHeader, mapHeaders } from '../../shared/tabular/mapping.ts'
import { type ReadRow, readTable, type TableRefusal } from '../../shared/tabular/readTable.ts'
import type { FileTables, TextTable } from '../../shared/tabular/table.ts'

/** What is kept of an upload until it is confirmed. */
export interface PendingImport {
  readonly file: FileTables
  readonly fileName: string
  readonly kind: SheetKind
  readonly zone: string
  /** The year of dates written without one. */
  readonly year: number
  /** New rows are `<prefix>-1`, `<prefix>-2` …: the same again each time. */
  readonly idPrefix: string
  readonly choice: ImportChoice
}

/** The preview, except for what only the sheet knows. `ownIds` are the ids the file gave. */
export interface ImportPlan extends Omit<ImportPreview, 'id' | 'willAdd' | 'alreadyThere'> {
  readonly ownIds: readonly string[]
  readonly refusedRows: number
  readonly refusedCells: number
}

const SHOWN_ROWS = 20
const SHOWN_REFUSALS = 200
const SAMPLES = 3

/** Throws HubError `bad-request` for a choice that names no table, line or column of it, `bad-file` when there is no table to read. */
export function planImport(pending: PendingImport): {
  readonly plan: ImportPlan
  readonly rows: readonly ReadRow[]
  readonly refusals: readonly TableRefusal[]
} {
  const { file, fileName, kind, zone, year, choice } = pending
  const columns = columnsOf(kind)
  const table = chosenTable(pending)
  checkChoice(choice, table, new Set([...columns.map(c => c.id), ID_COLUMN]))
  const mapping = mapHeaders(table.rows, columns, choice)
  const parse = { zone, year, serials: file.source === 'excel' ? ('excel' as const) : undefined }
  const { rows, refusals, ownIds } = readTable(table.rows, mapping, columns, parse, numbered(pending.idPrefix))
  const refusedRows = refusals.filter(r => r.effect === 'row' && r.reason !== 'before-header').length
  const plan: ImportPlan = {
    fileName,
    tables: file.tables.map(t => t.name),
    table: table.name,
    encoding: file.encoding,
    headerLine: mapping.headerLine,
    columns: mapping.headers.map(header => ({
      index: header.index,
      header: header.header,
      column: columnOf(header),
      samples: samplesOf(table, mapping.firstLine, header.index),
    })),
    rowCount: rows.length + refusedRows,
    refusals: refusals.slice(0, SHOWN_REFUSALS),
    refusalCount: refusals.length,
    refusedRows,
    refusedCells: refusals.filter(r => r.effect !== 'row').length,
    rows: rows.slice(0, SHOWN_ROWS),
    ownIds,
  }
  return { plan, rows, refusals }
}

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
