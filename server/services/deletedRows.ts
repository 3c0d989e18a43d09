/** The deleted rows of a sheet, to bring them back from (docs/SPEC.md TIME-5). */
import type { z } from 'zod'
import type { deletedRows as answer } from '../../shared/protocol/time.ts'
import { deletions } from '../storage/moments.ts'
import type { Store } from '../storage/Store.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'

export interface DeletedRowsParts {
  readonly rooms: SheetRooms
  readonly store: Store
}

/** The rows deleted last, at most `limit`, and how many there are. Throws what `rooms.read` throws. */
export async function deletedRows(
  { rooms, store }: DeletedRowsParts,
  sheet: string,
  limit: number,
): Promise<z.infer<typeof answer>> {
  const gone = await rooms.read(sheet, document => [...document.allRows()].filter(row => document.isDeleted(row)))
  if (gone.length === 0) return { items: [], count: 0 }
  const by = await deletions(store, sheet, gone)
  const newest = gone.sort((a, b) => (by.get(b)?.id ?? 0) - (by.get(a)?.id ?? 0)).slice(0, limit)
  const cells = await rooms.read(sheet, document => newest.map(row => document.cells(row)))
  return {
    items: newest.map((id, i) => {
      const deletion = by.get(id)
      return {
        id,
        cells: cells[i] ?? {},
        member: deletion === undefined ? null : { id: deletion.member, name: deletion.memberName },
        at: deletion === undefined ? null : new Date(deletion.at).toISOString(),
      }
    }),
    count: gone.length,
  }
}
