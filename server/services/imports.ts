/**
 * Import in three steps (docs/SPEC.md FILE-16 … FILE-20, IMP, docs/adr/0004-import.md): preview what would go in and what not, change one's mind about
 * table, headers, columns, cells and rows that are there already, confirm. Nothing is in the sheet before the confirmation; the confirmation may be
 * repeated, and what it wrote is one command that can be taken back (sheetCommands.ts).
 * Who may do it is the caller's question.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { HubError } from '../../shared/protocol/errors.ts'
import type { DuplicatesChoice, ImportChoice, ImportPreview, ImportResult } from '../../shared/protocol/imports.ts'
import { ROW_ID } from '../../shared/sheet/cell.ts'
import { stored, textOf } from '../storage/engine.ts'
import type { Store } from '../storage/Store.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import type { Author, CellWish, NewRow, SheetRooms } from '../sync/SheetRooms.ts'
import type { FedRow } from './importMatch.ts'
import type { Making } from './making.ts'
import type { SheetCommands } from './sheetCommands.ts'
import { ROWS_AT_A_TIME } from './tabularJobs.ts'
import type { TabularWorker } from './tabularWorker.ts'

export interface ImportsParts {
  readonly store: Store
  readonly rooms: SheetRooms
  readonly worker: TabularWorker
  readonly commands: SheetCommands
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly newId: () => string
  /** Largest file taken, bytes. */
  readonly maxBytes?: number
}

export interface Upload {
  readonly sheet: string
  /** Whose upload it is. */
  readonly member: string
  readonly fileName: string
  readonly bytes: Uint8Array
  /** What to begin with for rows that are in the sheet already. */
  readonly duplicates?: DuplicatesChoice | undefined
}

/** Five megabytes: some 50,000 rows of csv. */
export const MAX_UPLOAD = 5 * 1024 * 1024
/** What is uploaded may hold contact details in its refusals; it is forgotten after a week. */
const KEPT = 7 * 24 * 3600 * 1000

/** What stands in the place of the uploaded table once it has been confirmed. */
interface SettledImport {
  readonly result: ImportResult
  readonly refusals: string
}

export class Imports {
  readonly #parts: ImportsParts
  /** Confirmations under way: a second click waits for the first. */
  readonly #confirming = new Map<string, Promise<ImportResult>>()

  constructor(parts: ImportsParts) {
    this.#parts = parts
  }

