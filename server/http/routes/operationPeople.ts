/** The members and organizations of an operation, and managing them. */
import {
  departure,
  leaving,
  operationPeople,
  organizationChange,
  rolesChange,
  suspension,
} from '../../../shared/protocol/people.ts'
import type { OperationsPeople } from '../../services/operationPeople.ts'
import { type Asked, ownRoute, type Route, route } from '../route.ts'

export interface OperationPeopleRoutesParts {
  readonly people: OperationsPeople
}

const here = ({ params }: Pick<Asked<unknown, unknown>, 'params'>): string => params.id ?? ''
const item = ({ params }: Pick<Asked<unknown, unknown>, 'params'>): string => params.item ?? ''
/** What all of them answer with. */
const done = { empty: true } as const
const doneDoc = { status: 204, response: 'nothing' } as const

export const operationPeopleRoutes = ({ people }: OperationPeopleRoutesParts): Route[] => [
  route(
    {
      method: 'get',
      path: '/operations/:id/people',
      summary: 'Organizations that take part in an operation, with their members',
      action: 'organization.read',
      of: here,
      response: operationPeople,
    },
    async asked => ({ json: await people.list(asked.identity, here(asked)) }),
  ),
  route(
    {
      ...doneDoc,
      method: 'post',
      path: '/operations/:id/organizations/:item',
      summary: "Change an organization's name and what it says about itself",
      action: 'organization.change',
      of: here,
      body: organizationChange,
    },
    async asked => {
      await people.changeOrganization(asked.identity, here(asked), item(asked), asked.body)
      return done
    },
  ),
  route(
    {
      ...doneDoc,
      method: 'post',
      path: '/operations/:id/members/:item/roles',
      summary: "Set a member's roles in an operation; none end their part in it",
      action: 'member.manage',
      of: here,
      body: rolesChange,
    },
    async asked => {
      await people.setRoles(asked.identity, here(asked), item(asked), asked.body)
      return done
    },
  ),
  route(
    {
      ...doneDoc,
      method: 'post',
      path: '/operations/:id/members/:item/suspension',
      summary: 'Suspend an account, or take that back',
      action: 'member.manage',
      of: here,
      body: suspension,
    },
    async asked => {
      await people.suspend(asked.identity, here(asked), item(asked), asked.body.suspended, asked.now)
      return done
    },
  ),
  route(
    {
      ...doneDoc,
      method: 'post',
      path: '/operations/:id/members/:item/sign-out',
      summary: 'Sign a member out everywhere',
      action: 'member.manage',
      of: here,
    },
    async asked => {
      await people.signOut(asked.identity, here(asked), item(asked))
      return done
    },
  ),
  route(
    {
      ...doneDoc,
      method: 'post',
      path: '/operations/:id/members/:item/leave',
      summary: 'A member leaves the operation; another may take over what they had there',
      action: 'member.manage',
      of: here,
      body: leaving,
    },
    async asked => {
      await people.leave(asked.identity, here(asked), item(asked), asked.body.to)
      return done
    },
  ),
  ownRoute(
    {
      ...doneDoc,
      method: 'post',
      path: '/departures',
      summary: 'Leave an operation yourself',
      body: departure,
    },
    async ({ identity, body }) => {
      await people.depart(identity, body.operation)
      return done
    },
  ),
]
