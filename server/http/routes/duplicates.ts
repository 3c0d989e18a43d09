/** Rows that may tell of the same: which, what a person says of them, making them one and two again. */
import {
  dismissal,
  dismissed,
  duplicateList,
  duplicatePair,
  duplicatesQuery,
  mergeInfo,
  mergeList,
  mergesQuery,
  mergeWish,
  nearList,
  nearWish,
  pairQuery,
} from '../../../shared/protocol/duplicates.ts'
import type { Identity } from '../../auth/identity.ts'
import type { Duplicates } from '../../services/duplicates/Duplicates.ts'
import type { Merges } from '../../services/duplicates/Merges.ts'
import type { Sheets } from '../../services/sheets.ts'
import { type Route, route } from '../route.ts'

export interface DuplicateRoutesParts {
  readonly sheets: Sheets
  readonly duplicates: Duplicates
  readonly merges: Merges
}

type InPath = { readonly params: Readonly<Record<string, string>> }
const idOf = ({ params }: InPath): string => params.id ?? ''
const authorOf = ({ identity }: { readonly identity: Identity }) => ({
  member: identity.member.id,
  session: identity.session,
})

export function duplicateRoutes({ sheets, duplicates, merges }: DuplicateRoutesParts): Route[] {
  const ofSheet = (asked: InPath) => sheets.thingOf(idOf(asked))
  const ofMerge = async (asked: InPath) => sheets.thingOf(await merges.sheetOf(idOf(asked)))
  return [
    route(
      {
        method: 'get',
        path: '/operations/:id/duplicates',
        summary:
          'Pairs of rows that may tell of the same, likest first: those that wait, or those somebody has dismissed',
        action: 'sheet.read',
        of: idOf,
        query: duplicatesQuery,
        response: duplicateList,
      },
      async asked => {
        const { sheet, ...wish } = asked.query
        const mine = (await sheets.list(asked.identity, idOf(asked))).filter(
          ({ id, archived }) => archived !== true && (sheet === undefined || sheet === id),
        )
        return { json: await duplicates.list({ ...wish, sheets: mine.map(({ id }) => id) }) }
      },
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/duplicates',
        summary: 'Two rows side by side',
        action: 'sheet.read',
        of: ofSheet,
        query: pairQuery,
        response: duplicatePair,
      },
      async asked => ({ json: await duplicates.pair(idOf(asked), asked.query.row, asked.query.other) }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/duplicates/near',
        summary: 'Rows that what is being filled in may be about',
        action: 'sheet.read',
        of: ofSheet,
        body: nearWish,
        response: nearList,
      },
      async asked => ({
        json: { items: [...(await duplicates.nearRows(idOf(asked), asked.body.cells, asked.body.row))] },
      }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/duplicates/dismissals',
        summary: 'Say that two rows are about two things, or take that back',
        action: 'duplicate.decide',
        of: ofSheet,
        body: dismissal,
        response: dismissed,
      },
      async asked => {
        const { rows, undo = false } = asked.body
        const by = { member: asked.identity.member.id, now: asked.now }
        return { json: { state: await duplicates.dismiss(idOf(asked), rows, undo, by) } }
      },
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/merges',
        summary: 'Rows that have been made one, newest first',
        action: 'history.read',
        of: ofSheet,
        query: mergesQuery,
        response: mergeList,
      },
      async asked => ({ json: { items: await merges.list(idOf(asked), asked.query.row) } }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/merges',
        summary: 'Make two rows one',
        action: 'row.merge',
        of: ofSheet,
        body: mergeWish,
        status: 201,
        response: mergeInfo,
      },
      async asked => ({ json: await merges.merge(idOf(asked), asked.body, authorOf(asked), asked) }),
    ),
    route(
      {
        method: 'post',
        path: '/merges/:id/undo',
        summary: 'Make them two rows again',
        action: 'row.merge',
        of: ofMerge,
        response: mergeInfo,
      },
      async asked => ({ json: await merges.undo(idOf(asked), authorOf(asked)) }),
    ),
  ]
}
