/**
 * Import in three steps (docs/SPEC.md FILE-16 … FILE-20, docs/adr/0004-import.md): preview what would go in and what not, change one's mind about table,
 * header line and columns, confirm. Nothing is in the sheet before the confirmation; the confirmation is all or nothing and may be repeated.
 * Who may do it is the caller's question.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { HubError } from '../../shared/protocol/errors.ts'
import type { ImportChoice, ImportPreview, ImportResult } from '../../shared/protocol/http.ts'
import { isSheetKind } from '../../shared/schema/schemas.ts'
import { ROW_ID } from '../../shared/sheet/cell.ts'
import { stored, textOf } from '../storage/engine.ts'
import type { Store } from '../storage/Store.ts'
import type { Author, NewRow, SheetRooms } from '../sync/SheetRooms.ts'
import type { ImportPlan } from './importPlan.ts'
import type { Making } from './making.ts'
import type { TabularWorker } from './tabularWorker.ts'

export interface ImportsParts {
  readonly store: Store
  readonly rooms: SheetRooms
  readonly worker: TabularWorker
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
  async preview({ sheet, member, fileName, bytes }: Upload, making: Partial<Making> = {}): Promise<ImportPreview> {
    const { store, worker, maxBytes = MAX_UPLOAD } = this.#parts
    const name = shownName(fileName)
    if (bytes.length > maxBytes)
      throw new HubError('too-large', `${name}: ${bytes.length} bytes, at most ${maxBytes} are taken.`)
    if (bytes.length === 0) throw new HubError('bad-file', `${name}: the file is empty.`)
    const { kind, time_zone: zone } = await this.#sheet(sheet)
    const id = (making.newId ?? this.#parts.newId)()
    const now = making.now ?? this.#parts.now()
    const pending = { fileName: name, kind, zone, year: yearIn(zone, now), idPrefix: idPrefix(id), choice: {} }
    const { content, plan } = await worker.run({ job: 'read', bytes, pending }, name)
    await store.db
      .deleteFrom('import')
      .where('created_at', '<', now - KEPT)
      .execute()
    await store.db
      .insertInto('import')
      .values({ id, sheet_id: sheet, member_id: member, file_name: name, created_at: now, content, confirmed_at: null })
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute()
    return this.#previewOf(id, sheet, plan)
  }

  /** A fresh preview after a change of mind. Throws HubError `not-found`, `conflict` when confirmed already, `bad-request` for a choice that does not fit. */
  async choose(importId: string, choice: ImportChoice): Promise<ImportPreview> {
    const { store, worker } = this.#parts
    const row = await this.#import(importId)
    if (row.confirmedAt !== null) throw new HubError('conflict', `${row.fileName}: the import has been confirmed.`)
    const { content, plan } = await worker.run({ job: 'plan', content: row.content, choice }, row.fileName)
    await store.db
      .updateTable('import')
      .set({ content })
      .where('id', '=', importId)
      .where('confirmed_at', 'is', null)
      .execute()
    return this.#previewOf(importId, row.sheet, plan)
  }

  /**
   * Puts the rows at the end of the sheet, all or none; rows whose id is there already are left alone. Called again, it answers the same and changes
   * nothing. Throws HubError `not-found` and what `rooms.appendRows` throws.
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
    const { store, rooms, worker, now } = this.#parts
    const row = await this.#import(importId)
    if (row.confirmedAt !== null) return settled(row.content).result
    const { rows: texts, refusals, plan } = await worker.run({ job: 'rows', content: row.content }, row.fileName)
    const alreadyThere = await this.#alreadyThere(row.sheet, plan.ownIds)
    const rows: NewRow[] = []
    for (const text of texts) {
      for (const it of JSON.parse(text) as NewRow[]) rows.push(it)
      await nextTurn()
    }
    await rooms.appendRows(row.sheet, rows, by)
    // Counted by what the sheet held before, not by what was appended: after a crash between the two writes the count is still true.
    const result = {
      added: rows.length - alreadyThere,
      alreadyThere,
      refusedRows: plan.refusedRows,
      refusedCells: plan.refusedCells,
    }
    const content: SettledImport = { result, refusals }
    await store.db
      .updateTable('import')
      .set({ content: JSON.stringify(content), confirmed_at: now() })
      .where('id', '=', importId)
      .execute()
    return result
  }

  async #previewOf(id: string, sheet: string, plan: ImportPlan): Promise<ImportPreview> {
    const { ownIds, refusedRows, refusedCells: _, ...shown } = plan
    const alreadyThere = await this.#alreadyThere(sheet, ownIds)
    return { ...shown, id, alreadyThere, willAdd: plan.rowCount - refusedRows - alreadyThere }
  }

  #alreadyThere(sheet: string, ids: readonly string[]): Promise<number> {
    return this.#parts.rooms.read(sheet, document => ids.reduce((count, id) => count + (document.has(id) ? 1 : 0), 0))
  }

  async #sheet(sheet: string) {
    const row = await this.#parts.store.db
      .selectFrom('sheet')
      .innerJoin('operation', 'operation.id', 'sheet.operation_id')
      .select(['sheet.kind', 'operation.time_zone'])
      .where('sheet.id', '=', sheet)
      .executeTakeFirst()
    if (row === undefined || !isSheetKind(row.kind)) throw new HubError('not-found', `sheet ${sheet}`)
    return { ...row, kind: row.kind }
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
        stored.whole('confirmed_at').as('confirmedAt'),
      ])
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found', `import ${id}`)
    const texts = [row.sheet, row.member, row.fileName, row.content].map(textOf)
    const [sheet, member, fileName, content] = texts
    if (sheet === undefined || member === undefined || fileName === undefined || content === undefined)
      throw new HubError('unavailable', `The upload ${id} is damaged on disk; upload the file again.`)
    return { sheet, member, fileName, content, confirmedAt: row.confirmedAt }
  }
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
