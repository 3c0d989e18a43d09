/** Conflicts, deleted rows, the past of a sheet and the way back to it. */
import {
  conflictList,
  conflictSettled,
  deletedRows as deletedList,
  deletedQuery,
  historyAuthors,
  pastCells,
  pastQuery,
  restored,
  restorePreview,
  restoreQuery,
  restoreWish,
  settleConflict,
  timeline,
  timelineQuery,
} from '../../../shared/protocol/time.ts'
import type { Conflicts } from '../../services/conflicts.ts'
import { deletedRows } from '../../services/deletedRows.ts'
import type { Restore } from '../../services/restore.ts'
import type { Sheets } from '../../services/sheets.ts'
import { pastOf, timelineOf } from '../../services/timeline.ts'
import { authorsOf } from '../../storage/moments.ts'
import type { Store } from '../../storage/Store.ts'
import type { SheetRooms } from '../../sync/SheetRooms.ts'
import { type Route, route } from '../route.ts'

export interface TimeRoutesParts {
  readonly sheets: Sheets
  readonly rooms: SheetRooms
  readonly store: Store
  readonly conflicts: Conflicts
  readonly restore: Restore
}

type InSheet = { readonly params: Readonly<Record<string, string>> }
const sheetOf = ({ params }: InSheet): string => params.id ?? ''

export const timeRoutes = (parts: TimeRoutesParts): Route[] => [
  ...conflictRoutes(parts),
  ...pastRoutes(parts),
  ...restoreRoutes(parts),
]

function conflictRoutes({ sheets, conflicts }: TimeRoutesParts): Route[] {
  const ofSheet = (asked: InSheet) => sheets.thingOf(sheetOf(asked))
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/conflicts',
        summary: 'Values lost to others that nobody had seen, and that nobody has settled yet',
        action: 'history.read',
        of: ofSheet,
        response: conflictList,
      },
      async asked => ({ json: await conflicts.list(sheetOf(asked)) }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/conflicts/settle',
        summary: 'Keep what stands in a cell',
        action: 'sheet.edit',
        of: ofSheet,
        body: settleConflict,
        response: conflictSettled,
      },
      async asked => {
        await conflicts.settle(sheetOf(asked), asked.body, { member: asked.identity.member.id, now: asked.now })
        return { json: { settled: true } }
      },
    ),
  ]
}

function pastRoutes({ sheets, rooms, store }: TimeRoutesParts): Route[] {
  const ofSheet = (asked: InSheet) => sheets.thingOf(sheetOf(asked))
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/past',
        summary: 'What the cells changed since held at a moment',
        action: 'history.read',
        of: ofSheet,
        query: pastQuery,
        response: pastCells,
      },
      async asked => ({ json: await pastOf(store, sheetOf(asked), asked.query) }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/timeline',
        summary: 'When how much was changed',
        action: 'history.read',
        of: ofSheet,
        query: timelineQuery,
        response: timeline,
      },
      async asked => ({ json: await timelineOf(store, sheetOf(asked), asked.query) }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/history/authors',
        summary: 'Everybody who has changed the sheet',
        action: 'history.read',
        of: ofSheet,
        response: historyAuthors,
      },
      async asked => ({ json: { items: [...(await authorsOf(store, sheetOf(asked)))] } }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/deleted',
        summary: 'Deleted rows, the last ones first',
        action: 'sheet.read',
        of: ofSheet,
        query: deletedQuery,
        response: deletedList,
      },
      async asked => ({ json: await deletedRows({ rooms, store }, sheetOf(asked), asked.query.limit) }),
    ),
  ]
}

function restoreRoutes({ sheets, restore }: TimeRoutesParts): Route[] {
  const ofSheet = (asked: InSheet) => sheets.thingOf(sheetOf(asked))
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/restore',
        summary: 'What going back to a moment would change',
        action: 'sheet.restore',
        of: ofSheet,
        query: restoreQuery,
        response: restorePreview,
      },
      async asked => ({ json: await restore.preview(sheetOf(asked), asked.query.at) }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/restore',
        summary: 'Go back to a moment: written forward, in one transaction',
        action: 'sheet.restore',
        of: ofSheet,
        body: restoreWish,
        response: restored,
      },
      async asked => ({
        json: await restore.restore(sheetOf(asked), asked.body, {
          member: asked.identity.member.id,
          session: asked.identity.session,
        }),
      }),
    ),
  ]
}
