/**
 * Nobody hands out a right they do not hold (docs/SPEC.md ROLE-3).
 */
import { ACTIONS, type Action, can, canGive, type Role } from '../../shared/domain/roles.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Identity } from './identity.ts'

export interface Gift {
  readonly operation: string
  readonly roles: readonly Role[]
  /** What a token will be limited to; `undefined`: everything the roles allow. */
  readonly scopes: readonly Action[] | undefined
}

function lackingRight(giver: Identity, { operation, roles, scopes }: Gift): Action | undefined {
  const receiver = { id: '', roles: new Map([[operation, new Set(roles)]]) }
  const given = ACTIONS.filter(action => can(receiver, action, { operation }) && (scopes?.includes(action) ?? true))
  const maySpeakFor = (action: Action): boolean => giver.scopes?.has(action) ?? true
  return given.find(action => !(maySpeakFor(action) && canGive(giver.actor, action, { operation })))
}

/** Throws HubError `no-right` naming the first right that the giver lacks in that operation. */
export function requireMayGive(giver: Identity, { operation, roles, scopes }: Gift): void {
  const lacking = lackingRight(giver, { operation, roles, scopes })
  if (lacking !== undefined)
    throw new HubError('no-right', `You cannot give the right ${lacking}, which is not yours to give.`)
}

/** Whether the caller holds, in each of these operations, every right that these roles give there. */
export function covers(
  identity: Identity,
  memberships: Iterable<readonly [operation: string, roles: readonly Role[]]>,
): boolean {
  return [...memberships].every(
    ([operation, roles]) => lackingRight(identity, { operation, roles, scopes: undefined }) === undefined,
  )
}
