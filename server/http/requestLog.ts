/**
 * One log line a request (docs/SPEC.md HTTP-11): what, how it ended, how long it took. No query string, header, address or name:
 * a log is read by more people than the sheet is.
 */
import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { ERRORS } from '../../shared/protocol/errors.ts'
import { asHubError } from './problem.ts'

/** Health checks come every few seconds and say nothing while they succeed. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics'])

const pathOf = (url: string | undefined): string => (url ?? '').split(/[?#]/, 1)[0] ?? ''

export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: () => randomUUID(),
    serializers: {
      req: request => ({ id: request.id, method: request.method, path: pathOf(request.url) }),
      res: response => ({ status: response.statusCode }),
      err: error => error,
    },
    customLogLevel: (request, response, error) => {
      if (error !== undefined) return ERRORS[asHubError(error).code].log
      if (response.statusCode >= 500) return 'error'
      return QUIET.has(pathOf(request.url)) || pathOf(request.url).startsWith('/assets/') ? 'debug' : 'info'
    },
  })
}
