/** Against vandals: bulk edits a coordinator has confirmed, and newcomers' edits that wait for a nod. */
import {
  bulkEdits,
  bulkResult,
  bulkWeight,
  guardSettings,
  newSuggestions,
  suggestionDecision,
  suggestionList,
  suggestionOutcome,
  suggestionsMade,
  suggestionsWithdrawn,
  suggestionWithdrawal,
} from '../../../shared/protocol/guard.ts'
import type { Identity } from '../../auth/identity.ts'
import type { Guard } from '../../services/guard.ts'
import type { Sheets } from '../../services/sheets.ts'
import type { Suggestions } from '../../services/suggestions.ts'
import { type Route, route } from '../route.ts'

export interface GuardRoutesParts {
  readonly guard: Guard
  readonly suggestions: Suggestions
  readonly sheets: Sheets
}

const authorOf = ({ member, session }: Identity) => ({ member: member.id, session })

export function guardRoutes({ guard, suggestions, sheets }: GuardRoutesParts): Route[] {
  const ofSheet = ({ params }: { readonly params: Readonly<Record<string, string>> }) => sheets.thingOf(params.id ?? '')
  const ofOperation = ({ params }: { readonly params: Readonly<Record<string, string>> }) => params.id ?? ''
  return [
    route(
      {
        method: 'get',
        path: '/operations/:id/guard',
        summary: "Whether newcomers' edits wait for a nod",
        action: 'operation.read',
        of: ofOperation,
        response: guardSettings,
      },
      async ({ params }) => ({ json: await guard.settings(params.id ?? '') }),
    ),
    route(
      {
        method: 'post',
        path: '/operations/:id/guard',
        summary: "Have newcomers' edits wait for a nod, or not",
        action: 'guard.set',
        of: ofOperation,
        body: guardSettings,
        response: guardSettings,
      },
      async ({ params, body }) => ({ json: await guard.set(params.id ?? '', body) }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/bulk-edits/weight',
        summary: 'What these edits would do, and whether the sync socket would refuse them',
        action: 'sheet.edit',
        of: ofSheet,
        body: bulkEdits,
        response: bulkWeight,
      },
      async ({ params, body, identity }) => ({
        json: await guard.weigh(params.id ?? '', identity.member.id, body.edits),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/bulk-edits',
        summary: 'Write many cells at once, confirmed by who may',
        action: 'edit.bulk',
        of: ofSheet,
        body: bulkEdits,
        response: bulkResult,
      },
      async ({ params, body, identity }) => ({
        json: await guard.bulk(params.id ?? '', body.edits, authorOf(identity)),
      }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/suggestions',
        summary: "Edits that wait for a nod and those decided: your own, or everybody's if you may decide",
        action: 'sheet.read',
        of: ofSheet,
        response: suggestionList,
      },
      async ({ params, identity }) => {
        const id = params.id ?? ''
        return { json: await suggestions.list(id, await sheets.thingOf(id), identity) }
      },
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/suggestions',
        summary: 'Suggest edits',
        action: 'sheet.edit',
        of: ofSheet,
        body: newSuggestions,
        status: 201,
        response: suggestionsMade,
      },
      async asked => ({
        json: {
          waiting: await suggestions.make(asked.params.id ?? '', asked.identity.member.id, asked.body, asked),
        },
      }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/suggestions/withdraw',
        summary: 'Take back your suggestions that nobody has decided about',
        action: 'sheet.edit',
        of: ofSheet,
        body: suggestionWithdrawal,
        response: suggestionsWithdrawn,
      },
      async ({ params, body, identity, now }) => ({
        json: await suggestions.withdraw(params.id ?? '', body.ids, identity.member.id, now),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/suggestions/decide',
        summary: 'Accept some and refuse others',
        action: 'edit.nod',
        of: ofSheet,
        body: suggestionDecision,
        response: suggestionOutcome,
      },
      async ({ params, body, identity, now }) => ({
        json: await suggestions.decide(params.id ?? '', body, authorOf(identity), now),
      }),
    ),
  ]
}
