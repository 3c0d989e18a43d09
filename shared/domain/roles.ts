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
  'invitation.create',
  'member.approve',
  'member.manage',
  'member.recover',
  'organization.change',
  'operation.close',
  'contact.keep',
  'contact.reveal',
  'contact.export',
  'contact.erase',
  'reveal.read',
  'verification.set',
  'form.manage',
  'submission.file',
  'submission.read',
  'submission.decide',
  'intake.connect',
  'duplicate.decide',
  'row.merge',
  'row.confide',
] as const
export type Action = (typeof ACTIONS)[number]

const READ: readonly Action[] = ['sheet.read', 'history.read', 'note.read', 'operation.read', 'organization.read']
const EDIT: readonly Action[] = [
  ...READ,
  'sheet.edit',
  'sheet.import',
  'note.edit',
  'comment.write',
  'view.keep',
  'contact.keep',
  'submission.file',
  'duplicate.decide',
]
/** Who checks what comes in: sees it, decides about it, says what is true. */
const VERIFY: readonly Action[] = [...EDIT, 'verification.set', 'submission.read', 'submission.decide', 'row.confide']
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
  'invitation.create',
  'member.approve',
  'member.recover',
  'contact.reveal',
  'contact.export',
  'contact.erase',
  'reveal.read',
  'form.manage',
  'submission.read',
  'submission.decide',
  'intake.connect',
  'row.merge',
  'row.confide',
]

/**
 * How a thing stands to the caller: their organization's `own`, one they have `claimed` (their organization has promised to see to it), one they are
 * `checking` (it waits for verification), or somebody else's.
 */
export const RELATIONS = ['own', 'claimed', 'checking', 'other'] as const
export type Relation = (typeof RELATIONS)[number]

interface Rights {
  /** Whatever it is about. */
  readonly all: readonly Action[]
  /** Only where the thing stands so to the caller. */
  readonly related?: Readonly<Partial<Record<Relation, readonly Action[]>>>
  /** Whether confidential rows are there for this role at all. */
  readonly confidential?: true
  /** What it may hand to others without holding it. */
  readonly entrusts?: readonly Action[]
}

const REVEAL: readonly Action[] = ['contact.reveal']

const RIGHTS: Record<Role, Rights> = {
  viewer: { all: READ },
  editor: { all: EDIT, related: { own: REVEAL, claimed: REVEAL } },
  verifier: { all: VERIFY, related: { own: REVEAL, claimed: REVEAL, checking: REVEAL }, confidential: true },
  dispatcher: { all: [...EDIT, 'submission.read'], related: { own: REVEAL, claimed: REVEAL } },
  // A coordinator brings social workers in and does not verify in their place.
  coordinator: { all: COORDINATE, confidential: true, entrusts: ['verification.set'] },
  auditor: { all: [...READ, 'member.read', 'sheet.export', 'activity.read', 'reveal.read'], confidential: true },
  admin: { all: ACTIONS, confidential: true },
}

interface DocumentRights {
  readonly read: Action
  /** Undefined: only the server writes it. */
  readonly write: Action | undefined
}
export type DocumentKindName = 'sheet' | 'desk' | 'note'

/** Every kind of document the sync socket serves: what reading it asks for, and what writing into it. */
export const DOCUMENTS: Readonly<Record<DocumentKindName, DocumentRights>> = {
  sheet: { read: 'sheet.read', write: 'sheet.edit' },
  desk: { read: 'sheet.read', write: undefined },
  note: { read: 'note.read', write: 'note.edit' },
}

/** What goes on in an operation that has ended: reading, taking it out, protecting people, and who may come in to see it. */
const ENDURING: ReadonlySet<Action> = new Set([
  ...READ,
  'operation.close',
  'operation.create',
  'organization.create',
  'member.read',
  'member.manage',
  'member.recover',
  'token.create',
  'token.revoke',
  'backup.create',
  'sheet.export',
  'view.keep',
  'activity.read',
  'contact.reveal',
  'contact.export',
  'contact.erase',
  'reveal.read',
  'submission.read',
])

/** Whether this may still be done after the end of an operation; who may do it is `can`'s. */
export const endures = (action: Action): boolean => ENDURING.has(action)

/** The member as a policy sees one: an id and the roles held in each operation. */
export interface Actor {
  readonly id: string
  /** Operation id → roles there. */
  readonly roles: ReadonlyMap<string, ReadonlySet<Role>>
}

/** What is acted on: always inside an operation, except the hub itself (`operation: undefined`), which only an admin of any operation may act on. */
export interface Thing {
  readonly operation: string | undefined
  /** Where it matters whose it is; somebody else's without it. */
  readonly relation?: Relation
  /** It belongs to a confidential row: without a role that sees those it is as if it did not exist. */
  readonly confidential?: boolean
}

const held = (actor: Actor, operation: string | undefined): readonly Role[] =>
  operation === undefined ? [...actor.roles.values()].flatMap(r => [...r]) : [...(actor.roles.get(operation) ?? [])]

/** Whether this member may do this to that thing. The only place that answers it. */
export function can(actor: Actor, action: Action, thing: Thing): boolean {
  if (!sees(actor, thing)) return false
  const related = (rights: Rights): readonly Action[] => rights.related?.[thing.relation ?? 'other'] ?? []
  return held(actor, thing.operation).some(role => {
    const rights = RIGHTS[role]
    return rights.all.includes(action) || related(rights).includes(action)
  })
}

/** Whether this member may hand this right to somebody else there. */
export const canGive = (actor: Actor, action: Action, thing: Thing): boolean =>
  can(actor, action, thing) ||
  held(actor, thing.operation).some(role => RIGHTS[role].entrusts?.includes(action) === true)

/** Whether the thing is there for this member at all: what is not answers as a missing one does (HTTP-3). */
export function sees(actor: Actor, { operation, confidential }: Thing): boolean {
  const roles = held(actor, operation)
  return roles.length > 0 && (confidential !== true || roles.some(role => RIGHTS[role].confidential === true))
}
