/**
 * Who may do what: the one table of the house. Roles are those of docs/SPEC.md ROLE-1; a member may hold several in one operation.
 */

export const ROLES = ['viewer', 'editor', 'verifier', 'dispatcher', 'coordinator', 'auditor', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Everything a policy is asked about. One word per right, `thing.verb`. */
export const ACTIONS = [
  'sheet.read',
  'sheet.edit',
  'sheet.create',
  'sheet.import',
  'sheet.export',
  'history.read',
  'note.read',
  'note.edit',
  'comment.write',
  'operation.read',
  'operation.create',
  'organization.read',
  'organization.create',
  'member.read',
  'member.create',
  'token.create',
  'token.revoke',
  'backup.create',
  'view.keep',
  'view.share',
  'sheet.restore',
  'activity.read',
  'edit.revert',
  'column.edit',
  'sheet.arrange',
  'edit.bulk',
  'edit.nod',
  'guard.set',
] as const
export type Action = (typeof ACTIONS)[number]

const READ: readonly Action[] = ['sheet.read', 'history.read', 'note.read', 'operation.read', 'organization.read']
const EDIT: readonly Action[] = [...READ, 'sheet.edit', 'sheet.import', 'note.edit', 'comment.write', 'view.keep']
const COORDINATE: readonly Action[] = [
  ...EDIT,
  'sheet.create',
  'sheet.export',
  'member.read',
  'view.share',
  'sheet.restore',
  'activity.read',
  'edit.revert',
  'column.edit',
  'sheet.arrange',
  'edit.bulk',
  'edit.nod',
  'guard.set',
]

const RIGHTS: Record<Role, readonly Action[]> = {
  viewer: READ,
  editor: EDIT,
  verifier: EDIT,
  dispatcher: EDIT,
  coordinator: COORDINATE,
  auditor: [...READ, 'member.read', 'sheet.export', 'activity.read'],
  admin: ACTIONS,
}

/** The member as a policy sees one: an id and the roles held in each operation. */
export interface Actor {
  readonly id: string
  /** Operation id → roles there. */
  readonly roles: ReadonlyMap<string, ReadonlySet<Role>>
}

/** What is acted on: always inside an operation, except the hub itself (`operation: undefined`), which only an admin of any operation may act on. */
export interface Thing {
  readonly operation: string | undefined
}

/** Whether this member may do this to that thing. The only place that answers it. */
export function can(actor: Actor, action: Action, thing: Thing): boolean {
  const held =
    thing.operation === undefined
      ? [...actor.roles.values()].flatMap(r => [...r])
      : [...(actor.roles.get(thing.operation) ?? [])]
  return held.some(role => RIGHTS[role].includes(action))
}
