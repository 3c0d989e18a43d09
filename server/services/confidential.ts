/**
 * Confidential rows (docs/SPEC.md CONF, docs/adr/0011): they live in a companion of their sheet, which is a sheet of its own that only some roles are
 * shown. What is known of a row goes with it.
 */
import type { Kysely } from 'kysely'
import type { Confided, ConfidentialCounts, ConfidentialSetting } from '../../shared/protocol/confidential.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Database } from '../storage/schema.ts'
import type { Author, SheetRooms } from '../sync/SheetRooms.ts'
import { findSheet, type SheetRow } from '../sync/sheetRow.ts'
import type { Making } from './making.ts'
import { companionTitle } from './sheets.ts'

export interface ConfidentialParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
}

const DEFAULT: ConfidentialSetting = { shown: 'counts' }

export class Confidential {
  readonly #parts: ConfidentialParts

  constructor(parts: ConfidentialParts) {
    this.#parts = parts
  }

  /** The companion of a sheet, made when it has none; a companion is its own. Resolves to its id. Throws HubError `not-found`. */
  async companionOf(sheet: string, { newId, now }: Making): Promise<string> {
    const { db, rooms } = this.#parts
    const home = await this.#sheet(sheet)
    if (home.confidential_of !== null) return sheet
    const id = newId()
    const { title, position } = await db
      .selectFrom('sheet')
      .select(['title', 'position'])
      .where('id', '=', sheet)
      .executeTakeFirstOrThrow()
    // Two who make it at once get the same one.
    await db
      .insertInto('sheet')
      .values({
        id,
        operation_id: home.operation_id,
        kind: home.kind,
        title: companionTitle(title),
        document: `sheet/${id}`,
        position,
        created_at: now,
        archived_at: home.archived_at,
        confidential_of: sheet,
      })
      .onConflict(on => on.doNothing())
      .execute()
    const companion = await this.#companion(sheet)
    if (companion === undefined) throw new HubError('conflict', `sheet ${sheet}`)
    if (companion.id === id && !(await this.#hasDocument(companion))) await rooms.create(id, companion.document)
    await rooms.renew(sheet)
    return companion.id
  }

  /**
   * Makes rows confidential: they leave the sheet, and nothing of them can be read there any more. Rows of a companion are where they belong already.
   * Throws HubError `not-found` for an unknown row, and what `rooms.moveRows` throws.
   */
  async confide(sheet: string, rows: readonly string[], by: Author, making: Making): Promise<Confided> {
    const companion = await this.companionOf(sheet, making)
    return this.#move(sheet, companion, rows, by)
  }

  /** Puts rows of a companion back into its sheet, where everybody reads them. Throws as `confide`. */
  async disclose(sheet: string, rows: readonly string[], by: Author): Promise<Confided> {
    const { confidential_of: home } = await this.#sheet(sheet)
    return this.#move(sheet, home ?? sheet, rows, by)
  }

  /** What everybody who reads the sheet is told of its confidential rows. Throws HubError `not-found`, and what `rooms.read` throws. */
  async counts(sheet: string): Promise<ConfidentialCounts> {
    const { id, operation_id, confidential_of } = await this.#sheet(sheet)
    const { shown } = await this.setting(operation_id)
    const companion = confidential_of === null ? (await this.#companion(id))?.id : id
    if (shown === 'nothing' || companion === undefined) return { shown, items: [] }
    const items = await this.#parts.rooms.read(companion, document => {
      const groups = new Map<string, ConfidentialCounts['items'][number]>()
      for (const row of document.rows()) {
        const [district, cluster] = [word(document.value(row, 'district')), word(document.value(row, 'cluster'))]
        const key = JSON.stringify([district, cluster])
        groups.set(key, { district, cluster, rows: (groups.get(key)?.rows ?? 0) + 1 })
      }
      return [...groups.values()]
    })
    return { shown, items: items.sort((a, b) => b.rows - a.rows) }
  }

  async setting(operation: string): Promise<ConfidentialSetting> {
    const row = await this.#parts.db
      .selectFrom('confidential_setting')
      .select('shown')
      .where('operation_id', '=', operation)
      .executeTakeFirst()
    return row ?? DEFAULT
  }

  async set(operation: string, { shown }: ConfidentialSetting): Promise<ConfidentialSetting> {
    await this.#parts.db
      .insertInto('confidential_setting')
      .values({ operation_id: operation, shown })
      .onConflict(on => on.column('operation_id').doUpdateSet({ shown }))
      .execute()
    return { shown }
  }

  async #move(from: string, to: string, rows: readonly string[], by: Author): Promise<Confided> {
    const { rooms } = this.#parts
    const unique = [...new Set(rows)]
    if (from === to) {
      const unknown = await rooms.read(from, document => unique.find(row => !document.has(row)))
      if (unknown !== undefined) throw new HubError('not-found', `row ${unknown}`)
      return { moved: 0, sheet: to }
    }
    await rooms.moveRows({ from, to, rows: unique }, by)
    return { moved: unique.length, sheet: to }
  }

  #companion(sheet: string): Promise<{ readonly id: string; readonly document: string } | undefined> {
    return this.#parts.db
      .selectFrom('sheet')
      .select(['id', 'document'])
      .where('confidential_of', '=', sheet)
      .executeTakeFirst()
  }

  async #hasDocument({ document }: { readonly document: string }): Promise<boolean> {
    const found = await this.#parts.db
      .selectFrom('document')
      .select('name')
      .where('name', '=', document)
      .executeTakeFirst()
    return found !== undefined
  }

  async #sheet(id: string): Promise<SheetRow> {
    const row = await findSheet(this.#parts.db, 'id', id)
    if (row === undefined) throw new HubError('not-found')
    return row
  }
}

const word = (value: Scalar): string | null => (value === null || value === '' ? null : String(value))
