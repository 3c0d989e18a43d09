/**
 * Numbers for a monitoring system, in Prometheus' text form. The registry is made per hub, so that several hubs fit in one process (tests).
 */
import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

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

/** The sync server as seen from here; server/sync/Rooms.ts. */
export interface SyncNumbers {
  /** Counters since the start. */
  readonly metrics: {
    readonly edits: number
    readonly commits: number
    readonly refused: number
    readonly failures: number
  }
  connectionCount(): Promise<number>
}

/** Shows the sync server's numbers, read when asked for. */
export function watchSync(registry: Registry, sync: SyncNumbers): void {
  const gauge = (name: string, help: string, value: () => number | Promise<number>) =>
    new Gauge({
      name: `gongji_sync_${name}`,
      help,
      registers: [registry],
      async collect() {
        this.set(await value())
      },
    })
  gauge('connections', 'Open sync connections', () => sync.connectionCount())
  gauge('edits_total', 'Edits accepted since the start', () => sync.metrics.edits)
  gauge('commits_total', 'Commits since the start', () => sync.metrics.commits)
  gauge('refused_total', 'Updates refused since the start', () => sync.metrics.refused)
  gauge('failures_total', 'Commits that failed since the start', () => sync.metrics.failures)
}