  /**
   * Reads an upload and says what it would become. Throws HubError `too-large`, `bad-file` (both naming the file) or `not-found` for an unknown sheet.
   * `making` gives a repeated request the same import.
   */
  async preview(
    { sheet, member, fileName, bytes, duplicates }: Upload,
    making: Partial<Making> = {},
  ): Promise<ImportPreview> {
    const { store, worker, maxBytes = MAX_UPLOAD } = this.#parts
    const name = shownName(fileName)
    if (bytes.length > maxBytes)
      throw new HubError('too-large', `${name}: ${bytes.length} bytes, at most ${maxBytes} are taken.`)
    if (bytes.length === 0) throw new HubError('bad-file', `${name}: the file is empty.`)
    const { columns, zone } = await this.#sheet(sheet)
    const id = (making.newId ?? this.#parts.newId)()
    const now = making.now ?? this.#parts.now()
    const pending = {
      fileName: name,
      columns,
      zone,
      year: yearIn(zone, now),
      idPrefix: idPrefix(id),
      choice: duplicates === undefined ? {} : { duplicates },
    }
    const { content, exportedAt } = await worker.run({ job: 'read', bytes, pending }, name)
    await store.db
      .deleteFrom('import')
      .where('created_at', '<', now - KEPT)
      .execute()
    await store.db
      .insertInto('import')
      .values({
        id,
        sheet_id: sheet,
        member_id: member,
        file_name: name,
        created_at: now,
        content,
        confirmed_at: null,
        exported_at: exportedAt ?? null,
        decided: null,
      })
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute()
    return this.#plan(id, undefined)
  }

  /** A fresh preview after a change of mind: all that is chosen, not what is new. Throws HubError `not-found`, `conflict` when confirmed already, `bad-request` for a choice that does not fit. */
  async choose(importId: string, choice: ImportChoice): Promise<ImportPreview> {
    return this.#plan(importId, choice)
  }

  /**
   * Puts the new rows at the end of the sheet, all or none, and writes what the preview showed into rows that are there already, where nobody has
   * changed the cell since. Called again, it answers the same and changes nothing. Throws HubError `not-found` and what `rooms.appendRows` throws.
   */
  confirm(importId: string, by: Author): Promise<ImportResult> {
    const under = this.#confirming.get(importId)
    if (under !== undefined) return under
    const confirming = this.#confirm(importId, by).finally(() => this.#confirming.delete(importId))
    this.#confirming.set(importId, confirming)
    return confirming
  }

  /** Everything that did not go where its header said, as a csv file. Throws HubError `not-found`. */
  async refusals(importId: string): Promise<Uint8Array> {
    const row = await this.#import(importId)
    const refusals =
      row.confirmedAt === null
        ? (await this.#parts.worker.run({ job: 'refusals', content: row.content }, row.fileName)).refusals
        : settled(row.content).refusals
    return new TextEncoder().encode(refusals)
  }

  /** The sheet an import is for and who uploaded it: what a policy asks. Throws HubError `not-found`. */
  async sheetOf(importId: string): Promise<{ readonly sheet: string; readonly member: string }> {
    const row = await this.#import(importId)
    return { sheet: row.sheet, member: row.member }
  }

  async #confirm(importId: string, by: Author): Promise<ImportResult> {
    const { store, rooms, worker, commands, now } = this.#parts
    const row = await this.#import(importId)
    if (row.confirmedAt !== null) return settled(row.content).result
    if (row.decided === undefined) throw new HubError('conflict', `${row.fileName}: look at the preview first.`)
    const job = { job: 'rows', content: row.content, decided: row.decided } as const
    const { rows: rowTexts, wishes: wishTexts, refusals, counts } = await worker.run(job, row.fileName)
    const { ownIds, ...told } = counts
    const { sheet } = row
    const { operation } = await this.#sheet(sheet)
    const command = { id: importId, kind: 'import', operation, sheet, fileName: row.fileName } as const
    const since = await commands.begin(command, by)
    const alreadyThere = await this.#alreadyThere(sheet, ownIds)
    const rows = await itemsOf<NewRow>(rowTexts)
    const wishes = await itemsOf<Required<CellWish>>(wishTexts)
    await rooms.appendRows(sheet, rows, by)
    const appended = await commands.appended(
      sheet,
      rows.map(({ id }) => id),
      by,
      since,
    )
    const outcome = await commands.write({ id: importId, step: 1 }, sheet, wishes, by, since)
    // Counted by what the sheet held before, not by what was appended: after a crash between the two writes the count is still true.
    const left = await commands.named(outcome.left.map(cell => ({ sheet, ...cell })))
    const result: ImportResult = {
      ...told,
      added: rows.length - alreadyThere,
      alreadyThere: told.alreadyThere + alreadyThere,
      updatedCells: wishes.length - outcome.left.length,
      leftCount: left.count,
      left: left.cells,
    }
    await commands.done(importId, [{ ...outcome, records: [...appended, ...outcome.records] }], {
      rowsAdded: result.added,
      rowsUpdated: result.updatedRows,
      cellsUpdated: result.updatedCells,
      skipped: result.skipped + result.alreadyThere,
      refused: result.refusedRows,
    })
    const content: SettledImport = { result, refusals }
    await store.db
      .updateTable('import')
      .set({ content: JSON.stringify(content), confirmed_at: now(), decided: null })
      .where('id', '=', importId)
      .execute()
    return result
  }

  /** Works the preview out against the sheet as it is now, and keeps what it decides for the confirmation. */
  async #plan(importId: string, choice: ImportChoice | undefined): Promise<ImportPreview> {
    const { store, worker } = this.#parts
    const row = await this.#import(importId)
    if (row.confirmedAt !== null) throw new HubError('conflict', `${row.fileName}: the import has been confirmed.`)
    const past =
      row.exportedAt === null
        ? undefined
        : JSON.stringify(
            [...(await store.valuesAt(row.sheet, row.exportedAt))].map(([id, cells]) => [id, [...cells]] as const),
          )
    const job = { job: 'plan', content: row.content, choice, past } as const
    const { content, decided, plan } = await worker.run(job, row.fileName, this.#fed(row.sheet))
    await store.db
      .updateTable('import')
      .set({ content, decided })
      .where('id', '=', importId)
      .where('confirmed_at', 'is', null)
      .execute()
    return { ...plan, id: importId }
  }

  /** Every row of the sheet, deleted ones too, in slices between which others have their turn. */
  async *#fed(sheet: string): AsyncGenerator<string> {
    const { rooms } = this.#parts
    const ids = await rooms.read(sheet, document => [...document.allRows()])
    for (let from = 0; from < ids.length; from += ROWS_AT_A_TIME) {
      const slice = ids.slice(from, from + ROWS_AT_A_TIME)
      yield await rooms.read(sheet, document =>
        JSON.stringify(
          slice.map((id): FedRow => {
            const fed = { id, cells: document.cells(id) }
            return document.isDeleted(id) ? { ...fed, gone: true } : fed
          }),
        ),
      )
      await nextTurn()
    }
  }

