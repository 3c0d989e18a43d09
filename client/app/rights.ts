import { type Action, type Actor, can } from '../../shared/domain/roles.ts'
import type { Me } from '../../shared/protocol/http.ts'

/** The signed-in member as a policy sees one. */
export const actorOf = ({ member }: Me): Actor => ({
  id: member.id,
  roles: new Map(member.memberships.map(({ operation, roles }) => [operation, new Set(roles)])),
})

/** Whether the signed-in member may do this in this operation. The page only hides by it; the server decides. */
export const mayI = (me: Me, action: Action, operation: string): boolean => can(actorOf(me), action, { operation })
