/** Invitations, joining by them, and who waits to be let in. */
import { me } from '../../../shared/protocol/http.ts'
import {
  createdInvitation,
  decision,
  invitationFace,
  invitationList,
  join,
  linkToken,
  newInvitation,
  waitingList,
} from '../../../shared/protocol/people.ts'
import type { Invitations } from '../../services/invitations.ts'
import type { Joinings } from '../../services/joinings.ts'
import { type Asked, ownRoute, publicRoute, type Route, route } from '../route.ts'
import { type SignedInParts, signedInReply } from './signedIn.ts'

export interface JoiningRoutesParts extends SignedInParts {
  readonly invitations: Invitations
  readonly joinings: Joinings
}

export const joiningRoutes = (parts: JoiningRoutesParts): Route[] => [
  ...invitationRoutes(parts),
  ...joinRoutes(parts),
  ...waitingRoutes(parts),
]

const here = ({ params }: Pick<Asked<unknown, unknown>, 'params'>): string => params.id ?? ''

const invitationRoutes = ({ invitations }: JoiningRoutesParts): Route[] => [
  route(
    {
      method: 'get',
      path: '/operations/:id/invitations',
      summary: 'Invitations of an operation, without their secrets',
      action: 'invitation.create',
      of: here,
      response: invitationList,
    },
    async asked => ({ json: { items: await invitations.list(here(asked), asked.now) } }),
  ),
  route(
    {
      method: 'post',
      path: '/operations/:id/invitations',
      summary: 'Make an invitation; its link is shown this once',
      action: 'invitation.create',
      of: here,
      body: newInvitation,
      status: 201,
      response: createdInvitation,
      secret: 'answer',
    },
    async asked => ({ json: await invitations.create(asked.identity, here(asked), asked.body, asked) }),
  ),
  route(
    {
      method: 'delete',
      path: '/operations/:id/invitations/:item',
      summary: 'End an invitation; who came by it stays',
      action: 'invitation.create',
      of: here,
      status: 204,
      response: 'nothing',
    },
    async asked => {
      await invitations.revoke(here(asked), asked.params.item ?? '', asked.now)
      return { empty: true }
    },
  ),
]

function joinRoutes(parts: JoiningRoutesParts): Route[] {
  const { invitations, joinings } = parts
  const signedIn = signedInReply(parts)
  return [
    publicRoute(
      {
        method: 'post',
        path: '/joins/look',
        summary: 'What an invitation is for',
        body: linkToken,
        response: invitationFace,
        secret: 'call',
      },
      async ({ body, now }) => ({ json: await invitations.face(body.token, now) }),
    ),
    publicRoute(
      {
        method: 'post',
        path: '/joins',
        summary: 'Join by an invitation with a new account',
        body: join,
        response: me,
        secret: 'call',
      },
      async asked => signedIn(await joinings.join(asked.body, asked)),
    ),
    ownRoute(
      {
        method: 'post',
        path: '/joins/mine',
        summary: 'Join by an invitation with the account you have',
        body: linkToken,
        status: 204,
        response: 'nothing',
      },
      async asked => {
        await joinings.joinAs(asked.identity, asked.body.token, asked)
        return { empty: true }
      },
    ),
  ]
}

const waitingRoutes = ({ joinings }: JoiningRoutesParts): Route[] => [
  route(
    {
      method: 'get',
      path: '/operations/:id/waiting',
      summary: 'Who waits to be let in',
      action: 'member.approve',
      of: here,
      response: waitingList,
    },
    async asked => ({ json: { items: await joinings.waiting(asked.identity, here(asked)) } }),
  ),
  route(
    {
      method: 'post',
      path: '/operations/:id/waiting/:item',
      summary: 'Let somebody in, or not',
      action: 'member.approve',
      of: here,
      body: decision,
      status: 204,
      response: 'nothing',
    },
    async asked => {
      await joinings.decide(asked.identity, here(asked), asked.params.item ?? '', asked.body, asked.now)
      return { empty: true }
    },
  ),
]
