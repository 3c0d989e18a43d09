/**
 * A sheet as a file (docs/SPEC.md FILE-14, FILE-21): read in slices, so that a large sheet never holds up its editors, and written in a worker.
 * A row is as it was at the moment its slice was read. Importing the file into an empty sheet gives the same sheet.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Column } from '../../shared/schema/column.ts'
import { type DeskReader, EXPORTED_DESK_COLUMNS } from '../../shared/schema/deskColumns.ts'
import type { Language } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Store } from '../storage/Store.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import type { Desk } from '../sync/Desk.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { type ExportFormat, ROWS_AT_A_TIME } from './tabularJobs.ts'
import type { TabularWorker } from './tabularWorker.ts'

export interface ExportsParts {
  readonly store: Store
  readonly rooms: SheetRooms & { readonly desks: Desk }
  readonly worker: TabularWorker
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export interface ExportWish {
  readonly sheet: string
  /** `hxl` is csv with a line of hashtags under the headers. */
  readonly format: ExportFormat
  /** Of headers and choices. */
  readonly language: Language
  /** Clock times are written in it; the operation's without one. */
  readonly zone?: string
  /** What stands behind the sheet's own columns. */
  readonly beside?: Beside
}

/** Columns that are not in the sheet, and what they hold for its rows. */
export interface Beside {
  readonly columns: readonly Column[]
  /** Row → column → value. */
  readonly cells: ReadonlyMap<string, Readonly<Record<string, Scalar>>>
}

export interface ExportedFile {
  readonly fileName: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

const CSV = 'text/csv; charset=utf-8'
const TYPES: Readonly<Record<ExportFormat, { readonly contentType: string; readonly ending: string }>> = {
  csv: { contentType: CSV, ending: 'csv' },
  hxl: { contentType: CSV, ending: 'hxl.csv' },
  xlsx: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx' },
}

export class Exports {
  readonly #parts: ExportsParts

  constructor(parts: ExportsParts) {
    this.#parts = parts
  }

  /** Throws HubError `not-found`, `too-large` past what a workbook holds, and what `rooms.read` throws. */
  async exportSheet({ sheet, format, language, zone, beside }: ExportWish): Promise<ExportedFile> {
    const row = await this.#parts.store.db
      .selectFrom('sheet')
      .innerJoin('operation', 'operation.id', 'sheet.operation_id')
      .select(['sheet.id', 'sheet.kind', 'sheet.title', 'sheet.confidential_of', 'operation.time_zone'])
      .where('sheet.id', '=', sheet)
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found', `sheet ${sheet}`)
    const { columns: cells } = await readSetup(this.#parts.store.db, row)
    const columns = [...cells, ...EXPORTED_DESK_COLUMNS.map(({ column }) => column)]
    const { contentType, ending } = TYPES[format]
    const warning = row.confidential_of !== null && language === 'en' ? '-CONFIDENTIAL' : ''
    const fileName = `${safeName(row.title)}${warning}.${ending}`
    const job = {
      job: 'write',
      format,
      columns: [...columns, ...(beside?.columns ?? [])],
      title: row.title,
      language,
      zone: zone ?? row.time_zone,
      exportedAt: new Date(this.#parts.now()).toISOString(),
    } as const
    const { bytes } = await this.#parts.worker.run(job, fileName, this.#slices(sheet, cells, beside?.cells))
    return { fileName, contentType, bytes }
  }

  async *#slices(sheet: string, columns: readonly Column[], beside?: Beside['cells']): AsyncGenerator<string> {
    const { rooms } = this.#parts
    const desk = await this.#deskOf(sheet)
    const ids = await rooms.read(sheet, document => [...document.rows()])
    for (let from = 0; from < ids.length; from += ROWS_AT_A_TIME) {
      const slice = ids.slice(from, from + ROWS_AT_A_TIME)
      yield await rooms.read(sheet, document =>
        JSON.stringify(
          slice
            .filter(id => !document.isDeleted(id))
            .map(row => {
              const cell = (column: string) => document.value(row, column)
              const told = EXPORTED_DESK_COLUMNS.map(it => [it.column.id, it.value({ desk, row, cell, columns })])
              return { id: row, cells: { ...document.cells(row), ...Object.fromEntries(told), ...beside?.get(row) } }
            }),
        ),
      )
      await nextTurn()
    }
  }

  /** What the desk says now of every row, for the columns of the file. */
  async #deskOf(sheet: string): Promise<DeskReader> {
    const kinds = new Set(EXPORTED_DESK_COLUMNS.map(({ kind }) => kind))
    const entries = await this.#parts.rooms.desks.read(
      sheet,
      desk => new Map([...kinds].map(kind => [kind, desk.entries(kind)])),
    )
    return { get: (kind, row) => entries.get(kind)?.get(row) as never }
  }
}

/** A title as every file system takes it. */
const safeName = (title: string): string =>
  title
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 80) || 'sheet'
