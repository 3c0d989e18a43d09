/**
 * Personal details of a row. What is said here is a secret: no body is kept under an Idempotency-Key (a plain digest of a phone could be guessed),
 * and writing the same twice is the same.
 */
import {
  contactLogPage,
  contactLogQuery,
  detailsChange,
  revealed,
  revealWish,
  rowContact,
} from '../../../shared/protocol/contacts.ts'
import type { Sheets } from '../../services/sheets.ts'
import type { Reveals } from '../../vault/Reveals.ts'
import { type Asked, type Route, route } from '../route.ts'

export interface ContactRoutesParts {
  readonly sheets: Sheets
  readonly reveals: Reveals
}

type ByPath = Pick<Asked<unknown, unknown>, 'params' | 'identity'>
const idOf = ({ params }: ByPath): string => params.id ?? ''
const placeOf = ({ params }: ByPath) => ({ sheet: params.id ?? '', row: params.row ?? '' })

export function contactRoutes({ sheets, reveals }: ContactRoutesParts): Route[] {
  const ofSheet = (asked: ByPath) => sheets.thingOf(idOf(asked))
  const operationOf = async (asked: ByPath) => (await ofSheet(asked)).operation ?? ''
  const ofContact = (asked: ByPath) => reveals.thingOf(idOf(asked), asked.identity)
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/rows/:row/contact',
        summary: "A row's personal details, masked, and what you may do about them",
        action: 'sheet.read',
        of: ofSheet,
        response: rowContact,
      },
      async asked => ({ json: await reveals.ofRow(placeOf(asked), await operationOf(asked), asked.identity) }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/rows/:row/contact',
        summary: "Fill in a row's personal details, or correct them if you may see them",
        action: 'contact.keep',
        of: ofSheet,
        body: detailsChange,
        response: rowContact,
        secret: 'call',
      },
      async asked => ({
        json: await reveals.write(placeOf(asked), asked.body, { ...asked, operation: await operationOf(asked) }),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/contacts/:id/reveals',
        summary: 'Look at one detail, for a purpose; who looked is kept',
        action: 'contact.reveal',
        of: ofContact,
        body: revealWish,
        response: revealed,
        secret: 'call',
      },
      async asked => ({
        json: { value: await reveals.reveal(idOf(asked), asked.body, asked.identity, asked.now) },
      }),
    ),
    route(
      {
        method: 'get',
        path: '/contacts/:id/reveals',
        summary: 'Who has looked at these details',
        action: 'contact.reveal',
        of: ofContact,
        query: contactLogQuery,
        response: contactLogPage,
      },
      async asked => ({ json: await reveals.logOf(idOf(asked), asked.query) }),
    ),
    route(
      {
        method: 'get',
        path: '/operations/:id/reveals',
        summary: 'Who has looked at, changed, exported and erased personal details',
        action: 'reveal.read',
        of: idOf,
        query: contactLogQuery,
        response: contactLogPage,
      },
      async asked => ({ json: await reveals.log(idOf(asked), asked.query) }),
    ),
  ]
}
