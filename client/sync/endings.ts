/** What the end of a connection means, by its close code and the reason the server gave. */
import { ERRORS, type ErrorCode } from '../../shared/protocol/errors.ts'
import { TOO_BIG } from './HubProvider.ts'

/** Codes after which the edits on their way are held for their author instead of being sent again. */
export const REFUSED: ReadonlySet<string> = new Set<ErrorCode>([
  'edit-refused',
  'mass-delete',
  'mass-overwrite',
  'waits-for-nod',
  'archived',
  'closed',
  'malformed',
  'too-large',
  'no-right',
])

/** The server's own reason, if it gave one. */
export function codeOf(code: number | undefined, reason: string): ErrorCode | undefined {
  if (code === TOO_BIG) return 'too-large'
  return Object.hasOwn(ERRORS, reason) ? (reason as ErrorCode) : undefined
}

/** After nobody could say whether a sheet goes on under another name, ms. */
export const ASK_AGAIN = 5_000

/** What a browser says when the device's network changes. */
export const NETWORK_EVENTS = ['offline', 'online'] as const
