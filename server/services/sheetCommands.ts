/**
 * Commands that wrote many cells, each of which is taken back and done again as one (docs/SPEC.md IMP-9, REVERT-4): what was done, by whom, and in
 * which records of the log. Taking back takes back the newest step's changes, so that what was left alone by one step stays so in the next.
 */
import type { Kysely, Selectable } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { CommandInfo, CommandLeft, CommandResult } from '../../shared/protocol/revert.ts'
import { ROW_EXISTS } from '../../shared/sheet/cell.ts'
import type { Store } from '../storage/Store.ts'
import type { SheetCommandTable } from '../storage/schema/imports.ts'
import type { Database } from '../storage/schema.ts'
import type { Author, CellsWritten, CellWish, SheetRooms } from '../sync/SheetRooms.ts'
import { type CommandRecord, planFor } from './takeBack.ts'

export interface SheetCommandsParts {
  readonly store: Store
  readonly rooms: SheetRooms
  readonly now: () => number
}

export type CommandKind = SheetCommandTable['kind']

/** What a command is, before it is carried out. */
export interface NewCommand {
  readonly id: string
  readonly kind: CommandKind
  readonly operation: string
  /** Without one it is about every sheet of the operation. */
  readonly sheet?: string | undefined
  readonly ofMember?: string
  readonly since?: number
  readonly fileName?: string
}

/** What a step did to one sheet. */
export type SheetOutcome = CellsWritten & { readonly sheet: string; readonly records: readonly CommandRecord[] }

type Left = { readonly sheet: string; readonly row: string; readonly column: string }
/** Cells left alone that are kept by name; all are counted. */
const NAMED_LEFT = 100

export class SheetCommands {
  readonly #parts: SheetCommandsParts
  /** Commands under way in this process: the second waits for the first. */
  readonly #running = new Map<string, Promise<unknown>>()

  constructor(parts: SheetCommandsParts) {
    this.#parts = parts
  }

