/** Undoing what a person did or what an import brought in, and who changed how much. */

import { HubError } from '../../../shared/protocol/errors.ts'
import {
  activity,
  activityQuery,
  changesPage,
  changesQuery,
  commandList,
  commandResult,
  revertPreview,
  revertWish,
} from '../../../shared/protocol/revert.ts'
import { type Identity, may } from '../../auth/identity.ts'
import type { Activities } from '../../services/activity.ts'
import type { Reverts } from '../../services/revert.ts'
import type { SheetCommands } from '../../services/sheetCommands.ts'
import type { Sheets } from '../../services/sheets.ts'
import { type Asked, type Route, route } from '../route.ts'

export interface RevertRoutesParts {
  readonly sheets: Sheets
  readonly commands: SheetCommands
  readonly reverts: Reverts
  readonly activities: Activities
}

type ById = Pick<Asked<unknown, unknown>, 'params' | 'identity'>
const idOf = ({ params }: Pick<ById, 'params'>): string => params.id ?? ''
const authorOf = ({ identity }: { readonly identity: Identity }) => ({
  member: identity.member.id,
  session: identity.session,
})

export function revertRoutes({ sheets, commands, reverts, activities }: RevertRoutesParts): Route[] {
  /** Whoever imported may take it back, and whoever may undo others. For anybody else it is not there. */
  const ofImport = async (asked: ById): Promise<string> => {
    const { operation, member, kind } = await commands.owner(idOf(asked))
    const theirs = member === asked.identity.member.id || may(asked.identity, 'edit.revert', { operation })
    if (kind !== 'import' || !theirs) throw new HubError('not-found')
    return operation
  }
  const ofRevert = async (asked: ById): Promise<string> => {
    const { operation, kind } = await commands.owner(idOf(asked))
    if (kind !== 'revert') throw new HubError('not-found')
    return operation
  }
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/imports',
        summary: 'What has been imported into the sheet, newest first',
        action: 'sheet.import',
        of: asked => sheets.thingOf(idOf(asked)),
        response: commandList,
      },
      async asked => ({ json: { items: await commands.list('import', { sheet: idOf(asked) }) } }),
    ),
    route(
      {
        method: 'post',
        path: '/imports/:id/undo',
        summary: 'Take an import back: its rows, and the cells that still hold what it wrote',
        action: 'sheet.import',
        of: ofImport,
        response: commandResult,
      },
      async asked => ({ json: await commands.undo(idOf(asked), authorOf(asked)) }),
    ),
    route(
      {
        method: 'post',
        path: '/imports/:id/redo',
        summary: 'Do an import that was taken back again',
        action: 'sheet.import',
        of: ofImport,
        response: commandResult,
      },
      async asked => ({ json: await commands.redo(idOf(asked), authorOf(asked)) }),
    ),
    route(
      {
        method: 'get',
        path: '/operations/:id/activity',
        summary: 'Who changed how much in a time',
        action: 'activity.read',
        of: idOf,
        query: activityQuery,
        response: activity,
      },
      async asked => ({
        json: await activities.people({ ...times(asked.query), operation: idOf(asked), sheet: asked.query.sheet }),
      }),
    ),
    route(
      {
        method: 'get',
        path: '/operations/:id/changes',
        summary: "One person's changes, newest first",
        action: 'activity.read',
        of: idOf,
        query: changesQuery,
        response: changesPage,
      },
      async asked => ({
        json: await activities.changes({ ...asked.query, ...times(asked.query), operation: idOf(asked) }),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/operations/:id/reverts/preview',
        summary: 'What undoing everything a person did since a moment would change',
        action: 'edit.revert',
        of: idOf,
        body: revertWish,
        response: revertPreview,
      },
      async asked => ({ json: await reverts.preview(idOf(asked), asked.body) }),
    ),
    route(
      {
        method: 'get',
        path: '/operations/:id/reverts',
        summary: 'Whose changes have been undone, newest first',
        action: 'activity.read',
        of: idOf,
        response: commandList,
      },
      async asked => ({ json: { items: await commands.list('revert', { operation: idOf(asked) }) } }),
    ),
    route(
      {
        method: 'post',
        path: '/operations/:id/reverts',
        summary: 'Undo everything a person did since a moment',
        action: 'edit.revert',
        of: idOf,
        body: revertWish,
        status: 201,
        response: commandResult,
      },
      async asked => ({ json: await reverts.revert(idOf(asked), asked.body, authorOf(asked), asked) }),
    ),
    route(
      {
        method: 'post',
        path: '/reverts/:id/undo',
        summary: "Put a person's changes back",
        action: 'edit.revert',
        of: ofRevert,
        response: commandResult,
      },
      async asked => ({ json: await commands.undo(idOf(asked), authorOf(asked)) }),
    ),
    route(
      {
        method: 'post',
        path: '/reverts/:id/redo',
        summary: "Undo a person's changes again",
        action: 'edit.revert',
        of: ofRevert,
        response: commandResult,
      },
      async asked => ({ json: await commands.redo(idOf(asked), authorOf(asked)) }),
    ),
  ]
}

const times = ({ from, to }: { readonly from: string; readonly to?: string | undefined }) => ({
  from: Date.parse(from),
  to: to === undefined ? undefined : Date.parse(to),
})
