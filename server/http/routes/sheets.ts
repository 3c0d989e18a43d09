/**
 * Sheets: the list, one, its rows, its history.
 */
import { z } from 'zod'
import {
  historyPage,
  historyQuery,
  newSheet,
  rowsPage,
  rowsQuery,
  sheetInfo,
  sheetList,
} from '../../../shared/protocol/http.ts'
import type { Merges } from '../../services/duplicates/Merges.ts'
import { historyPage as readHistory } from '../../services/history.ts'
import { rowsPage as readRows, rowsPageAt } from '../../services/rows.ts'
import type { Sheets } from '../../services/sheets.ts'
import type { Store } from '../../storage/Store.ts'
import type { SheetRooms } from '../../sync/SheetRooms.ts'
import { type Route, route } from '../route.ts'

export interface SheetRoutesParts {
  readonly sheets: Sheets
  readonly merges: Merges
  readonly rooms: SheetRooms
  readonly store: Store
}

const listQuery = z.object({ operation: z.string().max(64).optional() })

export function sheetRoutes({ sheets, merges, rooms, store }: SheetRoutesParts): Route[] {
  const ofSheet = ({ params }: { readonly params: Readonly<Record<string, string>> }) => sheets.thingOf(params.id ?? '')
  return [
    route(
      {
        method: 'get',
        path: '/sheets',
        summary: 'Sheets you may read',
        action: 'sheet.read',
        of: 'hub',
        query: listQuery,
        response: sheetList,
      },
      async ({ identity, query }) => ({ json: { items: await sheets.list(identity, query.operation) } }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets',
        summary: 'Make an empty sheet',
        action: 'sheet.create',
        of: ({ body }) => body.operation,
        body: newSheet,
        status: 201,
        response: sheetInfo,
      },
      async asked => ({ json: await sheets.create(asked.body, asked) }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id',
        summary: 'One sheet',
        action: 'sheet.read',
        of: ofSheet,
        response: sheetInfo,
      },
      async ({ params, identity }) => ({ json: await sheets.get(params.id ?? '', identity) }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/rows',
        summary: 'Rows in sheet order, as they are or as they were at a moment',
        action: 'sheet.read',
        of: ofSheet,
        query: rowsQuery,
        response: rowsPage,
      },
      async ({ params, query }) => ({
        json:
          query.at === undefined
            ? await readRows(rooms, params.id ?? '', query)
            : await rowsPageAt({ rooms, store }, params.id ?? '', Date.parse(query.at), query),
      }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/history',
        summary: 'Every change, newest first',
        action: 'history.read',
        of: ofSheet,
        query: historyQuery,
        response: historyPage,
      },
      async ({ params: { id = '' }, query }) => {
        const rows = query.row === undefined || query.with !== 'merged' ? query.row : await merges.rowsOf(id, query.row)
        return { json: await readHistory(store, id, { ...query, row: rows }) }
      },
    ),
  ]
}
