/**
 * Getting in and out: the hub's state, setup, links, the session.
 */
import { hubState, me, setUp, signIn, useLink } from '../../../shared/protocol/http.ts'
import { deviceSecret, sessionCookie } from '../../auth/cookie.ts'
import type { OutsideSignIn } from '../../services/outsideSignIn.ts'
import type { Sessions } from '../../services/sessions.ts'
import type { Setup } from '../../services/setup.ts'
import { ownRoute, publicRoute, type Route } from '../route.ts'
import { type SignedInParts, signedInReply } from './signedIn.ts'

export interface SessionRoutesParts extends SignedInParts {
  readonly setup: Setup
  readonly sessions: Sessions
  readonly outside: OutsideSignIn
}

export function sessionRoutes({ setup, sessions, outside, members, transport, identify }: SessionRoutesParts): Route[] {
  const signedIn = signedInReply({ members, transport, identify })
  return [
    publicRoute(
      { method: 'get', path: '/hub', summary: 'The state of the hub before signing in', response: hubState },
      async () => ({
        json: { ...(await setup.state()), ...(outside.name === undefined ? {} : { outside: { name: outside.name } }) },
      }),
    ),
    publicRoute(
      {
        method: 'post',
        path: '/setup',
        summary: 'Make the first operation, organization and admin, once',
        body: setUp,
        response: me,
        secret: 'call',
      },
      async ({ body }) => signedIn(await setup.setUp(body)),
    ),
    publicRoute(
      {
        method: 'post',
        path: '/links',
        summary: 'Sign in with the link of a demo member',
        body: useLink,
        response: me,
        secret: 'call',
      },
      async ({ body }) => signedIn(await sessions.followLink(body.token)),
    ),
    publicRoute(
      { method: 'post', path: '/session', summary: 'Sign in', body: signIn, response: me, secret: 'call' },
      async ({ body, address, header }) => {
        const device = deviceSecret(header('cookie'))
        return signedIn(await sessions.signIn(body.login, body.password, { address, device }))
      },
    ),
    ownRoute(
      { method: 'get', path: '/session', summary: 'Who is signed in, and what they may see', response: me },
      async ({ identity }) => ({
        json: await members.me(identity),
      }),
    ),
    ownRoute(
      { method: 'delete', path: '/session', summary: 'Sign out', status: 204, response: 'nothing' },
      async ({ identity }) => {
        await sessions.signOut(identity)
        return { empty: true, cookie: sessionCookie('', 0, transport) }
      },
    ),
  ]
}
