/** Open conflicts of a sheet: values lost to others that nobody had seen (docs/SPEC.md TIME-2 … TIME-4). */
import type { z } from 'zod'
import type { ConflictList, settleConflict } from '../../shared/protocol/time.ts'
import { openConflicts, type Writing } from '../storage/moments.ts'
import type { Store } from '../storage/Store.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'

/** Conflicts shown at a time: more than a person settles before the next ones come up. */
const SHOWN = 500

export interface ConflictsParts {
  readonly store: Store
  readonly rooms: SheetRooms
}

export class Conflicts {
  readonly #parts: ConflictsParts

  constructor(parts: ConflictsParts) {
    this.#parts = parts
  }

  /** The newest open conflicts of a sheet. Throws HubError `unavailable` for a damaged history. */
  async list(sheet: string): Promise<ConflictList> {
    const found = await openConflicts(this.#parts.store, sheet, SHOWN + 1)
    return {
      items: found.slice(0, SHOWN).map(({ id, row, column, lost, stands }) => ({
        id,
        row,
        column,
        lost: { value: lost.value, ...authorOf(lost.by) },
        stands: { value: stands.value, ...authorOf(stands.by) },
      })),
      more: found.length > SHOWN,
    }
  }

  /** Keeps what stands in a cell, for everybody: what was lost there up to a change is no open conflict any more. Everybody hears of it. */
  async settle(
    sheet: string,
    { row, column, upTo }: z.infer<typeof settleConflict>,
    by: { readonly member: string; readonly now: number },
  ): Promise<void> {
    const { store, rooms } = this.#parts
    await store.db
      .insertInto('conflict_settled')
      .values({ sheet_id: sheet, row_id: row, column_id: column, up_to: upTo, member_id: by.member, at: by.now })
      .execute()
    await rooms.announceConflicts(sheet)
  }
}

const authorOf = (by: Writing | undefined) =>
  by === undefined
    ? { member: null, at: null }
    : { member: { id: by.member, name: by.memberName }, at: new Date(by.at).toISOString() }
