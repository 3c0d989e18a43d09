/**
 * Security headers (docs/SPEC.md HTTP-10): nothing but our own origin may be loaded or spoken to. Styles are the exception: the grid and the
 * component library write style elements.
 */
import type { RequestHandler } from 'express'
import helmet from 'helmet'

const HOST = /^[\w.-]+(:\d+)?$|^\[[\da-fA-F:]+\](:\d+)?$/

/** `page`: what serves the page; Vite in development needs inline scripts, so it goes without a policy. */
export function securityHeaders(publicUrl: URL | undefined, page: 'built' | 'vite'): RequestHandler {
  const https = publicUrl?.protocol === 'https:'
  return helmet({
    contentSecurityPolicy: page === 'built' && {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        // Older Safari does not count the socket of the same host as 'self'.
        connectSrc: ["'self'", request => sockets(request.headers.host), ...(https ? [`wss://${publicUrl.host}`] : [])],
      },
    },
    strictTransportSecurity: https,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
  })
}

const sockets = (host: string | undefined): string =>
  host !== undefined && HOST.test(host) ? `ws://${host} wss://${host}` : "'self'"
