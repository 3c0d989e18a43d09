/**
 * A sheet's own columns (docs/SPEC.md COL-3 … COL-8): what a coordinator adds, changes, takes away, brings back and puts in order. Every change is in
 * the database before open rooms go by it, and rooms go by it before the call is answered. A sheet and its confidential companion have one list.
 */
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import type { ColumnPreview, columnChange, columnWish, SheetColumnsInfo } from '../../shared/protocol/ownColumns.ts'
import type { Column } from '../../shared/schema/column.ts'
import { isRemovable } from '../../shared/schema/ownColumns.ts'
import { normalizeWord } from '../../shared/schema/parse.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Database } from '../storage/schema.ts'
import { readSetup, type SheetSetup } from '../storage/sheetSetup.ts'
import type { Author, CellWish, SheetRooms } from '../sync/SheetRooms.ts'
import { columnFit } from './columnFit.ts'
import type { Making } from './making.ts'

/** Own columns of one sheet, those taken away included. */
const MOST = 100

export interface ColumnsParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
}

export class Columns {
  readonly #parts: ColumnsParts

  constructor(parts: ColumnsParts) {
    this.#parts = parts
  }

  /** Throws HubError `not-found`. */
  async list(sheet: string): Promise<SheetColumnsInfo> {
    const { columns, removed } = await this.#setup(sheet)
    return { columns: [...columns], removed: [...removed] }
  }

  /** Adds a column at the end. Throws HubError `not-found`, `conflict` for a label that is taken, `too-large` past the last one. */
  async add(sheet: string, wish: z.infer<typeof columnWish>, { newId, now }: Making): Promise<SheetColumnsInfo> {
    const setup = await this.#setup(sheet)
    const id = `own${newId()}`
    const all = [...setup.columns, ...setup.removed]
    const known = all.some(column => column.id === id)
    if (!known) {
      if (all.filter(column => column.own === true).length >= MOST)
        throw new HubError('too-large', `at most ${MOST} own columns fit into a sheet`)
      const own = ownColumn(id, wish)
      checkLabel(own, setup.columns)
      checkChoices(own)
      await this.#parts.db
        .insertInto('sheet_column')
        .values({
          sheet_id: setup.home,
          id,
          position: null,
          own: JSON.stringify(own),
          removed_at: null,
          created_at: now,
        })
        .execute()
    }
    return this.#renewed(sheet)
  }

  /** What a change of kind would do to the values that are there. Throws HubError `not-found`. */
  async preview(sheet: string, wish: z.infer<typeof columnChange>): Promise<ColumnPreview> {
    const { column, setup, zone } = await this.#own(sheet, wish.column)
    const next = await this.#withRetired(setup.both, column, ownColumn(column.id, wish))
    const { filled, conversions, misfits, examples } = await this.#fit(setup.both, column, next, zone)
    return { filled, converted: [...conversions.values()].flat().length, misfits, examples: [...examples] }
  }

  /**
   * Changes label, kind, choices or help. Texts that read as values of a new kind are written anew as `by`; values that do not fit refuse the change
   * with `conflict` unless it accepts that they stay as they are. Throws HubError `not-found` too, for what is no own column of this sheet.
   */
  async change(sheet: string, wish: z.infer<typeof columnChange>, by: Author): Promise<SheetColumnsInfo> {
    const { column, setup, zone } = await this.#own(sheet, wish.column)
    const next = await this.#withRetired(setup.both, column, ownColumn(column.id, wish))
    checkLabel(next, setup.columns)
    checkChoices(next)
    const { conversions, misfits } = await this.#fit(setup.both, column, next, zone)
    if (misfits > 0 && !wish.accept)
      throw new HubError('conflict', `${column.label.zh}: ${misfits} 格不符合新的类型。 ${misfits} cells do not fit.`)
    await this.#parts.db
      .updateTable('sheet_column')
      .set({ own: JSON.stringify(next) })
      .where('sheet_id', '=', setup.home)
      .where('id', '=', column.id)
      .execute()
    const renewed = await this.#renewed(sheet)
    for (const [within, wishes] of conversions) await this.#parts.rooms.writeCells(within, wishes, by)
    return renewed
  }

  /** Takes a column away, or brings it back; its cells and their history stay. Throws HubError `not-found`, `conflict` for one the sheet needs. */
  async setRemoved(sheet: string, id: string, removed: boolean, now: number): Promise<SheetColumnsInfo> {
    const setup = await this.#setup(sheet)
    const column = [...setup.columns, ...setup.removed].find(it => it.id === id)
    if (column === undefined) throw new HubError('not-found', `column ${id}`)
    if (removed && !isRemovable(column)) throw new HubError('conflict', `${column.label.zh}: 表格需要这一列。`)
    if (!removed) checkLabel(column, setup.columns)
    const removed_at = removed ? now : null
    await this.#parts.db
      .insertInto('sheet_column')
      .values({ sheet_id: setup.home, id, position: null, own: null, removed_at, created_at: now })
      .onConflict(on => on.columns(['sheet_id', 'id']).doUpdateSet({ removed_at }))
      .execute()
    return this.#renewed(sheet)
  }

