/**
 * Personal details of a row. What is said here is a secret: no body is kept under an Idempotency-Key (a plain digest of a phone could be guessed),
 * and writing the same twice is the same.
 */
import {
  contactExport,
  contactLogPage,
  contactLogQuery,
  detailsChange,
  erased,
  revealed,
  revealWish,
  rowContact,
} from '../../../shared/protocol/contacts.ts'
import type { Sheets } from '../../services/sheets.ts'
import type { ContactExports } from '../../vault/ContactExports.ts'
import type { Erasure } from '../../vault/Erasure.ts'
import type { Reveals } from '../../vault/Reveals.ts'
import { type Asked, type Route, route } from '../route.ts'

export interface ContactRoutesParts {
  readonly sheets: Sheets
  readonly reveals: Reveals
  readonly erasure: Erasure
  readonly contactExports: ContactExports
}

type ByPath = Pick<Asked<unknown, unknown>, 'params' | 'identity'>
const idOf = ({ params }: ByPath): string => params.id ?? ''
const placeOf = ({ params }: ByPath) => ({ sheet: params.id ?? '', row: params.row ?? '' })

export function contactRoutes({ sheets, reveals, erasure, contactExports }: ContactRoutesParts): Route[] {
  const ofSheet = (asked: ByPath) => sheets.thingOf(idOf(asked))
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
      async asked => ({ json: await reveals.ofRow(placeOf(asked), asked.identity) }),
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
        json: await reveals.write(placeOf(asked), asked.body, asked),
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
        method: 'post',
        path: '/contacts/:id/erase',
        summary: 'Erase a person for good: the details, their key, and what of them strayed into sheets and notes',
        action: 'contact.erase',
        of: ofContact,
        response: erased,
        secret: 'call',
      },
      async asked => ({ json: await erasure.erase(idOf(asked), { member: asked.identity.member.id, now: asked.now }) }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/contact-exports',
        summary: 'The sheet as a file with the personal details in it, for a reason that is kept',
        action: 'contact.export',
        of: ofSheet,
        body: contactExport,
        response: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
        secret: 'call',
      },
      async asked => {
        const made = await contactExports.open({ sheet: idOf(asked), member: asked.identity.member.id, ...asked.body })
        return { file: made.bytes, type: made.contentType, name: made.fileName }
      },
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
