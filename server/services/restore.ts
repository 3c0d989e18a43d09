/** Going back to a moment of a sheet: first what it would change, then one command, written forward (docs/SPEC.md TIME-6 … TIME-9). */
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Restored, RestorePreview, restoreWish } from '../../shared/protocol/time.ts'
import { RESERVED_COLUMNS, ROW_GONE, ROW_ORDER } from '../../shared/sheet/cell.ts'
import { changedAfter, newestChange } from '../storage/moments.ts'
import type { Store } from '../storage/Store.ts'
import type { Author, SheetRooms } from '../sync/SheetRooms.ts'
import { type PlannedCell, planRestore } from './restorePlan.ts'

/** Cells named in an answer; more are only counted. */
const NAMED = 30

export interface RestoreParts {
  readonly store: Store
  readonly rooms: SheetRooms
  readonly now: () => number
}

export class Restore {
  readonly #parts: RestoreParts

  constructor(parts: RestoreParts) {
    this.#parts = parts
  }

  /** What going back to `at` (ISO 8601) would change. Throws HubError `bad-request` for a moment to come, and what `rooms.read` throws. */
  async preview(sheet: string, at: string): Promise<RestorePreview> {
    const seen = await newestChange(this.#parts.store, sheet)
    const plan = await this.#plan(sheet, at)
    const gone = plan.filter(({ column }) => column === ROW_GONE)
    const values = plan.filter(({ column }) => !RESERVED_COLUMNS.has(column))
    const columns = new Map<string, number>()
    for (const { column } of values) columns.set(column, (columns.get(column) ?? 0) + 1)
    return {
      at,
      seen,
      cells: values.length,
      rowsBack: gone.filter(({ value }) => value !== true).length,
      rowsAway: gone.filter(({ value }) => value === true).length,
      rowsMoved: plan.filter(({ column }) => column === ROW_ORDER).length,
      columns: [...columns].sort((a, b) => b[1] - a[1]).map(([column, cells]) => ({ column, cells })),
      sample: values
        .slice(0, NAMED)
        .map(({ row, column, value, expected }) => ({ row, column, now: expected, was: value })),
    }
  }

  /**
   * Goes back, in one durable transaction in the name of `by`. Cells changed since the preview (after the change `seen`) are left and named. Throws
   * as `preview` does.
   */
  async restore(sheet: string, { at, seen }: z.infer<typeof restoreWish>, by: Author): Promise<Restored> {
    const { store, rooms } = this.#parts
    const plan = await this.#plan(sheet, at)
    const since = await changedAfter(store, sheet, seen)
    const isLate = ({ row, column }: PlannedCell): boolean => since.get(row)?.has(column) === true
    const late = plan.filter(isLate)
    const { written, left, record } = await rooms.writeCells(
      sheet,
      plan.filter(cell => !isLate(cell)),
      by,
    )
    const all = [...late.map(({ row, column }) => ({ row, column })), ...left]
    return {
      written,
      leftCount: all.length,
      left: all.slice(0, NAMED),
      before: record === undefined ? null : new Date(record.at - 1).toISOString(),
      seen: await newestChange(store, sheet, record),
    }
  }

  async #plan(sheet: string, at: string): Promise<readonly PlannedCell[]> {
    const { store, rooms, now } = this.#parts
    const moment = Date.parse(at)
    if (moment > now()) throw new HubError('bad-request', 'The moment is still to come.')
    const past = await store.valuesAt(sheet, moment)
    return rooms.read(sheet, document => planRestore(document, past))
  }
}
