/**
 * The express application: what answers first, and what answers when nothing else did.
 */
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import { ERRORS, HubError } from '../../shared/protocol/errors.ts'
import { API } from '../../shared/protocol/http.ts'
import { securityHeaders } from './headers.ts'
import { type HealthParts, healthRouter } from './health.ts'
import type { Metrics } from './metrics.ts'
import { openApiDocument } from './openapi.ts'
import { apiRouter, type PipelineParts } from './pipeline.ts'
import { asHubError, sendProblem } from './problem.ts'
import { requestLog } from './requestLog.ts'

export interface AppParts extends PipelineParts, Omit<HealthParts, 'registry'> {
  readonly metrics: Metrics
  readonly log: Logger
  readonly publicUrl: URL | undefined
  readonly trustProxy: number
  readonly version: string
  /** What serves the page, and how; undefined: no page (the command line's own hub). */
  readonly page: { readonly handler: RequestHandler; readonly from: 'built' | 'vite' } | undefined
}

export function makeApp(parts: AppParts): Express {
  const { routes, metrics, log, page } = parts
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', parts.trustProxy)
  app.set('query parser', 'simple')
  app.use(requestLog(log), metrics.timing, securityHeaders(parts.publicUrl, page?.from ?? 'built'))
  app.use(healthRouter({ ...parts, registry: metrics.registry }))
  const openApi = JSON.stringify(openApiDocument(routes, parts.version))
  app.get(`${API}/openapi.json`, (_request, response) => {
    response.type('json').send(openApi)
  })
  app.use(API, apiRouter(parts))
  app.use('/api', nothingHere)
  if (page !== undefined) app.use(page.handler)
  app.use(nothingHere)
  app.use(failures(log))
  return app
}

const nothingHere: RequestHandler = (_request: Request) => {
  throw new HubError('not-found')
}

/** The last word on everything thrown: a problem for the caller, and for the log the cause of what was not foreseen. */
function failures(log: Logger): ErrorRequestHandler {
  return (thrown, request, response, _next) => {
    const error = asHubError(thrown)
    const { log: level, status } = ERRORS[error.code]
    const line = { code: error.code, id: request.id, ...(status >= 500 ? { err: error.cause ?? error } : {}) }
    log[level](line, 'request refused')
    sendProblem(response, error)
  }
}
