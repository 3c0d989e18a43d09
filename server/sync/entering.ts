/** The door's plain questions: where a request wants to go, and who it is that comes in. */
import type { IncomingMessage } from 'node:http'
import { ROLES, type Role } from '../../shared/domain/roles.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { Identity } from '../auth/identity.ts'
import type { PresentMember } from './Presence.ts'

/** Somebody without a right in that operation is not told that the document is there. */
export const withoutRight = (identity: Identity, operation: string): ErrorCode =>
  identity.actor.roles.has(operation) ? 'no-right' : 'no-such-document'

/** The request's path, percent signs decoded; empty when they are broken. */
export function pathOf(request: IncomingMessage): string {
  try {
    return decodeURIComponent((request.url ?? '').split('?')[0] ?? '')
  } catch {
    return ''
  }
}

/** What the others see of a member: the highest of the roles held here. */
export function presentMember({ member, actor }: Identity, operation: string): PresentMember {
  const held = actor.roles.get(operation) ?? new Set<Role>()
  return { ...member, role: ROLES.findLast(role => held.has(role)) ?? 'viewer' }
}