  #alreadyThere(sheet: string, ids: readonly string[]): Promise<number> {
    return this.#parts.rooms.read(sheet, document => ids.reduce((count, id) => count + (document.has(id) ? 1 : 0), 0))
  }

  async #sheet(sheet: string) {
    const row = await this.#parts.store.db
      .selectFrom('sheet')
      .innerJoin('operation', 'operation.id', 'sheet.operation_id')
      .select(['sheet.id', 'sheet.kind', 'sheet.operation_id as operation', 'operation.time_zone as zone'])
      .where('sheet.id', '=', sheet)
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found', `sheet ${sheet}`)
    const { columns } = await readSetup(this.#parts.store.db, row)
    return { columns, zone: row.zone, operation: row.operation }
  }

  async #import(id: string) {
    const { store } = this.#parts
    const engine = { name: store.engine }
    const row = await store.db
      .selectFrom('import')
      .select([
        stored.text(engine, 'sheet_id').as('sheet'),
        stored.text(engine, 'member_id').as('member'),
        stored.text(engine, 'file_name').as('fileName'),
        stored.text(engine, 'content').as('content'),
        stored.text(engine, 'decided').as('decided'),
        stored.whole('confirmed_at').as('confirmedAt'),
        stored.whole('exported_at').as('exportedAt'),
      ])
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found', `import ${id}`)
    const texts = [row.sheet, row.member, row.fileName, row.content].map(textOf)
    const [sheet, member, fileName, content] = texts
    if (sheet === undefined || member === undefined || fileName === undefined || content === undefined)
      throw new HubError('unavailable', `The upload ${id} is damaged on disk; upload the file again.`)
    const { confirmedAt, exportedAt } = row
    return { sheet, member, fileName, content, decided: textOf(row.decided), confirmedAt, exportedAt }
  }
}

/** The items of JSON texts, read with turns of the event loop between them. */
async function itemsOf<T>(texts: readonly string[]): Promise<T[]> {
  const items: T[] = []
  for (const text of texts) {
    for (const item of JSON.parse(text) as T[]) items.push(item)
    await nextTurn()
  }
  return items
}

const settled = (content: string): SettledImport => JSON.parse(content) as SettledImport

/** A file name as it may stand in a message: one line, not endless. */
const shownName = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 120) || 'file'

/** Row ids are this, a dash and a number; an id of ours is a row id already. */
const idPrefix = (id: string): string =>
  ROW_ID.test(id) ? id.slice(0, 30) : id.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 30)

const yearIn = (zone: string, at: number): number =>
  Number(new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', calendar: 'gregory' }).format(at))
