/**
 * A sheet's rows, page by page: as they are, or as they were at a moment (docs/SPEC.md HTTP-7).
 */
import type { SheetRow } from '../../shared/protocol/http.ts'
import { RESERVED_COLUMNS, ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import { isOrderKey } from '../../shared/sheet/order.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { Store } from '../storage/Store.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { fromCursor, type Page, type PageQuery, toCursor } from './pages.ts'

/** Where a row stands: order key, then id. */
interface Place {
  readonly order: string
  readonly id: string
}

const byPlace = (a: Place, b: Place): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

function place(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined
  const [order = '', id = ''] = fromCursor(cursor, 2)
  return { order, id }
}

/** The first index whose place is after `after`, in a list sorted by place. */
function firstAfter(count: number, at: (index: number) => Place, after: Place | undefined): number {
  let low = 0
  let high = after === undefined ? 0 : count
  while (after !== undefined && low < high) {
    const middle = (low + high) >>> 1
    if (byPlace(at(middle), after) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** One page of the living rows in sheet order. Throws HubError `bad-request` for a foreign cursor, and what `rooms.read` throws. */
export async function rowsPage(
  rooms: SheetRooms,
  sheet: string,
  { limit, cursor }: PageQuery,
): Promise<Page<SheetRow>> {
  const after = place(cursor)
  return rooms.read(sheet, document => {
    const rows = document.rows()
    const placeOf = (row: string): Place => ({ order: document.order(row), id: row })
    const from = firstAfter(rows.length, index => placeOf(rows[index] ?? ''), after)
    const ids = rows.slice(from, from + limit)
    const last = ids.at(-1)
    const more = last !== undefined && from + limit < rows.length
    return {
      items: ids.map(id => ({ id, cells: document.cells(id) })),
      next: more ? toCursor([document.order(last), last]) : null,
    }
  })
}

export interface PastParts {
  readonly rooms: SheetRooms
  readonly store: Store
}

/**
 * One page of the rows that lived at `at` (milliseconds), in their order of then. Rows made later are left out, rows deleted later are back.
 * The sheet is read before the history is: what changes in between is in the history with its value of before, so the answer stays true.
 */
export async function rowsPageAt(
  { rooms, store }: PastParts,
  sheet: string,
  at: number,
  { limit, cursor }: PageQuery,
): Promise<Page<SheetRow>> {
  const after = place(cursor)
  const now = await rooms.read(sheet, allPlaces)
  const places = placesThen(now, await store.valuesAt(sheet, at))
  const from = firstAfter(places.length, index => places[index] ?? { order: '', id: '' }, after)
  const page = places.slice(from, from + limit)
  const cells = await rooms.read(sheet, document => page.map(({ id }) => document.cells(id)))
  const then = await store.valuesAt(sheet, at)
  const last = page.at(-1)
  return {
    items: page.map(({ id }, index) => ({ id, cells: laidOver(cells[index] ?? {}, then.get(id)) })),
    next: last !== undefined && from + limit < places.length ? toCursor([last.order, last.id]) : null,
  }
}

interface PlaceNow extends Place {
  readonly deleted: boolean
}

const allPlaces = (document: SheetDocument): PlaceNow[] =>
  Array.from(document.allRows(), id => ({ id, order: document.order(id), deleted: document.isDeleted(id) }))

type Values = ReadonlyMap<string, Scalar>

/** The rows that lived then, sorted as they stood. A row whose order was never written then stands where its place in the base puts it. */
function placesThen(now: readonly PlaceNow[], then: ReadonlyMap<string, Values>): Place[] {
  const places: Place[] = []
  for (const { id, order, deleted } of now) {
    const values = then.get(id)
    const existed = values?.has(ROW_EXISTS) ? values.get(ROW_EXISTS) === true : true
    const gone = values?.has(ROW_GONE) ? values.get(ROW_GONE) === true : deleted
    if (!existed || gone) continue
    const past = values?.get(ROW_ORDER)
    places.push({ id, order: isOrderKey(past) ? past : order })
  }
  return places.sort(byPlace)
}

function laidOver(cells: Record<string, Scalar>, then: Values | undefined): Record<string, Scalar> {
  for (const [column, value] of then ?? []) {
    if (RESERVED_COLUMNS.has(column)) continue
    if (value === null) delete cells[column]
    else cells[column] = value
  }
  return cells
}
