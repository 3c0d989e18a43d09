/** Personal details: never in a sheet, a note, a log or an address (docs/SPEC.md VAULT). */
import { z } from 'zod'
import { pageQuery } from './http.ts'

const id = z.string().min(1).max(64)
const short = z.string().trim().max(100)
const instant = z.iso.datetime()
/** Longest texts of what is long. */
const ADDRESS = 300
const HEALTH = 1000

/** What may be kept of a person. Every field is optional; at least one must be there. */
export const personalDetails = z.object({
  name: short.optional(),
  /** As it was given; compared and masked in its plain form (digits, +86 and spaces taken off). */
  phone: short.optional(),
  wechat: short.optional(),
  address: z.string().trim().max(ADDRESS).optional(),
  idNumber: short.optional(),
  /** Health, and whatever else is sensitive. */
  health: z.string().trim().max(HEALTH).optional(),
})
export type PersonalDetails = z.infer<typeof personalDetails>
export const DETAIL_FIELDS = [
  'name',
  'phone',
  'wechat',
  'address',
  'idNumber',
  'health',
] as const satisfies readonly (keyof PersonalDetails)[]
export type DetailField = (typeof DETAIL_FIELDS)[number]

/** Why somebody looks: chosen from a list, so that the log can be counted. */
export const PURPOSES = ['verify', 'deliver', 'followUp', 'emergency', 'correct', 'other'] as const
export type Purpose = (typeof PURPOSES)[number]

/** How many details a member may look at in an hour. */
export const REVEALS_AN_HOUR = 60

/** A correction: a text takes a field's place, null takes it away, what is not named stays. */
export const detailsChange = z.object({
  name: short.nullable().optional(),
  phone: short.nullable().optional(),
  wechat: short.nullable().optional(),
  address: z.string().trim().max(ADDRESS).nullable().optional(),
  idNumber: short.nullable().optional(),
  health: z.string().trim().max(HEALTH).nullable().optional(),
})
export type DetailsChange = z.infer<typeof detailsChange>

const masked = z.object({
  phone: z.string().nullable(),
  name: z.string().nullable(),
  /** What else is kept, by name alone. */
  more: z.array(z.string()),
})

/** What the vault has for a row, as far as everybody may know, and what the caller may do about it. */
export const rowContact = z.object({
  contact: masked
    .extend({
      id,
      /** Who took them down. */
      organization: z.object({ id, name: z.string() }),
      changedAt: instant,
      mayReveal: z.boolean(),
      mayCorrect: z.boolean(),
      mayErase: z.boolean(),
      /** Other contacts of the operation with the same phone or identity number. */
      same: z.number().int(),
    })
    .nullable(),
  /** Whether the caller may fill in details where there are none. */
  mayKeep: z.boolean(),
})
export type RowContact = z.infer<typeof rowContact>

export const revealWish = z
  .object({ field: z.enum(DETAIL_FIELDS), purpose: z.enum(PURPOSES), reason: z.string().trim().max(200).optional() })
  .refine(({ purpose, reason }) => purpose !== 'other' || (reason !== undefined && reason !== ''), {
    path: ['reason'],
    message: 'say why, where no purpose of the list fits',
  })
export const revealed = z.object({ value: z.string() })

/** What a line of the log is about. `expire`: erased because the operation ended long enough ago. */
export const LOGGED = ['keep', 'correct', 'reveal', 'export', 'erase', 'expire'] as const

export const contactLogItem = z.object({
  id: z.number().int(),
  at: instant,
  what: z.enum(LOGGED),
  member: z.object({ id, name: z.string(), organization: z.string() }),
  /** null: of many at once. */
  contact: id.nullable(),
  row: z.object({ sheet: id, row: z.string() }).nullable(),
  field: z.enum(DETAIL_FIELDS).nullable(),
  purpose: z.enum(PURPOSES).nullable(),
  reason: z.string().nullable(),
  /** How many contacts it was about. */
  count: z.number().int(),
})
export type ContactLogItem = z.infer<typeof contactLogItem>
export const contactLogPage = z.object({ items: z.array(contactLogItem), next: z.string().nullable() })
export const contactLogQuery = pageQuery.extend({
  what: z.enum(LOGGED).optional(),
  member: id.optional(),
  contact: id.optional(),
})

/** Signs of the reason for a file with details. */
export const EXPORT_REASON = { min: 4, max: 200 } as const

/** A sheet as a file with the details in it: only with a reason, which is kept. */
export const contactExport = z.object({
  format: z.enum(['csv', 'xlsx']),
  language: z.enum(['zh', 'en']).default('zh'),
  reason: z.string().trim().min(EXPORT_REASON.min).max(EXPORT_REASON.max),
})

/** What was done when a person was erased: the record, and what had strayed into sheets and notes. */
export const erased = z.object({
  /** Cells, texts of the history, comments and the like from which it was taken out. */
  cleared: z.number().int(),
  /** Sheets and notes that go on under a new name. */
  renewed: z.number().int(),
})
