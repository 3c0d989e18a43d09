/**
 * Whether a request that a browser may have sent on another site's behalf comes from our own pages (docs/SPEC.md AUTH-6).
 * A cookie is sent along by the browser whoever asks; a bearer token is not, so only cookies need this.
 */
import type { IncomingMessage } from 'node:http'
import { sessionSecret } from './cookie.ts'

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/

/** Our own origin is PUBLIC_URL; without one, or on the machine itself, whatever host the browser says it asked. */
function isOurs(origin: string, host: string | undefined, publicUrl: URL | undefined): boolean {
  if (publicUrl !== undefined && origin === publicUrl.origin) return true
  if (host === undefined || !URL.canParse(origin) || new URL(origin).host !== host.toLowerCase()) return false
  return publicUrl === undefined || LOOPBACK.test(host)
}

/**
 * For an upgrade, and for every method that changes something: true without a cookie unless a foreign Origin is named; with a cookie
 * only when Origin is ours, or when a browser that left it out says `Sec-Fetch-Site: same-origin`.
 */
export function originAllowed(request: IncomingMessage, publicUrl: URL | undefined): boolean {
  const { origin, host, authorization, cookie } = request.headers
  if (authorization !== undefined) return true
  if (origin !== undefined) return isOurs(origin, host, publicUrl)
  if (sessionSecret(cookie) === undefined) return true
  return request.headers['sec-fetch-site'] === 'same-origin'
}
