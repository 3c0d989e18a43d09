import { type Action, type Actor, can, endures } from '../../shared/domain/roles.ts'
import type { Me } from '../../shared/protocol/http.ts'

/** The signed-in member as a policy sees one. */
export const actorOf = ({ member }: Me): Actor => ({
  id: member.id,
  roles: new Map(member.memberships.map(({ operation, roles }) => [operation, new Set(roles)])),
})

/** Whether the operation has ended: then it can only be read. */
export const isOver = (me: Me, operation: string): boolean =>
  me.operations.some(({ id, closed }) => id === operation && closed === true)

/** Whether the signed-in member may do this in this operation now. The page only hides by it; the server decides. */
export const mayI = (me: Me, action: Action, operation: string): boolean =>
  can(actorOf(me), action, { operation }) && (endures(action) || !isOver(me, operation))
