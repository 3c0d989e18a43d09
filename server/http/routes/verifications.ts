/** Verified, rejected, withdrawn: commands on rows, where a row stands, and the queue. */
import {
  newVerifications,
  queueQuery,
  rowVerification,
  verificationOutcome,
  verificationQueue,
  withdrawal,
  withdrawn,
} from '../../../shared/protocol/verification.ts'
import type { Sheets } from '../../services/sheets.ts'
import type { VerificationQueues } from '../../services/verificationQueue.ts'
import type { Verifications } from '../../services/verifications.ts'
import { type Route, route } from '../route.ts'

export interface VerificationRoutesParts {
  readonly sheets: Sheets
  readonly verifications: Verifications
  readonly verificationQueues: VerificationQueues
}

type Named = { readonly params: Readonly<Record<string, string>> }

export function verificationRoutes({ sheets, verifications, verificationQueues }: VerificationRoutesParts): Route[] {
  const idOf = ({ params }: Named): string => params.id ?? ''
  const ofSheet = (asked: Named) => sheets.thingOf(idOf(asked))
  return [
    route(
      {
        method: 'post',
        path: '/sheets/:id/verifications',
        summary: 'Verify or reject rows as they were seen',
        action: 'verification.set',
        of: ofSheet,
        body: newVerifications,
        response: verificationOutcome,
      },
      async asked => ({
        json: await verifications.decide(idOf(asked), asked.body, asked.identity.member.id, asked),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/verifications/withdraw',
        summary: 'Take back what was decided about rows',
        action: 'verification.set',
        of: ofSheet,
        body: withdrawal,
        response: withdrawn,
      },
      async asked => ({
        json: {
          done: await verifications.withdraw(idOf(asked), asked.body.rows, asked.identity.member.id, asked),
        },
      }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/rows/:row/verifications',
        summary: 'Where a row stands, what changed since it was verified and by whom, and every decision about it',
        action: 'history.read',
        of: ofSheet,
        response: rowVerification,
      },
      async asked => ({ json: await verifications.ofRow(idOf(asked), asked.params.row ?? '') }),
    ),
    route(
      {
        method: 'get',
        path: '/operations/:id/verifications',
        summary: 'What waits to be verified in the operation, most urgent first; by standing',
        action: 'sheet.read',
        of: idOf,
        query: queueQuery,
        response: verificationQueue,
      },
      async asked => ({
        json: await verificationQueues.page(await sheets.list(asked.identity, idOf(asked)), asked.query),
      }),
    ),
  ]
}
