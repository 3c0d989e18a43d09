/**
 * Two rows made one (docs/SPEC.md DUP-7 … DUP-9): a command like an import, so that it is undone in one step. Nothing is deleted: the row that goes
 * into the other keeps its cells, its note, its comments and its history, and says where it went.
 */
import type { Kysely, Selectable } from 'kysely'
import type { DuplicateEntry } from '../../../shared/desk/deskDocument.ts'
import { DUPLICATE, marksDuplicate, mergedCells } from '../../../shared/domain/mergeRows.ts'
import type { MergeInfo, MergeWish } from '../../../shared/protocol/duplicates.ts'
import { HubError } from '../../../shared/protocol/errors.ts'
import type { CommandInfo } from '../../../shared/protocol/revert.ts'
import type { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import type { RowMergeTable } from '../../storage/schema/duplicates.ts'
import type { Database } from '../../storage/schema.ts'
import { readSetup } from '../../storage/sheetSetup.ts'
import type { Author, CellWish } from '../../sync/SheetRooms.ts'
import type { Making } from '../making.ts'
import type { SheetCommands } from '../sheetCommands.ts'
import type { DuplicateWatch } from './DuplicateWatch.ts'
import { type DescribeParts, describeRows } from './describePairs.ts'
import { pairsOf } from './pairs.ts'

export interface MergesParts extends DescribeParts {
  readonly desks: DescribeParts['desks'] & {
    show(sheet: string, kind: 'duplicate', rows: readonly string[]): Promise<void>
  }
  readonly commands: SheetCommands
  readonly watch: DuplicateWatch
}

type StoredMerge = Selectable<RowMergeTable>

/** Merges told at a time, newest first. */
const SHOWN = 50

export class Merges {
  readonly #parts: MergesParts
  /** Merges of a sheet are carried out one after the other: the second of two for one row sees what the first has made. */
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(parts: MergesParts) {
    this.#parts = parts
  }

  /**
   * Makes two rows one. Repeated under the same Idempotency-Key it is done once. Throws HubError `conflict` when a row is not what was seen,
   * `not-found` for one that is not there, `bad-request` where a choice is missing.
   */
  async merge(sheet: string, wish: MergeWish, by: Author, making: Making): Promise<MergeInfo> {
    const id = making.newId()
    const turn = (this.#turns.get(sheet) ?? Promise.resolve()).then(() => this.#merge(id, sheet, wish, by))
    this.#turns.set(
      sheet,
      turn.catch(() => undefined),
    )
    return turn
  }

  /** Makes them two rows again: cells that somebody has changed since are left. Again it is the same. Throws HubError `not-found`. */
  async undo(id: string, by: Author): Promise<MergeInfo> {
    const { commands } = this.#parts
    const merge = await this.#stored(id)
    // The hub was killed before it was noted, and nobody asked again.
    if ((await commands.get(id)).state === 'underWay') await this.#carryOut(merge, by, 0)
    const { command } = await commands.undo(id, by)
    await this.#shown(merge)
    return this.#info(merge, command)
  }

  /** The newest merges of a sheet, those of one row when it is named. */
  async list(sheet: string, row: string | undefined): Promise<MergeInfo[]> {
    const merges = await this.#of(sheet, row === undefined ? undefined : [row])
    const infos: MergeInfo[] = []
    for (const merge of merges.slice(0, SHOWN))
      infos.push(await this.#info(merge, await this.#parts.commands.get(merge.command_id)))
    return infos.sort((a, b) => (a.at < b.at ? 1 : -1))
  }

  /** The rows whose history is this row's too: those that are one with it now, and those that are one with them. */
  async rowsOf(sheet: string, row: string): Promise<readonly string[]> {
    const rows = [row]
    for (const each of rows) {
      const merges = (await this.#standing(sheet, [each])).filter(({ kept }) => kept === each)
      for (const { merged } of merges) if (!rows.includes(merged)) rows.push(merged)
    }
    return rows
  }

  /** What the desk of a sheet says of its rows: what they may be the same as, and what they have become. */
  async project(sheet: string, rows?: readonly string[]): Promise<ReadonlyMap<string, DuplicateEntry>> {
    const asked = rows === undefined ? undefined : new Set(rows)
    const alike = new Map<string, { row: string; why: string[]; score: number }[]>()
    const note = (row: string, other: string, why: string, score: number): void => {
      if (asked?.has(row) === false) return
      const list = alike.get(row) ?? []
      list.push({ row: other, why: JSON.parse(why) as string[], score: score / 1000 })
      alike.set(row, list)
    }
    for (const { row_a, row_b, state, why, score } of await pairsOf(this.#db, sheet, rows)) {
      if (state !== 'open') continue
      note(row_a, row_b, why, score)
      note(row_b, row_a, why, score)
    }
    const into = new Map<string, string>()
    const merged = new Map<string, string[]>()
    for (const merge of await this.#standing(sheet, rows)) {
      into.set(merge.merged, merge.kept)
      merged.set(merge.kept, [...(merged.get(merge.kept) ?? []), merge.merged])
    }
    const named = new Set([...alike.keys(), ...into.keys(), ...merged.keys()])
    return new Map(
      [...named]
        .filter(row => asked?.has(row) !== false)
        .map(row => {
          const [went, took] = [into.get(row), merged.get(row)]
          const entry: DuplicateEntry = {
            rows: (alike.get(row) ?? []).sort((a, b) => b.score - a.score || (a.row < b.row ? -1 : 1)),
            ...(went === undefined ? {} : { into: went }),
            ...(took === undefined ? {} : { merged: took }),
          }
          return [row, entry]
        }),
    )
  }

  /** The operation a merge belongs to. Throws HubError `not-found`. */
  async sheetOf(id: string): Promise<string> {
    return (await this.#stored(id)).sheet_id
  }

  async #merge(id: string, sheet: string, wish: MergeWish, by: Author): Promise<MergeInfo> {
    const { commands } = this.#parts
    const begun = await this.#find(id)
    const wishes = begun === undefined ? await this.#wishes(sheet, wish) : (JSON.parse(begun.wishes) as CellWish[])
    const { kept, merged } = wish
    const operation = await this.#operationOf(sheet)
    const started = await commands.begin({ id, kind: 'merge', operation, sheet }, by)
    const merge = { command_id: id, sheet_id: sheet, kept, merged, wishes: JSON.stringify(wishes) }
    if (begun === undefined) await this.#db.insertInto('row_merge').values(merge).execute()
    await this.#carryOut(merge, by, started)
    await this.#shown(merge)
    return this.#info(merge, await commands.get(id))
  }

  async #carryOut({ command_id: id, sheet_id: sheet, wishes }: StoredMerge, by: Author, since: number): Promise<void> {
    const { commands } = this.#parts
    const cells = JSON.parse(wishes) as CellWish[]
    const outcome = await commands.write({ id, step: 1 }, sheet, cells, by, since)
    await commands.done(id, [outcome], { cells: cells.length - 1 })
  }

  /** What is to be written, each cell only where it holds what was seen. The row that goes is marked last. */
  async #wishes(sheet: string, { kept, merged, choices, seen }: MergeWish): Promise<CellWish[]> {
    const { store } = this.#parts
    const rows = await describeRows(this.#parts, sheet, [kept, merged])
    const [one, other] = [rows.get(kept), rows.get(merged)]
    if (one === undefined || other === undefined || kept === merged) throw new HubError('not-found')
    if (one.seen !== seen.kept || other.seen !== seen.merged || other.cells.status === DUPLICATE)
      throw new HubError('conflict', 'One of the rows has been changed since; look at them again.')
    const { kind } = await store.db.selectFrom('sheet').select('kind').where('id', '=', sheet).executeTakeFirstOrThrow()
    const { columns } = await readSetup(store.db, { id: sheet, kind })
    const cells = mergedCells(columns, one, other, choices)
    if (cells === undefined)
      throw new HubError('bad-request', 'Say of each amount in which the rows differ which one holds.')
    const mark = marksDuplicate(columns, merged)
    return [
      ...Object.entries(cells).map(([column, value]) => ({
        row: kept,
        column,
        value,
        expected: one.cells[column] ?? null,
      })),
      { ...mark, expected: other.cells[mark.column] ?? null },
    ]
  }

  async #info(merge: StoredMerge, { by, at, state, leftCount, left }: CommandInfo): Promise<MergeInfo> {
    const { command_id: id, sheet_id: sheet, kept, merged } = merge
    const item = await this.#parts.rooms.read(sheet, document => document.value(kept, 'item'))
    const label = typeof item === 'string' ? item.slice(0, 80) : ''
    return { id, sheet, kept, merged, label, by, at, state, leftCount, left }
  }

  /** Everybody sees what the rows are now, and what they were like is looked at anew. */
  async #shown({ sheet_id: sheet, kept, merged }: StoredMerge): Promise<void> {
    const { watch, desks } = this.#parts
    watch.note(sheet, [kept, merged])
    await watch.look(sheet)
    await desks.show(sheet, 'duplicate', [kept, merged])
  }

  /** Merges of these rows (of all without a list) that still are what the sheet says. */
  async #standing(sheet: string, rows?: readonly string[]): Promise<readonly StoredMerge[]> {
    const merges = await this.#of(sheet, rows)
    if (merges.length === 0) return []
    return this.#parts.rooms.read(sheet, document => merges.filter(({ merged }) => isMerged(document, merged)))
  }

  /** The newest merge of each row that went into another, whether it stands or not. */
  async #of(sheet: string, rows: readonly string[] | undefined): Promise<readonly StoredMerge[]> {
    let query = this.#db
      .selectFrom('row_merge')
      .innerJoin('sheet_command', 'sheet_command.id', 'row_merge.command_id')
      .selectAll('row_merge')
      .where('row_merge.sheet_id', '=', sheet)
    if (rows !== undefined) query = query.where(it => it.or([it('kept', 'in', rows), it('merged', 'in', rows)]))
    const merges = await query.orderBy('sheet_command.at', 'desc').orderBy('command_id').execute()
    const seen = new Set<string>()
    return merges.filter(({ merged }) => !seen.has(merged) && seen.add(merged))
  }

  async #stored(id: string): Promise<StoredMerge> {
    const merge = await this.#find(id)
    if (merge === undefined) throw new HubError('not-found')
    return merge
  }

  #find(id: string): Promise<StoredMerge | undefined> {
    return this.#db.selectFrom('row_merge').selectAll().where('command_id', '=', id).executeTakeFirst()
  }

  async #operationOf(sheet: string): Promise<string> {
    const row = await this.#db.selectFrom('sheet').select('operation_id').where('id', '=', sheet).executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    return row.operation_id
  }

  get #db(): Kysely<Database> {
    return this.#parts.store.db
  }
}

/** Whether the sheet says so: somebody may have made it a row of its own again by hand, or by undoing a person. */
const isMerged = (document: SheetDocument, row: string): boolean =>
  document.isDeleted(row) || document.value(row, 'status') === DUPLICATE
