/**
 * The OpenAPI 3.1 document of /api/v1, made from the routes themselves (docs/SPEC.md HTTP-9).
 */
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { API, problem } from '../../shared/protocol/http.ts'
import type { Route, RouteDoc } from './route.ts'

const SIGNED_IN = [{ session: [] }, { token: [] }]

const params = (path: string) => [...path.matchAll(/:(\w+)/g)].map(match => match[1] ?? '')
const json = (schema: z.ZodType) => ({ 'application/json': { schema } })

function responses({ status, response }: RouteDoc): RouteConfig['responses'] {
  const done =
    response === 'nothing'
      ? { description: 'Done' }
      : 'parse' in response
        ? { description: 'Done', content: json(response) }
        : { description: 'The file', content: Object.fromEntries(response.map(type => [type, { schema: z.string() }])) }
  return {
    [status ?? 200]: done,
    default: { description: 'A problem, RFC 9457', content: { 'application/problem+json': { schema: problem } } },
  }
}

function request({ method, path, body, query }: Route): NonNullable<RouteConfig['request']> {
  const headers = z.object({
    ...(method === 'post' ? { 'Idempotency-Key': z.string().max(200).optional() } : {}),
    ...(body === 'file' ? { 'X-File-Name': z.string() } : {}),
  })
  const content = body === 'file' ? { 'application/octet-stream': { schema: z.string() } } : body && json(body)
  return {
    headers,
    params: z.object(Object.fromEntries(params(path).map(name => [name, z.string()]))),
    ...(query instanceof z.ZodObject ? { query } : {}),
    ...(content ? { body: { required: true, content } } : {}),
  }
}

/** The whole document. `url` is the server it speaks of, for readers that want one. */
export function openApiDocument(routes: readonly Route[], version: string): object {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'gongji_session' })
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API token, gj_…',
  })
  for (const route of routes) {
    const { method, path, summary, access } = route
    registry.registerPath({
      method,
      path: API + path.replace(/:(\w+)/g, '{$1}'),
      summary,
      operationId: `${method}${path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
      security: access === 'public' ? [] : SIGNED_IN,
      request: request(route),
      responses: responses(route),
    })
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Gongji 共济',
      version,
      description: 'Paths of the hub. Failures are RFC 9457 problems with a code of docs/ERRORS.md.',
    },
    servers: [{ url: '/' }],
  })
}
