/** Personal details: never in a sheet, a note, a log or an address (docs/SPEC.md VAULT). */
import { z } from 'zod'

const short = z.string().trim().max(100)

/** What may be kept of a person. Every field is optional; at least one must be there. */
export const personalDetails = z.object({
  name: short.optional(),
  /** As it was given; compared and masked in its plain form (digits, +86 and spaces taken off). */
  phone: short.optional(),
  wechat: short.optional(),
  address: z.string().trim().max(300).optional(),
  idNumber: short.optional(),
  /** Health, and whatever else is sensitive. */
  health: z.string().trim().max(1000).optional(),
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

/** Why somebody looks: chosen from a list, so that the log can be counted. */
export const PURPOSES = ['verify', 'deliver', 'followUp', 'emergency', 'correct', 'other'] as const
