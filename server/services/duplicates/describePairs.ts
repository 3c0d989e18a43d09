/** Two rows as a person has to see them to say whether they are one: cells, when each was changed, what hangs on them. */
import { createHash } from 'node:crypto'
import type { PairRow } from '../../../shared/protocol/duplicates.ts'
import { COLUMN_ID, type Scalar } from '../../../shared/sheet/cell.ts'
import type { Store } from '../../storage/Store.ts'
import type { Desk } from '../../sync/Desk.ts'
import type { SheetRooms } from '../../sync/SheetRooms.ts'

export interface DescribeParts {
  readonly store: Store
  readonly rooms: SheetRooms
  readonly desks: Pick<Desk, 'read'>
}

/** These rows of a sheet, by id; deleted ones and those that are not there are left out. */
export async function describeRows(
  { store, rooms, desks }: DescribeParts,
  sheet: string,
  rows: readonly string[],
): Promise<ReadonlyMap<string, PairRow>> {
  if (rows.length === 0) return new Map()
  const cells = await rooms.read(sheet, document =>
    rows.flatMap(row => (document.has(row) && !document.isDeleted(row) ? [[row, document.cells(row)] as const] : [])),
  )
  const changedAt = await changesOf(store, sheet, rows)
  const comments = new Map(
    (
      await store.db
        .selectFrom('comment')
        .select(['row_id', it => it.fn.countAll<number>().as('count')])
        .where('sheet_id', '=', sheet)
        .where('row_id', 'in', rows)
        .where('deleted_at', 'is', null)
        .groupBy('row_id')
        .execute()
    ).map(({ row_id, count }) => [row_id, Number(count)]),
  )
  return desks.read(
    sheet,
    desk =>
      new Map(
        cells.map(([row, held]) => {
          const contact = desk.get('contact', row)
          return [
            row,
            {
              row,
              cells: held,
              changedAt: changedAt.get(row) ?? {},
              seen: seenOf(held),
              comments: comments.get(row) ?? 0,
              verification: desk.get('verification', row)?.state ?? null,
              contact: contact === undefined ? null : { name: contact.name, phone: contact.phone },
            },
          ]
        }),
      ),
  )
}

/** Stands for what a row holds: the same for the same cells, whatever their order. */
export const seenOf = (cells: Readonly<Record<string, Scalar>>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(cells).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')
    .slice(0, 32)

async function changesOf(
  { db }: Store,
  sheet: string,
  rows: readonly string[],
): Promise<ReadonlyMap<string, Record<string, string>>> {
  const found = await db
    .selectFrom('cell_change')
    .select(['row_id', 'column_id', it => it.fn.max('at').as('at')])
    .where('sheet_id', '=', sheet)
    .where('row_id', 'in', rows)
    .where('won', '=', 1)
    .groupBy(['row_id', 'column_id'])
    .execute()
  const changes = new Map<string, Record<string, string>>()
  for (const { row_id, column_id, at } of found) {
    if (!COLUMN_ID.test(column_id)) continue
    const row = changes.get(row_id) ?? {}
    row[column_id] = new Date(Number(at)).toISOString()
    changes.set(row_id, row)
  }
  return changes
}