  /** Puts the columns into this order; those not named keep theirs behind them. Throws HubError `not-found` for one the sheet does not have. */
  async order(sheet: string, ids: readonly string[], now: number): Promise<SheetColumnsInfo> {
    const { columns, home } = await this.#setup(sheet)
    const unknown = ids.find(id => columns.every(column => column.id !== id))
    if (unknown !== undefined) throw new HubError('not-found', `column ${unknown}`)
    const named = new Set(ids)
    const order = [...named, ...columns.map(({ id }) => id).filter(id => !named.has(id))]
    await this.#parts.db.transaction().execute(async trx => {
      for (const [position, id] of order.entries())
        await trx
          .insertInto('sheet_column')
          .values({ sheet_id: home, id, position, own: null, removed_at: null, created_at: now })
          .onConflict(on => on.columns(['sheet_id', 'id']).doUpdateSet({ position }))
          .execute()
    })
    return this.#renewed(sheet)
  }

  async #renewed(sheet: string): Promise<SheetColumnsInfo> {
    for (const id of (await this.#setup(sheet)).both) await this.#parts.rooms.renew(id)
    return this.list(sheet)
  }

  /** `home`: the sheet whose list of columns it is; `both`: the sheets that go by it, the confidential companion too. */
  async #setup(
    sheet: string,
  ): Promise<SheetSetup & { readonly zone: string; readonly home: string; readonly both: readonly string[] }> {
    const { db } = this.#parts
    const row = await db
      .selectFrom('sheet')
      .innerJoin('operation', 'operation.id', 'sheet.operation_id')
      .select(['sheet.id', 'sheet.kind', 'sheet.confidential_of', 'operation.time_zone as zone'])
      .where('sheet.id', '=', sheet)
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    const home = row.confidential_of ?? row.id
    const companion = await db.selectFrom('sheet').select('id').where('confidential_of', '=', home).executeTakeFirst()
    const both = companion === undefined ? [home] : [home, companion.id]
    return { ...(await readSetup(db, row)), zone: row.zone, home, both }
  }

  async #own(sheet: string, id: string) {
    const setup = await this.#setup(sheet)
    const column = [...setup.columns, ...setup.removed].find(it => it.id === id && it.own === true)
    if (column === undefined) throw new HubError('not-found', `own column ${id}`)
    return { column, setup, zone: setup.zone }
  }

  async #fit(sheets: readonly string[], now: Column, next: Column, zone: string) {
    const fit = columnFit(now, next, zone)
    const conversions = new Map<string, readonly CellWish[]>()
    for (const sheet of sheets) {
      const wishes = await this.#parts.rooms.read(sheet, document =>
        document.rows().flatMap((row): CellWish[] => {
          const value = document.value(row, now.id)
          const converted = fit.take(row, value)
          return converted === undefined ? [] : [{ row, column: now.id, value: converted, expected: value }]
        }),
      )
      if (wishes.length > 0) conversions.set(sheet, wishes)
    }
    return { filled: fit.filled, misfits: fit.misfits, examples: fit.examples, conversions }
  }

  /** Choices left out that cells still hold are kept, retired: they stay readable and are offered to nobody. */
  async #withRetired(sheets: readonly string[], now: Column, next: Column): Promise<Column> {
    if (now.kind.type !== 'choice' || next.kind.type !== 'choice') return next
    const { choices } = next.kind
    const left = now.kind.choices.filter(({ value }) => choices.every(choice => choice.value !== value))
    if (left.length === 0) return next
    const used = new Set<Scalar>()
    for (const sheet of sheets)
      await this.#parts.rooms.read(sheet, document => {
        for (const row of document.allRows()) used.add(document.value(row, now.id))
      })
    const retired = left.filter(({ value }) => used.has(value)).map(choice => ({ ...choice, retired: true as const }))
    return { ...next, kind: { type: 'choice', choices: [...choices, ...retired] } }
  }
}

function ownColumn(id: string, { label, kind, required, help }: z.infer<typeof columnWish>): Column {
  const hint = help === undefined || (help.zh.trim() === '' && help.en.trim() === '') ? {} : { help }
  return { id, label, kind, ...(required ? { required } : {}), ...hint, own: true }
}

/** No header may mean two columns, or an imported file could not be read. */
function checkLabel(column: Column, others: readonly Column[]): void {
  const words = new Set([column.label.zh, column.label.en].map(normalizeWord))
  if (words.has('')) throw new HubError('bad-request', 'label: it needs a letter or a digit')
  const taken = others.find(
    ({ id, label, synonyms = [] }) =>
      id !== column.id && [id, label.zh, label.en, ...synonyms].some(word => words.has(normalizeWord(word))),
  )
  if (taken !== undefined)
    throw new HubError(
      'conflict',
      `「${column.label.zh}」已指列「${taken.label.zh}」。 It already means ${taken.label.en}.`,
    )
}

/** No spelling may mean two choices. */
function checkChoices({ kind }: Column): void {
  if (kind.type !== 'choice') return
  if (kind.choices.length === 0) throw new HubError('bad-request', 'kind.choices: at least one')
  const seen = new Map<string, string>()
  for (const { value, label } of kind.choices)
    for (const word of new Set([value, label.zh, label.en].map(normalizeWord))) {
      if ((seen.get(word) ?? value) !== value || word === '')
        throw new HubError(
          'conflict',
          `选项「${label.zh}」重复或为空。 The choice ${label.en} is there twice or empty.`,
        )
      seen.set(word, value)
    }
}
