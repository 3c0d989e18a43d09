/** What a sheet is made of: its columns, its name, its place, whether it is put away. */
import { type SheetInfo, sheetInfo, sheetList } from '../../../shared/protocol/http.ts'
import {
  columnChange,
  columnNamed,
  columnOrder,
  columnPreview,
  columnWish,
  sheetArrangement,
  sheetColumnsInfo,
  sheetOrder,
} from '../../../shared/protocol/ownColumns.ts'
import type { Columns } from '../../services/columns.ts'
import type { Sheets } from '../../services/sheets.ts'
import { type Route, route } from '../route.ts'

export interface ColumnRoutesParts {
  readonly columns: Columns
  readonly sheets: Sheets
}

export function columnRoutes({ columns, sheets }: ColumnRoutesParts): Route[] {
  const ofSheet = ({ params }: { readonly params: Readonly<Record<string, string>> }) => sheets.thingOf(params.id ?? '')
  const ofOperation = ({ params }: { readonly params: Readonly<Record<string, string>> }) => params.id ?? ''
  const edits = { action: 'column.edit', of: ofSheet, response: sheetColumnsInfo } as const
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/columns',
        summary: 'Columns of a sheet, and those taken away',
        action: 'sheet.read',
        of: ofSheet,
        response: sheetColumnsInfo,
      },
      async ({ params }) => ({ json: await columns.list(params.id ?? '') }),
    ),
    route(
      { ...edits, method: 'post', path: '/sheets/:id/columns', summary: 'Add a column', body: columnWish, status: 201 },
      async asked => ({ json: await columns.add(asked.params.id ?? '', asked.body, asked) }),
    ),
    route(
      {
        ...edits,
        method: 'post',
        path: '/sheets/:id/columns/preview',
        summary: 'What a change of kind would do to the values that are there',
        body: columnChange,
        response: columnPreview,
      },
      async ({ params, body }) => ({ json: await columns.preview(params.id ?? '', body) }),
    ),
    route(
      {
        ...edits,
        method: 'post',
        path: '/sheets/:id/columns/change',
        summary: 'Change an own column',
        body: columnChange,
      },
      async ({ params, body, identity }) => ({
        json: await columns.change(params.id ?? '', body, { member: identity.member.id, session: identity.session }),
      }),
    ),
    route(
      {
        ...edits,
        method: 'post',
        path: '/sheets/:id/columns/remove',
        summary: 'Take a column away; its cells and history stay',
        body: columnNamed,
      },
      async ({ params, body, now }) => ({ json: await columns.setRemoved(params.id ?? '', body.column, true, now) }),
    ),
    route(
      {
        ...edits,
        method: 'post',
        path: '/sheets/:id/columns/restore',
        summary: 'Bring a column back with its cells',
        body: columnNamed,
      },
      async ({ params, body, now }) => ({ json: await columns.setRemoved(params.id ?? '', body.column, false, now) }),
    ),
    route(
      {
        ...edits,
        method: 'post',
        path: '/sheets/:id/columns/order',
        summary: 'Put the columns into this order',
        body: columnOrder,
      },
      async ({ params, body, now }) => ({ json: await columns.order(params.id ?? '', body.columns, now) }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/arrangement',
        summary: 'Rename a sheet, put it away or take it out again',
        action: 'sheet.arrange',
        of: ofSheet,
        body: sheetArrangement,
        response: sheetInfo,
      },
      async ({ params, body, identity, now }): Promise<{ json: SheetInfo }> => ({
        json: await sheets.arrange(params.id ?? '', body, identity, now),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/operations/:id/sheet-order',
        summary: 'Put the sheets of an operation into this order',
        action: 'sheet.arrange',
        of: ofOperation,
        body: sheetOrder,
        response: sheetList,
      },
      async ({ params, body, identity }) => ({
        json: { items: await sheets.order(params.id ?? '', body.sheets, identity) },
      }),
    ),
  ]
}
