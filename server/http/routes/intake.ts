/** What comes in from outside, and what people decide about it. */
import { sees } from '../../../shared/domain/roles.ts'
import {
  challenge,
  decision,
  decisionOutcomes,
  inboxCount,
  inboxPage,
  inboxQuery,
  newSubmission,
  rowOrigins,
  submissionDetail,
  submissionFiled,
  undoDecisions,
} from '../../../shared/protocol/intake.ts'
import type { Identity } from '../../auth/identity.ts'
import type { Intake } from '../../services/Intake.ts'
import { deciderOf, type IntakeDecisions } from '../../services/intakeDecisions.ts'
import type { IntakeGuard } from '../../services/intakeGuard.ts'
import type { IntakeInbox } from '../../services/intakeInbox.ts'
import type { Members } from '../../services/members.ts'
import type { Sheets } from '../../services/sheets.ts'
import { publicRoute, type Route, route } from '../route.ts'

export interface IntakeRoutesParts {
  readonly sheets: Sheets
  readonly members: Members
  readonly intake: Intake
  readonly intakeGuard: IntakeGuard
  readonly intakeDecisions: IntakeDecisions
  readonly intakeInbox: IntakeInbox
}

const seesAll = ({ actor }: Identity, operation: string): boolean => sees(actor, { operation, confidential: true })
const decider = (identity: Identity, operation: string) =>
  deciderOf({ member: identity.member.id, session: identity.session }, seesAll(identity, operation))

type ById = { readonly params: Readonly<Record<string, string>> }
const idOf = ({ params }: ById): string => params.id ?? ''

export function intakeRoutes(parts: IntakeRoutesParts): Route[] {
  const { sheets, members, intake, intakeGuard, intakeDecisions, intakeInbox } = parts
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
        of: ({ body }) => sheets.thingOf(body.sheet),
        body: newSubmission,
        status: 201,
        response: submissionFiled,
      },
      async asked => {
        const { sheet, reference, ...incoming } = asked.body
        const member = asked.identity.member.id
        const { operation = '', confidential = false } = await sheets.thingOf(sheet)
        const submission = {
          ...incoming,
          sheet,
          operation,
          source: 'api' as const,
          member,
          organization: (await members.me(asked.identity)).member.organization.id,
          key: reference ?? asked.newId(),
          suspicions: [],
          files: [],
          acceptByRule: false,
          confidential,
        }
        return { json: await intake.receive(submission, asked) }
      },
    ),
    route(
      {
        method: 'get',
        path: '/operations/:id/submissions',
        summary: 'What waits for a decision, or was decided',
        action: 'submission.read',
        of: idOf,
        query: inboxQuery,
        response: inboxPage,
      },
      async asked => {
        const confidential = seesAll(asked.identity, idOf(asked))
        return { json: await intakeInbox.page(idOf(asked), asked.query, confidential, asked.now) }
      },
    ),
    route(
      {
        method: 'get',
        path: '/operations/:id/submissions/count',
        summary: 'How many wait, and what there is to filter by',
        action: 'submission.read',
        of: idOf,
        response: inboxCount,
      },
      async asked => ({ json: await intakeInbox.count(idOf(asked), seesAll(asked.identity, idOf(asked))) }),
    ),
    route(
      {
        method: 'get',
        path: '/submissions/:id',
        summary: 'One submission: answers, pictures, rows it may be about',
        action: 'submission.read',
        of: asked => intakeInbox.thingOf(idOf(asked)),
        response: submissionDetail,
      },
      async asked => ({ json: await intakeInbox.get(idOf(asked), asked.now) }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/rows/:row/origins',
        summary: 'The submissions a row came from or was given',
        action: 'history.read',
        of: asked => sheets.thingOf(idOf(asked)),
        response: rowOrigins,
      },
      async asked => ({ json: { items: await intakeInbox.originsOf(idOf(asked), asked.params.row ?? '') } }),
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
