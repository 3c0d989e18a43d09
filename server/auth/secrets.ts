/**
 * Secrets handed out: what a cookie, a link or an API token carries, and what the database keeps of it (docs/SPEC.md AUTH-2).
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Every API token starts with it, so that a leaked one is recognised by people and by scanners. */
export const TOKEN_MARK = 'gj_'

/** 256 random bits as 43 characters of base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

export const newApiToken = (): string => TOKEN_MARK + newSecret()

/** What the database keeps: SHA-256, hex. Enough for 256 random bits; passwords go through argon2id instead. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** The part of an API token that may be shown in lists: the mark and six characters. */
export const tokenPrefix = (token: string): string => token.slice(0, TOKEN_MARK.length + 6)

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
