/** Signing in with an account from elsewhere. */
import { me } from '../../../shared/protocol/http.ts'
import { elsewhereFinish, elsewhereStart } from '../../../shared/protocol/people.ts'
import { ticketCookie, ticketOf } from '../../auth/cookie.ts'
import { TICKET_SECONDS } from '../../auth/OutsideProvider.ts'
import type { OutsideSignIn } from '../../services/outsideSignIn.ts'
import { publicRoute, type Route } from '../route.ts'
import { type SignedInParts, signedInReply } from './signedIn.ts'

export interface OutsideRoutesParts extends SignedInParts {
  readonly outside: OutsideSignIn
}

export function outsideRoutes(parts: OutsideRoutesParts): Route[] {
  const { outside, transport } = parts
  const signedIn = signedInReply(parts)
  return [
    publicRoute(
      {
        method: 'post',
        path: '/outside/start',
        summary: 'Where to sign in with an account from elsewhere',
        response: elsewhereStart,
        secret: 'call',
      },
      async () => {
        const { address, ticket } = await outside.start()
        return { json: { address }, cookie: ticketCookie(ticket, TICKET_SECONDS, transport) }
      },
    ),
    publicRoute(
      {
        method: 'post',
        path: '/outside/finish',
        summary: 'Sign in with what the provider sent along',
        body: elsewhereFinish,
        response: me,
        secret: 'call',
      },
      async asked => {
        const session = await outside.finish(asked.body.query, ticketOf(asked.header('cookie')), asked)
        const { json, cookie } = await signedIn(session)
        return { json, cookie: [...cookie, ticketCookie('', 0, transport)] }
      },
    ),
  ]
}
