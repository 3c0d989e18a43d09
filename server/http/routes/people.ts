/**
 * Operations, organizations, members, tokens.
 */
import type { z } from 'zod'
import {
  createdToken,
  member,
  memberList,
  newMember,
  newOperation,
  newOrganization,
  newToken,
  operation,
  operationList,
  organization,
  organizationList,
  tokenList,
} from '../../../shared/protocol/http.ts'
import type { Members } from '../../services/members.ts'
import type { Operations } from '../../services/operations.ts'
import type { Organizations } from '../../services/organizations.ts'
import type { Tokens } from '../../services/tokens.ts'
import { type Route, route } from '../route.ts'

export interface PeopleRoutesParts {
  readonly operations: Operations
  readonly organizations: Organizations
  readonly members: Members
  readonly tokens: Tokens
}

export function peopleRoutes(parts: PeopleRoutesParts): Route[] {
  return [...operationRoutes(parts), ...organizationRoutes(parts), ...memberRoutes(parts), ...tokenRoutes(parts)]
}

const operationRoutes = ({ operations }: PeopleRoutesParts): Route[] => [
  route(
    {
      method: 'get',
      path: '/operations',
      summary: 'Operations you may see',
      action: 'operation.read',
      of: 'hub',
      response: operationList,
    },
    async ({ identity }) => ({ json: { items: await operations.list(identity) } }),
  ),
  route(
    {
      method: 'post',
      path: '/operations',
      summary: 'Start an operation; you become its admin',
      action: 'operation.create',
      of: 'hub',
      body: newOperation,
      status: 201,
      response: operation,
    },
    async asked => ({ json: await operations.create(asked.identity, asked.body, asked) }),
  ),
]

const organizationRoutes = ({ organizations }: PeopleRoutesParts): Route[] => [
  route(
    {
      method: 'get',
      path: '/organizations',
      summary: 'Organizations of the hub',
      action: 'organization.read',
      of: 'hub',
      response: organizationList,
    },
    async () => ({ json: { items: await organizations.list() } }),
  ),
  route(
    {
      method: 'post',
      path: '/organizations',
      summary: 'Add an organization',
      action: 'organization.create',
      of: 'hub',
      body: newOrganization,
      status: 201,
      response: organization,
    },
    async asked => ({ json: await organizations.create(asked.body, asked) }),
  ),
]

const memberRoutes = ({ members }: PeopleRoutesParts): Route[] => [
  route(
    {
      method: 'get',
      path: '/members',
      summary: 'Members of your operations',
      action: 'member.read',
      of: 'hub',
      response: memberList,
    },
    async ({ identity }) => ({ json: { items: await members.list(identity) } }),
  ),
  route(
    {
      method: 'post',
      path: '/members',
      summary: 'Make an account for a person',
      action: 'member.create',
      of: ({ body }: { body: z.infer<typeof newMember> }) => body.operation,
      body: newMember,
      status: 201,
      response: member,
    },
    async asked => ({ json: await members.create(asked.identity, asked.body, asked) }),
  ),
]

const tokenRoutes = ({ tokens }: PeopleRoutesParts): Route[] => [
  route(
    {
      method: 'get',
      path: '/tokens',
      summary: 'API tokens, without their secrets',
      action: 'token.create',
      of: 'hub',
      response: tokenList,
    },
    async ({ identity }) => ({ json: { items: await tokens.list(identity) } }),
  ),
  route(
    {
      method: 'post',
      path: '/tokens',
      summary: 'Make an API token; it is shown this once',
      action: 'token.create',
      of: 'hub',
      body: newToken,
      status: 201,
      response: createdToken,
      secret: 'answer',
    },
    async asked => ({ json: await tokens.create(asked.identity, asked.body, asked) }),
  ),
  route(
    {
      method: 'delete',
      path: '/tokens/:id',
      summary: 'Revoke an API token',
      action: 'token.revoke',
      of: 'hub',
      status: 204,
      response: 'nothing',
    },
    async ({ identity, params, now }) => {
      await tokens.revoke(identity, params.id ?? '', now)
      return { empty: true }
    },
  ),
]
