/**
 * The session cookie: `gongji_session`, HttpOnly, SameSite=Lax, for the whole site, Secure where people come by https (docs/SPEC.md AUTH-2).
 */

export const SESSION_COOKIE = 'gongji_session'

/** The session's secret in a Cookie header, `undefined` when there is none. */
export function sessionSecret(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === SESSION_COOKIE) return part.slice(at + 1).trim() || undefined
  }
  return undefined
}

/** A Set-Cookie header that gives the secret for `seconds`; 0 seconds takes the cookie away. */
export function sessionCookie(secret: string, seconds: number, transport: 'https' | 'http'): string {
  const secure = transport === 'https' ? '; Secure' : ''
  return `${SESSION_COOKIE}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(seconds)}${secure}`
}
