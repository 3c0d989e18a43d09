/** One's own account, and the way back into it. */
import { me } from '../../../shared/protocol/http.ts'
import { createdRecovery, linkToken, passwordChange, recovery, recoveryFace } from '../../../shared/protocol/people.ts'
import { sessionCookie } from '../../auth/cookie.ts'
import type { Accounts } from '../../services/accounts.ts'
import { ownRoute, publicRoute, type Route, route } from '../route.ts'
import { type SignedInParts, signedInReply } from './signedIn.ts'

export interface AccountRoutesParts extends SignedInParts {
  readonly accounts: Accounts
}

export const accountRoutes = (parts: AccountRoutesParts): Route[] => [...ownRoutes(parts), ...recoveryRoutes(parts)]

const ownRoutes = ({ accounts, transport }: AccountRoutesParts): Route[] => [
  ownRoute(
    {
      method: 'delete',
      path: '/sessions',
      summary: 'Sign out everywhere, here too',
      status: 204,
      response: 'nothing',
    },
    async ({ identity }) => {
      await accounts.signOutEverywhere(identity)
      return { empty: true, cookie: sessionCookie('', 0, transport) }
    },
  ),
  ownRoute(
    {
      method: 'post',
      path: '/session/password',
      summary: 'A new password of your own; your other sessions end',
      body: passwordChange,
      status: 204,
      response: 'nothing',
      secret: 'call',
    },
    async ({ identity, body, address }) => {
      await accounts.changePassword(identity, body, address)
      return { empty: true }
    },
  ),
]

function recoveryRoutes(parts: AccountRoutesParts): Route[] {
  const { accounts } = parts
  const signedIn = signedInReply(parts)
  return [
    route(
      {
        method: 'post',
        path: '/operations/:id/members/:item/recovery',
        summary: 'A one-time link with which a member sets a new password; it is shown this once',
        action: 'member.recover',
        of: ({ params }) => params.id ?? '',
        status: 201,
        response: createdRecovery,
        secret: 'answer',
      },
      async ({ identity, params, now }) => ({
        json: await accounts.offerRecovery(identity, params.id ?? '', params.item ?? '', now),
      }),
    ),
    publicRoute(
      {
        method: 'post',
        path: '/recoveries/look',
        summary: 'Whose password a link is for',
        body: linkToken,
        response: recoveryFace,
        secret: 'call',
      },
      async ({ body, now }) => ({ json: await accounts.recoveryFace(body.token, now) }),
    ),
    publicRoute(
      {
        method: 'post',
        path: '/recoveries',
        summary: 'Set a new password with a one-time link, and sign in',
        body: recovery,
        response: me,
        secret: 'call',
      },
      async ({ body, now }) => signedIn(await accounts.recover(body.token, body.password, now)),
    ),
  ]
}
