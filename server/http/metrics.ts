/**
 * Numbers for a monitoring system, in Prometheus' text form. The registry is made per hub, so that several hubs fit in one process (tests).
 */
import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export interface Metrics {
  /** Where other parts put theirs. */
  readonly registry: Registry
  /** Times every request by method, route pattern and status; never by address or id. */
  readonly timing: RequestHandler
}

export function makeMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'gongji_http_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const timing: RequestHandler = (request, response, next) => {
    const end = seconds.startTimer()
    response.on('finish', () => {
      const route = typeof request.route?.path === 'string' ? request.baseUrl + request.route.path : 'other'
      end({ method: request.method, route, status: String(response.statusCode) })
    })
    next()
  }
  return { registry, timing }
}
