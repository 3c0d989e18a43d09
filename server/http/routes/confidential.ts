/** Confidential rows: their companion sheet, moving rows in and out, and what everybody else is told. */
import {
  confided,
  confidentialCounts,
  confidentialSetting,
  confideWish,
} from '../../../shared/protocol/confidential.ts'
import { sheetInfo } from '../../../shared/protocol/http.ts'
import type { Identity } from '../../auth/identity.ts'
import type { Confidential } from '../../services/confidential.ts'
import type { Sheets } from '../../services/sheets.ts'
import { type Route, route } from '../route.ts'

export interface ConfidentialRoutesParts {
  readonly sheets: Sheets
  readonly confidential: Confidential
}

type Named = { readonly params: Readonly<Record<string, string>> }
const idOf = ({ params }: Named): string => params.id ?? ''
const authorOf = ({ member, session }: Identity) => ({ member: member.id, session })

export function confidentialRoutes({ sheets, confidential }: ConfidentialRoutesParts): Route[] {
  const ofSheet = (asked: Named) => sheets.thingOf(idOf(asked))
  return [
    route(
      {
        method: 'post',
        path: '/sheets/:id/confidential',
        summary: 'The sheet of a sheet’s confidential rows, made when there is none',
        action: 'row.confide',
        of: ofSheet,
        response: sheetInfo,
      },
      async asked => ({
        json: await sheets.get(await confidential.companionOf(idOf(asked), asked), asked.identity),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/confidential-rows',
        summary: 'Make rows confidential: they and all that is known of them leave the sheet for its companion',
        action: 'row.confide',
        of: ofSheet,
        body: confideWish,
        response: confided,
      },
      async asked => ({
        json: await confidential.confide(idOf(asked), asked.body.rows, authorOf(asked.identity), asked),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/open-rows',
        summary: 'Put confidential rows back into the sheet, where everybody reads them',
        action: 'row.confide',
        of: ofSheet,
        body: confideWish,
        response: confided,
      },
      async asked => ({ json: await confidential.disclose(idOf(asked), asked.body.rows, authorOf(asked.identity)) }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/confidential-counts',
        summary: 'How many confidential rows there are by district and cluster, as far as everybody is told',
        action: 'sheet.read',
        of: ofSheet,
        response: confidentialCounts,
      },
      async asked => ({ json: await confidential.counts(idOf(asked)) }),
    ),
    route(
      {
        method: 'get',
        path: '/operations/:id/confidential',
        summary: 'What those are told of confidential rows who may not see them',
        action: 'operation.read',
        of: idOf,
        response: confidentialSetting,
      },
      async asked => ({ json: await confidential.setting(idOf(asked)) }),
    ),
    route(
      {
        method: 'post',
        path: '/operations/:id/confidential',
        summary: 'Say what those are told of confidential rows who may not see them',
        action: 'guard.set',
        of: idOf,
        body: confidentialSetting,
        response: confidentialSetting,
      },
      async asked => ({ json: await confidential.set(idOf(asked), asked.body) }),
    ),
  ]
}
