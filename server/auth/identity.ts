/**
 * Who is asking: what a cookie session or an API token comes down to, for HTTP and for the sync socket alike (docs/SPEC.md AUTH-1).
 */
import { type Action, type Actor, can, type Thing } from '../../shared/domain/roles.ts'

export interface Identity {
  readonly member: { readonly id: string; readonly name: string; readonly color: string }
  /** Id of the session or of the API token: what a log record names beside the member. Never the secret itself. */
  readonly session: string
  /** `cookie` needs an origin check on everything that changes something; a bearer token cannot be sent by another site. */
  readonly means: 'cookie' | 'token'
  readonly actor: Actor
  /** The actions an API token is limited to; `undefined`: everything its member may. */
  readonly scopes: ReadonlySet<Action> | undefined
}

/** Whether this caller may do this to that thing: the member's roles and the token's scopes both have to allow it. */
export function may(identity: Identity, action: Action, thing: Thing): boolean {
  return (identity.scopes?.has(action) ?? true) && can(identity.actor, action, thing)
}
