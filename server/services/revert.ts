/**
 * Undoes everything a person did since a moment (docs/SPEC.md REVERT): shown first, then written forward as one command, which can itself be taken
 * back (sheetCommands.ts). Who may is the caller's question.
 */
import { HubError } from '../../shared/protocol/errors.ts'
import type { CommandResult, RevertPreview, RevertWish } from '../../shared/protocol/revert.ts'
import { ROW_GONE } from '../../shared/sheet/cell.ts'
import type { Store } from '../storage/Store.ts'
import type { Author, SheetRooms } from '../sync/SheetRooms.ts'
import type { Making } from './making.ts'
import type { SheetCommands, SheetOutcome } from './sheetCommands.ts'
import { planFor, type SheetTakeBack } from './takeBack.ts'

export interface RevertsParts {
  readonly store: Store
  readonly rooms: SheetRooms
  readonly commands: SheetCommands
}

const SAMPLE = 20

export class Reverts {
  readonly #parts: RevertsParts

  constructor(parts: RevertsParts) {
    this.#parts = parts
  }

  /** What it would write, and what it would leave. Throws HubError `not-found` for a sheet that is not the operation's. */
  async preview(operation: string, wish: RevertWish): Promise<RevertPreview> {
    const plans = await this.#plans(operation, wish)
    const cells = plans.flatMap(({ sheet, wishes }) => wishes.map(cell => ({ sheet, ...cell })))
    const left = await this.#parts.commands.named(
      plans.flatMap(plan => plan.left.map(cell => ({ sheet: plan.sheet, ...cell }))),
    )
    const columns = new Map<string, { sheet: string; column: string; cells: number }>()
    for (const { sheet, column } of cells) {
      const known = columns.get(`${sheet}:${column}`)
      if (known === undefined) columns.set(`${sheet}:${column}`, { sheet, column, cells: 1 })
      else known.cells++
    }
    const sample = cells.slice(0, SAMPLE)
    const { cells: labelled } = await this.#parts.commands.named(sample)
    return {
      ...countsOf(plans),
      leftCount: left.count,
      left: left.cells,
      columns: [...columns.values()].sort((a, b) => b.cells - a.cells),
      sample: sample.map(({ sheet, row, column, expected, value }, at) => ({
        sheet,
        row,
        column,
        label: labelled[at]?.label ?? '',
        old: expected,
        new: value,
      })),
    }
  }

  /** Undoes it. Repeated under the same Idempotency-Key it is done once. Throws as `preview`, and `bad-request` when there is nothing to undo. */
  async revert(operation: string, wish: RevertWish, by: Author, making: Making): Promise<CommandResult> {
    const { commands } = this.#parts
    const id = making.newId()
    const plans = await this.#plans(operation, wish)
    if (plans.every(({ changes }) => changes === 0))
      throw new HubError('bad-request', 'There is nothing to undo since then.')
    const command = { id, kind: 'revert', operation, ofMember: wish.member, since: Date.parse(wish.since) } as const
    const started = await commands.begin({ ...command, sheet: wish.sheet }, by)
    const outcomes: SheetOutcome[] = []
    for (const { sheet, wishes, left } of plans) {
      const outcome = await commands.write({ id, step: 1 }, sheet, wishes, by, started)
      outcomes.push({ ...outcome, left: [...left, ...outcome.left] })
    }
    await commands.done(id, outcomes, countsOf(plans))
    return { command: await commands.get(id), written: outcomes.reduce((sum, { written }) => sum + written, 0) }
  }

  async #plans(operation: string, { member, since, sheet }: RevertWish): Promise<SheetTakeBack[]> {
    const { store } = this.#parts
    let query = store.db.selectFrom('sheet').select('id').where('operation_id', '=', operation)
    if (sheet !== undefined) query = query.where('id', '=', sheet)
    const sheets = await query.orderBy('position').execute()
    if (sheet !== undefined && sheets.length === 0) throw new HubError('not-found')
    const plans: SheetTakeBack[] = []
    for (const { id } of sheets) {
      const plan = await planFor(store, id, { by: 'member', member, since: Date.parse(since) })
      if (plan.changes > 0) plans.push(plan)
    }
    return plans
  }
}

function countsOf(plans: readonly SheetTakeBack[]) {
  const wishes = plans.flatMap(plan => plan.wishes)
  const rows = (value: boolean) =>
    wishes.filter(wish => wish.column === ROW_GONE && (wish.value === true) === value).length
  return {
    cells: wishes.filter(({ column }) => column !== ROW_GONE).length,
    rowsRemoved: rows(true),
    rowsRestored: rows(false),
  }
}
