/**
 * One registration a route (docs/SPEC.md HTTP-1): from it come the express handler, the permission asked, the OpenAPI document and the test that
 * walks every route with every role. A route cannot be written without saying who may call it.
 */
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { type Action, endures, sees, type Thing } from '../../shared/domain/roles.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { Making } from '../services/making.ts'

/** What a handler is given: everything parsed, and allowed. */
export interface Asked<B, Q> extends Making {
  readonly identity: Identity
  readonly params: Readonly<Record<string, string>>
  readonly body: B
  readonly query: Q
  /** Where the call comes from, as far as the proxies in front are ours. */
  readonly address: string
  /** A header of the request, by its lower-case name. */
  readonly header: (name: string) => string | undefined
}

/** What a handler answers with. `cookie` is a whole Set-Cookie header, or several. */
export type Reply<R> =
  | { readonly json: R; readonly cookie?: string | readonly string[] }
  | { readonly empty: true; readonly cookie?: string | readonly string[] }
  | { readonly file: Readable | Uint8Array | string; readonly type: string; readonly name: string }

/** What the OpenAPI document and the pipeline need to know of a route. */
export interface RouteDoc {
  readonly method: 'get' | 'post' | 'delete'
  /** Below /api/v1, parameters as `:id`. */
  readonly path: string
  /** One sentence for the OpenAPI document. */
  readonly summary: string
  /** 200 without one. */
  readonly status?: 201 | 204
  /** `'file'`: the request's body is a file, named by X-File-Name. */
  readonly body?: z.ZodType | 'file'
  /** The largest file it takes, bytes; what an import may have without one. */
  readonly maxBytes?: number
  readonly query?: z.ZodType
  /** A schema, or the media types of the file it answers with. */
  readonly response: z.ZodType | readonly string[] | 'nothing'
  /** `'answer'`: it holds a secret and is not kept for a repeated Idempotency-Key · `'call'`: an Idempotency-Key is not looked at. */
  readonly secret?: 'answer' | 'call'
}

/** The call before anything is parsed or allowed. */
export interface Call extends Omit<Asked<unknown, unknown>, 'identity'> {
  readonly identity: Identity | undefined
  /** Whether this operation has ended. */
  readonly isClosed: (operation: string) => Promise<boolean>
}

/** A route with its types folded away: what the pipeline runs. */
export interface Route extends RouteDoc {
  readonly access: 'public' | 'signedIn' | Action
  /** Parses, allows, answers. Throws HubError: `not-signed-in`, `bad-request`, `not-found`, `no-right`, and what the handler throws. */
  readonly run: (call: Call) => Promise<Reply<unknown>>
}

interface Spec<B, Q, R> extends RouteDoc {
  readonly body?: z.ZodType<B> | 'file'
  readonly query?: z.ZodType<Q>
  readonly response: z.ZodType<R> | readonly string[] | 'nothing'
}

/** A route that answers without signing in. */
export function publicRoute<B, Q, R>(
  spec: Spec<B, Q, R>,
  handle: (asked: Omit<Asked<B, Q>, 'identity'>) => Promise<Reply<R>>,
): Route {
  return { ...spec, access: 'public', run: async call => handle(parsed(spec, call)) }
}

/** A route about the caller alone: any member may call it. */
export function ownRoute<B, Q, R>(spec: Spec<B, Q, R>, handle: (asked: Asked<B, Q>) => Promise<Reply<R>>): Route {
  const run = async (call: Call) => {
    const identity = required(call.identity)
    return handle({ ...parsed(spec, call), identity })
  }
  return { ...spec, access: 'signedIn', run }
}

/** What a route does, and to what: to the thing that `of` finds from the call (its operation alone where nothing else matters), or to the hub itself. */
interface Deed<B, Q> {
  readonly action: Action
  readonly of: 'hub' | ((asked: Asked<B, Q>) => Promise<string | Thing> | string | Thing)
}

/**
 * A route that asks for a right. What the caller has no part in answers as if it did not exist (HTTP-3); what changes anything in an operation that has
 * ended is answered `closed` (VAULT-16).
 */
export function route<B, Q, R>(
  spec: Spec<B, Q, R> & Deed<B, Q>,
  handle: (asked: Asked<B, Q>) => Promise<Reply<R>>,
): Route {
  const { action, of, ...doc } = spec
  const run = async (call: Call) => {
    const identity = required(call.identity)
    if (of === 'hub') permit(identity, action, { operation: undefined })
    const asked = { ...parsed(spec, call), identity }
    if (of !== 'hub') {
      const thing = thingOf(await of(asked))
      permit(identity, action, thing)
      if (doc.method !== 'get' && !endures(action)) await requireOpen(call, thing)
    }
    return handle(asked)
  }
  return { ...doc, access: action, run }
}

function required(identity: Identity | undefined): Identity {
  if (identity === undefined) throw new HubError('not-signed-in')
  return identity
}

const thingOf = (found: string | Thing): Thing => (typeof found === 'string' ? { operation: found } : found)

function permit(identity: Identity, action: Action, thing: Thing): void {
  if (thing.operation !== undefined && !sees(identity.actor, thing)) throw new HubError('not-found')
  if (!may(identity, action, thing)) throw new HubError('no-right')
}

async function requireOpen({ isClosed }: Call, { operation }: Thing): Promise<void> {
  if (operation !== undefined && (await isClosed(operation))) throw new HubError('closed')
}

function parsed<B, Q, R>(spec: Spec<B, Q, R>, call: Call): Omit<Asked<B, Q>, 'identity'> {
  const body = spec.body === 'file' || spec.body === undefined ? (call.body as B) : read(spec.body, call.body, 'body')
  const query = spec.query === undefined ? (call.query as Q) : read(spec.query, call.query, 'query')
  return { ...call, body, query }
}

function read<T>(schema: z.ZodType<T>, value: unknown, where: 'body' | 'query'): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new HubError('bad-request', `${[where, ...(issue?.path ?? [])].join('.')}: ${issue?.message}`)
}
