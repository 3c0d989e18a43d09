/** HTTP bodies of joining, members and organizations (docs/SPEC.md JOIN). Links carry their secret behind the `#`; it is sent in a body only. */
import { z } from 'zod'
import { organization, role } from './http.ts'

const id = z.string().min(1).max(64)
const name = z.string().trim().min(1).max(100)
const instant = z.iso.datetime()
const roles = z.array(role).min(1).max(7)
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })
const login = z.string().trim().min(1).max(100)
/** Shorter ones are guessed. */
export const PASSWORD_LENGTH = 10
const password = z.string().min(PASSWORD_LENGTH).max(200)
const token = z.string().min(1).max(200)

/** Most people one invitation may bring. */
export const INVITATION_CEILING = 1_000
/** Days an invitation may last. */
export const INVITATION_DAYS = 90
/** Characters of what an organization says about itself. */
export const ABOUT_LENGTH = 1_000

export const newInvitation = z.object({
  organization: id,
  roles,
  /** Whoever follows it waits until somebody who may approves. */
  approve: z.boolean(),
  /** How many people may use it. */
  ceiling: z.number().int().min(1).max(INVITATION_CEILING),
  days: z.number().int().min(1).max(INVITATION_DAYS),
})
export const invitation = z.object({
  id,
  organization,
  roles: z.array(role),
  approve: z.boolean(),
  used: z.number().int(),
  ceiling: z.number().int(),
  expiresAt: instant,
  createdAt: instant,
  /** Who made it. */
  by: z.string(),
  state: z.enum(['open', 'used-up', 'expired', 'revoked']),
})
/** The only time the token itself is shown. */
export const createdInvitation = invitation.extend({ token })
export const invitationList = list(invitation)

export const linkToken = z.object({ token })
/** What somebody who holds an invitation may know before joining. */
export const invitationFace = z.object({
  operation: z.string(),
  organization: z.string(),
  roles: z.array(role),
  approve: z.boolean(),
})
export const join = z.object({ token, name, login, password })

/** Somebody who waits to be let in. */
export const waiting = z.object({
  id,
  member: z.object({ id, name: z.string(), login: z.string().nullable() }),
  /** Null: they signed in with an account from elsewhere, and name no operation or organization. */
  organization: organization.nullable(),
  roles: z.array(role),
  askedAt: instant,
  /** false: it would give rights the caller does not hold. */
  mine: z.boolean(),
})
export const waitingList = list(waiting)
export const decision = z.object({
  accept: z.boolean(),
  /** Instead of what the invitation says; needed where there was none. */
  roles: roles.optional(),
  organization: id.optional(),
})

export const operationMember = z.object({
  id,
  name: z.string(),
  color: z.string(),
  /** In this operation. */
  roles: z.array(role),
  suspended: z.boolean(),
  /** Only for who may see members: what they sign in with, and their roles in the other operations whose members the caller sees. */
  login: z.string().nullable().optional(),
  elsewhere: z.array(z.object({ operation: id, roles: z.array(role) })).optional(),
  /** Whether the caller's rights cover this member's, wherever they are: a reset password, a suspension need that. */
  within: z.boolean(),
})
export const operationOrganization = organization.extend({
  about: z.string(),
  members: z.array(operationMember),
})
/** The organizations that take part in an operation, with their members; an organization nobody is in yet is in it too. */
export const operationPeople = z.object({ organizations: z.array(operationOrganization) })
export const organizationChange = z.object({ name, about: z.string().trim().max(ABOUT_LENGTH) })
/** No roles: the member is no longer part of the operation. */
export const rolesChange = z.object({ roles: z.array(role).max(7), organization: id.optional() })
export const suspension = z.object({ suspended: z.boolean() })
/** A member leaves the operation; `to` takes over their roles, invitations and API tokens there. */
export const leaving = z.object({ to: id.optional() })
/** The operation one leaves oneself. */
export const departure = z.object({ operation: id })
/** The only time the token itself is shown. */
export const createdRecovery = z.object({ token, expiresAt: instant })
export const recoveryFace = z.object({ name: z.string(), login: z.string() })
export const recovery = z.object({ token, password })
export const passwordChange = z.object({ current: z.string().min(1).max(200), password })

/** Where the browser goes to sign in elsewhere. */
export const elsewhereStart = z.object({ address: z.string() })
/** What it came back with: the query of the address, with its `?`. */
export const elsewhereFinish = z.object({ query: z.string().max(8_000) })

export type NewInvitation = z.infer<typeof newInvitation>
export type Invitation = z.infer<typeof invitation>
export type CreatedInvitation = z.infer<typeof createdInvitation>
export type InvitationFace = z.infer<typeof invitationFace>
export type Join = z.infer<typeof join>
export type Waiting = z.infer<typeof waiting>
export type Decision = z.infer<typeof decision>
export type OperationMember = z.infer<typeof operationMember>
export type OperationOrganization = z.infer<typeof operationOrganization>
export type OperationPeople = z.infer<typeof operationPeople>
export type OrganizationChange = z.infer<typeof organizationChange>
export type RolesChange = z.infer<typeof rolesChange>
