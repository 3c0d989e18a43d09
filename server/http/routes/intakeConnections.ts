/** Ways in from elsewhere: made and mapped by who connects, called by other services. */
import { HubError } from '../../../shared/protocol/errors.ts'
import {
  connectionChange,
  connectionChanged,
  connectionList,
  createdConnection,
  mappingPreview,
  newConnection,
  previewWish,
  webhookTaken,
} from '../../../shared/protocol/intakeConnections.ts'
import type { IntakeConnections } from '../../services/intakeConnections.ts'
import type { Members } from '../../services/members.ts'
import type { Sheets } from '../../services/sheets.ts'
import { publicRoute, type Route, route } from '../route.ts'

export interface IntakeConnectionRoutesParts {
  readonly sheets: Sheets
  readonly members: Members
  readonly intakeConnections: IntakeConnections
}

type ById = { readonly params: Readonly<Record<string, string>> }
const idOf = ({ params }: ById): string => params.id ?? ''

/**
 * The secret of a call: `X-Gongji-Secret`, or the password of a service that only takes an address, `https://gongji:<secret>@host/…`.
 */
function secretOf(header: (name: string) => string | undefined): string {
  const own = header('x-gongji-secret')
  if (own !== undefined) return own
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header('authorization') ?? '')?.[1]
  const text = basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

export function intakeConnectionRoutes(parts: IntakeConnectionRoutesParts): Route[] {
  const { sheets, members, intakeConnections } = parts
  const of = async (asked: ById) => sheets.thingOf(await intakeConnections.sheetOf(idOf(asked)))
  return [
    publicRoute(
      {
        method: 'post',
        path: '/public/webhooks/:id',
        summary: 'Take what a form of another service sends',
        response: webhookTaken,
        secret: 'call',
      },
      async asked => {
        if (asked.body === undefined) throw new HubError('bad-request', 'body: a JSON object is needed')
        const { id, again } = await intakeConnections.take(idOf(asked), secretOf(asked.header), asked.body, asked)
        return { json: { id, again } }
      },
    ),
    route(
      {
        method: 'get',
        path: '/operations/:id/intake-connections',
        summary: 'Ways in from elsewhere',
        action: 'intake.connect',
        of: idOf,
        response: connectionList,
      },
      async asked => ({ json: { items: await intakeConnections.list(idOf(asked)) } }),
    ),
    route(
      {
        method: 'post',
        path: '/operations/:id/intake-connections',
        summary: 'Open a way in from elsewhere; its secret is shown this once',
        action: 'intake.connect',
        of: idOf,
        body: newConnection,
        status: 201,
        response: createdConnection,
        secret: 'answer',
      },
      async asked => {
        const { member } = await members.me(asked.identity)
        const by = { member: member.id, organization: member.organization.id }
        return { json: await intakeConnections.create(idOf(asked), asked.body, by, asked) }
      },
    ),
    route(
      {
        method: 'post',
        path: '/intake-connections/:id',
        summary: 'Rename it, close it, or say what becomes of its fields; what waits is read anew',
        action: 'intake.connect',
        of,
        body: connectionChange,
        response: connectionChanged,
      },
      async asked => ({ json: await intakeConnections.change(idOf(asked), asked.body, asked) }),
    ),
    route(
      {
        method: 'post',
        path: '/intake-connections/:id/preview',
        summary: 'What a mapping would make of the newest that wait',
        action: 'intake.connect',
        of,
        body: previewWish,
        response: mappingPreview,
      },
      async asked => ({ json: await intakeConnections.preview(idOf(asked), asked.body.mapping) }),
    ),
  ]
}
