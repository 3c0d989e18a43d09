/** The door's plain questions: where a request wants to go, and who it is that comes in. */
import type { IncomingMessage } from 'node:http'
import { ROLES, type Role, sees, type Thing } from '../../shared/domain/roles.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { Identity } from '../auth/identity.ts'
import type { PresentMember } from './Presence.ts'

/** Somebody for whom the thing is not there is not told that the document is. */
export const withoutRight = (identity: Identity, thing: Thing): ErrorCode =>
  sees(identity.actor, thing) ? 'no-right' : 'no-such-document'

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
