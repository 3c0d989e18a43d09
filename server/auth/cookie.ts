/**
 * Cookies. The session: `gongji_session`, HttpOnly, SameSite=Lax, for the whole site, Secure where people come by https (docs/SPEC.md AUTH-2).
 */

export const SESSION_COOKIE = 'gongji_session'

/** Knows a browser again, at sign-in only; it signs nobody in. */
const DEVICE_COOKIE = 'gongji_device'
const SIGN_IN_PATH = '/api/v1/session'
const DEVICE_SECONDS = 400 * 86_400

/** A cookie's value in a Cookie header, `undefined` when there is none. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || undefined
  }
  return undefined
}

/** The session's secret in a Cookie header. */
export const sessionSecret = (header: string | undefined): string | undefined => cookieValue(header, SESSION_COOKIE)

/** The browser's secret in a Cookie header. */
export const deviceSecret = (header: string | undefined): string | undefined => cookieValue(header, DEVICE_COOKIE)

/** A Set-Cookie header by which this browser is known when somebody signs in again. */
export const deviceCookie = (secret: string, transport: 'https' | 'http'): string =>
  `${DEVICE_COOKIE}=${secret}; Path=${SIGN_IN_PATH}; HttpOnly; SameSite=Strict; Max-Age=${DEVICE_SECONDS}${secure(transport)}`

/** A Set-Cookie header that gives the secret for `seconds`; 0 seconds takes the cookie away. */
export function sessionCookie(secret: string, seconds: number, transport: 'https' | 'http'): string {
  return `${SESSION_COOKIE}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(seconds)}${secure(transport)}`
}

/** While somebody is at an OpenID Connect provider. */
const TICKET_COOKIE = 'gongji_outside'

/** The ticket in a Cookie header. */
export const ticketOf = (header: string | undefined): string | undefined => cookieValue(header, TICKET_COOKIE)

/** A Set-Cookie header with the ticket; Lax, so that it is still there on the way back from another site. 0 seconds take it away. */
export const ticketCookie = (ticket: string, seconds: number, transport: 'https' | 'http'): string =>
  `${TICKET_COOKIE}=${ticket}; Path=/api/v1/outside; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure(transport)}`

const secure = (transport: 'https' | 'http'): string => (transport === 'https' ? '; Secure' : '')