  /** Notes that a command begins; again for the same id is nothing. Resolves to when it began first, ms. */
  async begin(command: NewCommand, by: Author): Promise<number> {
    const at = this.#parts.now()
    await this.#db
      .insertInto('sheet_command')
      .values({
        id: command.id,
        kind: command.kind,
        operation_id: command.operation,
        sheet_id: command.sheet ?? null,
        member_id: by.member,
        of_member: command.ofMember ?? null,
        since: command.since ?? null,
        file_name: command.fileName ?? null,
        at,
        step: 0,
        step_at: at,
        step_by: by.member,
        summary: '{}',
        left_alone: JSON.stringify({ count: 0, cells: [] }),
      })
      .onConflict(on => on.column('id').doNothing())
      .execute()
    return (await this.#row(command.id)).at
  }

  /** Notes that a command's first step is done, and what it did. Nothing when it was noted before. */
  async done(id: string, outcomes: readonly SheetOutcome[], summary: Readonly<Record<string, number>>): Promise<void> {
    await this.#note({ id, step: 1, by: undefined }, outcomes, summary)
  }

  /** Takes a command back. Again it changes nothing and answers the same. Throws HubError `not-found`, and `conflict` while it is under way. */
  undo(id: string, by: Author): Promise<CommandResult> {
    return this.#inTurn(id, () => this.#toggle(id, by, 'undone'))
  }

  /** Does a command that was taken back again. Throws as `undo`. */
  redo(id: string, by: Author): Promise<CommandResult> {
    return this.#inTurn(id, () => this.#toggle(id, by, 'done'))
  }

  /** Where a command belongs and whose it is. Throws HubError `not-found`. */
  async owner(id: string): Promise<{ readonly operation: string; readonly member: string; readonly kind: string }> {
    const row = await this.#row(id)
    return { operation: row.operation_id, member: row.member_id, kind: row.kind }
  }

  /** The newest commands of a kind, newest first: of one sheet, or of an operation. */
  async list(
    kind: CommandKind,
    of: { readonly sheet: string } | { readonly operation: string },
  ): Promise<CommandInfo[]> {
    let query = this.#db.selectFrom('sheet_command').selectAll().where('kind', '=', kind)
    query = 'sheet' in of ? query.where('sheet_id', '=', of.sheet) : query.where('operation_id', '=', of.operation)
    const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(50).execute()
    return this.#describe(rows)
  }

  /** A command as it stands. Throws HubError `not-found`. */
  async get(id: string): Promise<CommandInfo> {
    const [info] = await this.#describe([await this.#row(id)])
    if (info === undefined) throw new HubError('not-found')
    return info
  }

  /**
   * Writes cells for a step and tells in which record. When the hub was killed between writing and noting, nothing is left to write
   * the next time; the record is then found by a cell of the step.
   */
  async write(
    { id, step }: { readonly id: string; readonly step: number },
    sheet: string,
    wishes: readonly CellWish[],
    by: Author,
    since: number,
  ): Promise<SheetOutcome> {
    if (wishes.length === 0) return { sheet, written: 0, left: [], record: undefined, records: [] }
    const outcome = await this.#parts.rooms.writeCells(sheet, wishes, by)
    const left = new Set(outcome.left.map(({ row, column }) => `${row}:${column}`))
    const done = wishes.find(({ row, column }) => !left.has(`${row}:${column}`))
    const record =
      outcome.record ?? (done === undefined ? undefined : await this.#recordOf(sheet, done, by.member, since))
    const records = record === undefined ? [] : [{ sheet, ...record }]
    await this.#keep(this.#db, id, step, records)
    return { ...outcome, sheet, records }
  }

  /** The record in which these rows were appended by this member, not before `since`. */
  async appended(sheet: string, rows: readonly string[], by: Author, since: number): Promise<CommandRecord[]> {
    for (const row of rows) {
      const record = await this.#recordOf(sheet, { row, column: ROW_EXISTS }, by.member, since)
      if (record !== undefined) return [{ sheet, ...record }]
    }
    return []
  }

  /** The record in which this member wrote this cell, not before `since`; undefined when the newest change is another's. */
  async #recordOf(
    sheet: string,
    { row, column }: Pick<CellWish, 'row' | 'column'>,
    member: string,
    since: number,
  ): Promise<{ seq: number; at: number } | undefined> {
    const newest = await this.#db
      .selectFrom('cell_change')
      .select(['seq', 'at', 'member_id'])
      .where('sheet_id', '=', sheet)
      .where('row_id', '=', row)
      .where('column_id', '=', column)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    return newest === undefined || newest.member_id !== member || newest.at < since
      ? undefined
      : { seq: newest.seq, at: newest.at }
  }

  async #toggle(id: string, by: Author, wanted: 'done' | 'undone'): Promise<CommandResult> {
    const row = await this.#row(id)
    if (row.step === 0) throw new HubError('conflict', 'It is still under way.')
    if (stateOf(row.step) === wanted) return this.#result(id, 0)
    const { store, now } = this.#parts
    const started = now()
    const records = await this.#records(id, row.step)
    const outcomes: SheetOutcome[] = []
    for (const sheet of new Set(records.map(record => record.sheet))) {
      const plan = await planFor(store, sheet, { by: 'records', records })
      const outcome = await this.write({ id, step: row.step + 1 }, sheet, plan.wishes, by, started)
      outcomes.push({ ...outcome, left: [...plan.left, ...outcome.left] })
    }
    await this.#note({ id, step: row.step + 1, by }, outcomes, undefined)
    return this.#result(
      id,
      outcomes.reduce((sum, { written }) => sum + written, 0),
    )
  }

  async #result(id: string, written: number): Promise<CommandResult> {
    return { command: await this.get(id), written }
  }

  async #note(
    { id, step, by }: { readonly id: string; readonly step: number; readonly by: Author | undefined },
    outcomes: readonly SheetOutcome[],
    summary: Readonly<Record<string, number>> | undefined,
  ): Promise<void> {
    const left = await this.named(outcomes.flatMap(({ sheet, left }) => left.map(cell => ({ sheet, ...cell }))))
    const records = outcomes.flatMap(outcome => outcome.records)
    await this.#db.transaction().execute(async tx => {
      let update = tx
        .updateTable('sheet_command')
        .set({ step, step_at: this.#parts.now(), left_alone: JSON.stringify(left) })
        .where('id', '=', id)
        .where('step', '=', step - 1)
      if (by !== undefined) update = update.set({ step_by: by.member })
      if (summary !== undefined) update = update.set({ summary: JSON.stringify(summary) })
      const { numUpdatedRows } = await update.executeTakeFirst()
      if (numUpdatedRows === 0n) return
      await this.#keep(tx, id, step, records)
    })
  }

  /** The first cells left alone, with what their rows are about. */
  async named(left: readonly Left[]): Promise<{ count: number; cells: CommandLeft[] }> {
    const cells: CommandLeft[] = []
    for (const { sheet, row, column } of left.slice(0, NAMED_LEFT)) {
      const label = await this.#parts.rooms.read(sheet, document => document.value(row, 'item'))
      cells.push({ sheet, row, column, label: typeof label === 'string' ? label.slice(0, 80) : '' })
    }
    return { count: left.length, cells }
  }

  async #keep(db: Kysely<Database>, id: string, step: number, records: readonly CommandRecord[]): Promise<void> {
    for (const { sheet, seq, at } of records)
      await db
        .insertInto('sheet_command_step')
        .values({ command_id: id, step, sheet_id: sheet, seq, at })
        .onConflict(on => on.columns(['command_id', 'step', 'sheet_id', 'seq']).doNothing())
        .execute()
  }

  async #records(id: string, step: number): Promise<CommandRecord[]> {
    const rows = await this.#db
      .selectFrom('sheet_command_step')
      .select(['sheet_id', 'seq', 'at'])
      .where('command_id', '=', id)
      .where('step', '=', step)
      .execute()
    return rows.map(({ sheet_id: sheet, seq, at }) => ({ sheet, seq, at }))
  }

  async #describe(rows: readonly Selectable<SheetCommandTable>[]): Promise<CommandInfo[]> {
    const ids = [...new Set(rows.flatMap(row => [row.member_id, row.step_by, row.of_member ?? row.member_id]))]
    const names = new Map(
      ids.length === 0
        ? []
        : (await this.#db.selectFrom('member').select(['id', 'name']).where('id', 'in', ids).execute()).map(
            ({ id, name }) => [id, name] as const,
          ),
    )
    const person = (id: string) => ({ id, name: names.get(id) ?? id })
    return rows.map(row => {
      const { count, cells } = JSON.parse(row.left_alone) as { count: number; cells: CommandLeft[] }
      return {
        id: row.id,
        kind: row.kind,
        sheet: row.sheet_id,
        by: person(row.member_id),
        of: row.of_member === null ? null : person(row.of_member),
        since: row.since === null ? null : new Date(row.since).toISOString(),
        fileName: row.file_name,
        at: new Date(row.at).toISOString(),
        state: row.step === 0 ? 'underWay' : stateOf(row.step),
        stateAt: new Date(row.step_at).toISOString(),
        stateBy: person(row.step_by),
        counts: JSON.parse(row.summary) as Record<string, number>,
        leftCount: count,
        left: cells,
      }
    })
  }

  async #row(id: string): Promise<Selectable<SheetCommandTable>> {
    const row = await this.#db.selectFrom('sheet_command').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    return row
  }

  async #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    for (let running = this.#running.get(id); running !== undefined; running = this.#running.get(id)) await running
    const turn = work()
    this.#running.set(id, Promise.allSettled([turn]))
    try {
      return await turn
    } finally {
      this.#running.delete(id)
    }
  }

  get #db(): Kysely<Database> {
    return this.#parts.store.db
  }
}

/** Odd steps did it, even ones took it back. */
const stateOf = (step: number): 'done' | 'undone' => (step % 2 === 1 ? 'done' : 'undone')
