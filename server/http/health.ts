/**
 * Whether the hub lives, whether it can do its work, and its numbers (docs/SPEC.md HTTP-12).
 */
import { type Request, Router } from 'express'
import type { Registry } from 'prom-client'
import { HubError } from '../../shared/protocol/errors.ts'
import { type Identity, may } from '../auth/identity.ts'
import type { Store } from '../storage/Store.ts'

export interface HealthParts {
  readonly store: Store
  readonly registry: Registry
  readonly authenticate: (request: Request) => Promise<Identity | undefined>
  readonly now: () => number
}

/** A probe writes to the disk; anyone may ask, so an answer is good for this long. */
const FRESH_MS = 1000
const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/

export function healthRouter({ store, registry, authenticate, now }: HealthParts): Router {
  const router = Router()
  let probed: { readonly at: number; readonly answer: Promise<void> } | undefined
  const probe = (): Promise<void> => {
    if (probed === undefined || now() - probed.at > FRESH_MS) probed = { at: now(), answer: store.probe() }
    return probed.answer
  }
  router.get('/healthz', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store').json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    await probe()
    response.setHeader('Cache-Control', 'no-store').json({ status: 'ok', engine: store.engine })
  })
  router.get('/metrics', async (request, response) => {
    if (!fromThisMachine(request)) {
      const identity = await authenticate(request)
      if (identity === undefined) throw new HubError('not-signed-in')
      if (!may(identity, 'backup.create', { operation: undefined })) throw new HubError('no-right')
    }
    response.type(registry.contentType).send(await registry.metrics())
  })
  return router
}

/** A proxy on this machine speaks for others: it says so in a header. */
const fromThisMachine = (request: Request): boolean =>
  LOOPBACK.test(request.socket.remoteAddress ?? '') &&
  request.headers['x-forwarded-for'] === undefined &&
  request.headers.forwarded === undefined
