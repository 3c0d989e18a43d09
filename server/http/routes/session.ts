/**
 * Getting in and out: the hub's state, setup, links, the session.
 */
import { hubState, me, setUp, signIn, useLink } from '../../../shared/protocol/http.ts'
import { sessionCookie } from '../../auth/cookie.ts'
import type { Identity } from '../../auth/identity.ts'
import type { Members } from '../../services/members.ts'
import type { NewSession, Sessions } from '../../services/sessions.ts'
import type { Setup } from '../../services/setup.ts'
import { ownRoute, publicRoute, type Route } from '../route.ts'

export interface SessionRoutesParts {
  readonly setup: Setup
  readonly sessions: Sessions
  readonly members: Members
  readonly transport: 'https' | 'http'
  /** The identity behind a session's secret. */
  readonly identify: (secret: string) => Promise<Identity | undefined>
}

export function sessionRoutes({ setup, sessions, members, transport, identify }: SessionRoutesParts): Route[] {
  const signedIn = async (session: NewSession) => ({
    json: await members.me(await required(identify(session.secret))),
    cookie: sessionCookie(session.secret, session.seconds, transport),
  })
  return [
    publicRoute(
      { method: 'get', path: '/hub', summary: 'The state of the hub before signing in', response: hubState },
      async () => ({
        json: await setup.state(),
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
      async ({ body, address }) => signedIn(await sessions.signIn(body.login, body.password, address)),
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

async function required(identity: Promise<Identity | undefined>): Promise<Identity> {
  const it = await identity
  if (it === undefined) throw new Error('a session just begun is not known')
  return it
}
