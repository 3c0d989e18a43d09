/** What comes in from outside, and what people decide about it. */
import { sees } from '../../../shared/domain/roles.ts'
import {
  challenge,
  decision,
  decisionOutcomes,
  newSubmission,
  submissionFiled,
  undoDecisions,
} from '../../../shared/protocol/intake.ts'
import type { Identity } from '../../auth/identity.ts'
import type { Intake } from '../../services/Intake.ts'
import { deciderOf, type IntakeDecisions } from '../../services/intakeDecisions.ts'
import type { IntakeGuard } from '../../services/intakeGuard.ts'
import type { Members } from '../../services/members.ts'
import type { Sheets } from '../../services/sheets.ts'
import { publicRoute, type Route, route } from '../route.ts'

export interface IntakeRoutesParts {
  readonly sheets: Sheets
  readonly members: Members
  readonly intake: Intake
  readonly intakeGuard: IntakeGuard
  readonly intakeDecisions: IntakeDecisions
}

const decider = ({ member, session, actor }: Identity, operation: string) =>
  deciderOf({ member: member.id, session }, sees(actor, { operation, confidential: true }))

type ById = { readonly params: Readonly<Record<string, string>> }
const idOf = ({ params }: ById): string => params.id ?? ''

export function intakeRoutes({ sheets, members, intake, intakeGuard, intakeDecisions }: IntakeRoutesParts): Route[] {
  return [
    publicRoute(
      {
        method: 'get',
        path: '/public/challenge',
        summary: 'A sum for a page that is about to send something',
        response: challenge,
      },
      async ({ address }) => {
        const made = await intakeGuard.challenge(address)
        return { json: { ...made, expiresAt: new Date(made.expiresAt).toISOString() } }
      },
    ),
    route(
      {
        method: 'post',
        path: '/submissions',
        summary: 'File a ticket into the inbox of its operation; the same reference again is the same submission',
        action: 'submission.file',
        of: ({ body }) => sheets.operationOf(body.sheet),
        body: newSubmission,
        status: 201,
        response: submissionFiled,
      },
      async asked => {
        const { sheet, reference, ...incoming } = asked.body
        const member = asked.identity.member.id
        const submission = {
          ...incoming,
          sheet,
          operation: await sheets.operationOf(sheet),
          source: 'api' as const,
          member,
          organization: (await members.me(asked.identity)).member.organization.id,
          key: reference ?? asked.newId(),
          suspicions: [],
          files: [],
          acceptByRule: false,
          confidential: false,
        }
        return { json: await intake.receive(submission, asked) }
      },
    ),
    route(
      {
        method: 'post',
        path: '/operations/:id/submissions/decisions',
        summary: 'Accept, attach, reject or set aside as spam; each by itself',
        action: 'submission.decide',
        of: idOf,
        body: decision,
        response: decisionOutcomes,
      },
      async asked => {
        const by = decider(asked.identity, idOf(asked))
        return { json: { items: await intakeDecisions.decide(idOf(asked), asked.body, by, asked.now) } }
      },
    ),
    route(
      {
        method: 'post',
        path: '/operations/:id/submissions/undo',
        summary: 'Take decisions back',
        action: 'submission.decide',
        of: idOf,
        body: undoDecisions,
        response: decisionOutcomes,
      },
      async asked => {
        const by = decider(asked.identity, idOf(asked))
        return { json: { items: await intakeDecisions.undo(idOf(asked), asked.body.ids, by, asked.now) } }
      },
    ),
  ]
}
