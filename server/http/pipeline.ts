/**
 * What happens to every call of /api/v1, in this order (docs/SPEC.md HTTP-2 … HTTP-5): who is it, does it come from our own pages, read the body,
 * answer once per Idempotency-Key, send.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline as stream } from 'node:stream/promises'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { rateLimit } from 'express-rate-limit'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Identity } from '../auth/identity.ts'
import { type Answer, type Idempotency, repeatableIds } from '../services/idempotency.ts'
import type { Call, Reply, Route } from './route.ts'

export interface PipelineParts {
  readonly routes: readonly Route[]
  readonly authenticate: (request: Request) => Promise<Identity | undefined>
  readonly originAllowed: (request: Request) => boolean
  readonly idempotency: Idempotency
  readonly isClosed: (operation: string) => Promise<boolean>
  readonly now: () => number
  readonly newId: () => string
  /** Largest uploaded file, bytes. */
  readonly maxFileBytes: number
}

const MAX_JSON = '1mb'
/** Failed calls without signing in from one address in a quarter of an hour: an office behind one address slips often, a machine slips more. */
const FAILED_TRIES = 200
const KEY = /^[\x21-\x7e]{1,200}$/

/** Handlers for all routes, to be mounted at /api/v1. */
export function apiRouter(parts: PipelineParts): Router {
  const router = Router()
  const json = express.json({ limit: MAX_JSON, strict: false })
  const file = (limit: number) => express.raw({ limit, type: () => true })
  const guessing = rateLimit({
    windowMs: 15 * 60_000,
    limit: FAILED_TRIES,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // It would write to the console; how many proxies are ours is TRUST_PROXY's business.
    validate: { xForwardedForHeader: false },
    handler: (_request, _response, next) => next(new HubError('rate-limited')),
  })
  for (const route of parts.routes) {
    const brake = route.access === 'public' && route.method === 'post' ? [guessing] : []
    const reader =
      route.method === 'get' ? [] : [route.body === 'file' ? file(route.maxBytes ?? parts.maxFileBytes) : json]
    router[route.method](route.path, ...brake, admit(parts, route), ...reader, answerTo(parts, route))
  }
  return router
}

const IDENTITY = Symbol('identity')
interface Admitted extends Request {
  [IDENTITY]?: Identity | undefined
}

/** Before a byte of the body is read: nobody unknown uploads anything but to a public form, and no other site acts with somebody's cookie. */
function admit({ authenticate, originAllowed }: PipelineParts, route: Route): RequestHandler {
  return async (request: Admitted, response, next) => {
    response.setHeader('Cache-Control', 'private, no-cache')
    // fetch() adds `no-cache` to a call that carries its own If-None-Match; every answer is made anew here, so it need not be sent for that.
    if (request.headers['if-none-match'] !== undefined) delete request.headers['cache-control']
    response.vary('Cookie').vary('Authorization')
    if (route.method !== 'get' && !originAllowed(request)) throw new HubError('wrong-origin')
    request[IDENTITY] = await authenticate(request)
    if (route.access !== 'public' && request[IDENTITY] === undefined) throw new HubError('not-signed-in')
    next()
  }
}

function answerTo(parts: PipelineParts, route: Route): RequestHandler {
  return async (request: Admitted, response) => {
    const identity = request[IDENTITY]
    const key = request.get('Idempotency-Key')
    const status = route.status ?? 200
    const call = toCall(parts, request, identity)
    if (key === undefined || identity === undefined || route.method !== 'post' || route.secret === 'call') {
      await send(response, status, await route.run(call))
      return
    }
    if (!KEY.test(key)) throw new HubError('bad-request', 'Idempotency-Key: up to 200 visible ASCII characters.')
    const named = { member: identity.member.id, key, digest: digestOf(request) }
    let reply: Reply<unknown> | undefined
    const answer = await parts.idempotency.once(named, async () => {
      reply = await route.run({ ...call, newId: repeatableIds(named) })
      return kept(route, status, reply)
    })
    if (reply !== undefined) await send(response, status, reply)
    else response.status(answer.status).type('json').send(answer.json)
  }
}

function kept(route: Route, status: number, reply: Reply<unknown>): Answer {
  const json = 'json' in reply && route.secret !== 'answer' ? JSON.stringify(reply.json) : undefined
  return { status, json }
}

function toCall({ now, newId, isClosed }: PipelineParts, request: Request, identity: Identity | undefined): Call {
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.params)) params[name] = String(value)
  return {
    identity,
    isClosed,
    params,
    body: request.body,
    query: request.query,
    address: request.ip ?? '',
    header: name => request.get(name),
    now: now(),
    newId,
  }
}

/** A password is left out: a plain digest of it could be guessed from the database. */
function digestOf(request: Request): string {
  const body = Buffer.isBuffer(request.body)
    ? request.body
    : JSON.stringify(request.body, (name, value) => (name === 'password' ? undefined : value))
  return createHash('sha256')
    .update(`${request.method} ${request.originalUrl}\n`)
    .update(body ?? '')
    .digest('hex')
}

async function send(response: Response, status: number, reply: Reply<unknown>): Promise<void> {
  if ('file' in reply) {
    const plain = reply.name.replace(/[^\w.-]+/g, '_')
    const name = `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(reply.name)}`
    response.status(status).setHeader('Content-Disposition', name).type(reply.type)
    if (reply.file instanceof Readable) await stream(reply.file, response)
    else response.send(typeof reply.file === 'string' ? reply.file : Buffer.from(reply.file))
    return
  }
  if (reply.cookie !== undefined) response.setHeader('Set-Cookie', reply.cookie)
  if ('json' in reply) response.status(status).type('json').send(JSON.stringify(reply.json))
  else response.status(204).end()
}
