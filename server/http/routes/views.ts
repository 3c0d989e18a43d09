/**
 * Views of sheets: one's own and the shared ones.
 */
import {
  defaultSheetView,
  newSheetView,
  savedSheetView,
  sheetViewInfo,
  sheetViewList,
} from '../../../shared/protocol/views.ts'
import type { Identity } from '../../auth/identity.ts'
import type { Sheets } from '../../services/sheets.ts'
import type { Views } from '../../services/views.ts'
import { type Route, route } from '../route.ts'

export interface ViewRoutesParts {
  readonly sheets: Sheets
  readonly views: Views
}

interface Named {
  readonly identity: Identity
  readonly params: Readonly<Record<string, string>>
}

export function viewRoutes({ sheets, views }: ViewRoutesParts): Route[] {
  const ofSheet = ({ params }: Named) => sheets.thingOf(params.id ?? '')
  const ofView = ({ identity, params }: Named) =>
    views.sheetOf(identity, params.id ?? '').then(sheet => sheets.thingOf(sheet))
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/views',
        summary: 'Your own views of a sheet and the shared ones',
        action: 'sheet.read',
        of: ofSheet,
        response: sheetViewList,
      },
      async ({ identity, params }) => ({ json: { items: await views.list(identity, params.id ?? '') } }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/views',
        summary: 'Keep a view of a sheet; a shared one takes the right to share',
        action: 'view.keep',
        of: ofSheet,
        body: newSheetView,
        status: 201,
        response: sheetViewInfo,
      },
      async asked => ({ json: await views.create(asked.identity, asked.params.id ?? '', asked.body, asked) }),
    ),
    route(
      {
        method: 'post',
        path: '/views/:id',
        summary: 'Save a view: its name, what it shows, whether it is shared',
        action: 'view.keep',
        of: ofView,
        body: savedSheetView,
        response: sheetViewInfo,
      },
      async ({ identity, params, body, now }) => ({ json: await views.save(identity, params.id ?? '', body, now) }),
    ),
    route(
      {
        method: 'post',
        path: '/views/:id/default',
        summary: 'Let a sheet open with this shared view, or no longer',
        action: 'view.share',
        of: ofView,
        body: defaultSheetView,
        response: sheetViewInfo,
      },
      async ({ identity, params, body }) => ({
        json: await views.makeDefault(identity, params.id ?? '', body.default),
      }),
    ),
    route(
      {
        method: 'delete',
        path: '/views/:id',
        summary: 'Delete a view',
        action: 'view.keep',
        of: ofView,
        status: 204,
        response: 'nothing',
      },
      async ({ identity, params }) => {
        await views.remove(identity, params.id ?? '')
        return { empty: true }
      },
    ),
  ]
}
