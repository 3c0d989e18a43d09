/**
 * The HTTP contract, /api/v1: one zod schema a body, used by the routes, the OpenAPI document and the page.
 * Failures are RFC 9457 problems (`problem`); every POST takes an `Idempotency-Key` header (HTTP-4).
 */
import { z } from 'zod'
import { ACTIONS, ROLES } from '../domain/roles.ts'
import { SHEET_KINDS } from '../schema/column.ts'
import { column } from './columns.ts'

const id = z.string().min(1).max(64)
const name = z.string().trim().min(1).max(100)
const instant = z.iso.datetime()
export const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
/** Pages: `next` is the cursor of the following page, null at the end. */
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(200).optional(),
})

/** RFC 9457. `code` is a key of ERRORS; `zh` the same sentence for a person who reads Chinese. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  zh: z.string(),
  detail: z.string().optional(),
  /** Of a filled form: which questions, and the code of what is wrong with each. */
  fields: z.array(z.object({ field: z.string(), reason: z.string() })).optional(),
})
export type Problem = z.infer<typeof problem>

export const role = z.enum(ROLES)
export const operation = z.object({
  id,
  name,
  timeZone: z.string(),
  /** It has ended and can only be read. */
  closed: z.literal(true).exactOptional(),
})
export const organization = z.object({ id, name })
export const member = z.object({
  id,
  kind: z.enum(['person', 'service']),
  name,
  login: z.string().nullable(),
  color: z.string(),
  organization,
  memberships: z.array(z.object({ operation: id, roles: z.array(role) })),
  disabled: z.boolean(),
})
/** Who is signed in; and where they wait to be let in, or, while they are in nowhere, were not. */
export const me = z.object({
  member,
  operations: z.array(operation),
  waiting: z.array(z.object({ operation: z.string().nullable(), declined: z.boolean() })).exactOptional(),
})

export const signIn = z.object({ login: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) })
/** What the one-time setup link asks for. `token` is the fragment of the link, never part of a URL sent to the server. */
export const setUp = z.object({
  token: z.string().min(1).max(200),
  operation: z.object({ name, timeZone: z.string().default('Asia/Shanghai') }),
  organization: name,
  admin: z.object({ name, login: z.string().trim().min(1).max(100), password: z.string().min(10).max(200) }),
})
/** What anyone may ask before signing in: whether the hub still waits for its setup link to be used, and its version. */
export const hubState = z.object({
  setUpNeeded: z.boolean(),
  demo: z.boolean(),
  version: z.string(),
  /** An OpenID Connect provider people may sign in with, by the name they know. */
  outside: z.object({ name: z.string() }).exactOptional(),
})
export const useLink = z.object({ token: z.string().min(1).max(200) })

export const newOperation = z.object({ name, timeZone: z.string().default('Asia/Shanghai') })
export const newOrganization = z.object({ name })
export const newMember = z.object({
  name,
  login: z.string().trim().min(1).max(100),
  password: z.string().min(10).max(200),
  organization: id,
  operation: id,
  roles: z.array(role).min(1),
})
export const newToken = z.object({
  name: name.optional(),
  role,
  /** Organization id or name. */
  organization: z.string().min(1).max(100),
  /** Operation id; every operation of the hub without one. */
  operation: id.optional(),
  scopes: z.array(z.enum(ACTIONS)).optional(),
  expiresAt: instant.optional(),
})
/** The only time the token itself is shown. */
export const createdToken = z.object({ id, token: z.string(), prefix: z.string(), member: id })
export const tokenInfo = z.object({
  id,
  prefix: z.string(),
  name,
  member: id,
  createdAt: instant,
  expiresAt: instant.nullable(),
  revoked: z.boolean(),
})

export const sheetInfo = z.object({
  id,
  operation: id,
  /** The template it was made from: one of SHEET_KINDS, or one a newer hub knows. */
  kind: z.string(),
  title: z.string(),
  /** The document's name on the sync socket: `ws://host/sync/<document>`. Always take it from here. */
  document: z.string(),
  /** The name of its desk there: what the server says about its rows. */
  desk: z.string(),
  rowCount: z.number().int(),
  /** Its columns in order: those of its kind and the operation's own. The one list grid, form, import and export go by. */
  columns: z.array(column),
  /** A coordinator has put the columns into this order; without it the page may begin with another one. */
  ordered: z.literal(true).exactOptional(),
  /** Put away: hidden and read-only until a coordinator takes it out again. */
  archived: z.literal(true).exactOptional(),
  /** The sheet whose confidential rows these are: a companion with the same columns, which only some roles are shown. */
  confidentialOf: id.exactOptional(),
  /** The caller's edits wait for a coordinator's nod before they are in the sheet. */
  waits: z.literal(true).exactOptional(),
})
export const newSheet = z.object({ operation: id, kind: z.enum(SHEET_KINDS), title: name })

export const sheetRow = z.object({ id, cells: z.record(z.string(), scalar) })
export const rowsQuery = pageQuery.extend({ at: instant.optional() })
export const historyQuery = pageQuery.extend({
  row: z.string().max(40).optional(),
  /** `merged`: with the history of the rows that have been made one with `row`. */
  with: z.literal('merged').optional(),
  column: z.string().max(41).optional(),
  member: z.string().max(64).optional(),
  since: instant.optional(),
  until: instant.optional(),
})
export const historyItem = z.object({
  /** Grows with every change of the hub. */
  id: z.number().int(),
  row: id,
  column: z.string(),
  old: scalar,
  new: scalar,
  member: z.object({ id, name: z.string() }),
  at: instant,
  /** false: it lost at once against a concurrent edit and was never shown */
  won: z.boolean(),
  /** true: its author, or the author of the value it replaced, had not seen the other's */
  unseen: z.boolean(),
})
export const historyPage = page(historyItem)
export const rowsPage = page(sheetRow)
export const sheetList = list(sheetInfo)
export const operationList = list(operation)
export const organizationList = list(organization)
export const memberList = list(member)
export const tokenList = list(tokenInfo)

export type Operation = z.infer<typeof operation>
export type Organization = z.infer<typeof organization>
export type Member = z.infer<typeof member>
export type Me = z.infer<typeof me>
export type SheetInfo = z.infer<typeof sheetInfo>
export type SheetRow = z.infer<typeof sheetRow>
export type HistoryItem = z.infer<typeof historyItem>
export type HubState = z.infer<typeof hubState>

/**
 * Routes, for orientation (server/http registers them, /api/v1/openapi.json documents them):
 * GET  hub · POST setup · POST links · POST session (sign in) · GET session (me) · DELETE session
 * GET|POST operations · GET|POST organizations · GET|POST members · GET|POST tokens · DELETE tokens/:id
 * GET|POST sheets · GET sheets/:id · GET sheets/:id/rows · GET sheets/:id/history · GET sheets/:id/export?format=csv|xlsx|hxl
 * POST backups · GET damages (who runs the machine)
 * POST sheets/:id/imports (raw body, `X-File-Name` percent-encoded) · POST imports/:id/preview · POST imports/:id/confirm · GET imports/:id/refusals (csv): imports.ts
 */
export const API = '/api/v1'
