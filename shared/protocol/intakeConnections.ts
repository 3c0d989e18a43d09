/** Ways in from elsewhere: forms of other services that call us (docs/SPEC.md INTAKE-15 … INTAKE-17). */
import { z } from 'zod'
import { DETAIL_FIELDS } from './contacts.ts'
import { scalar } from './http.ts'

const id = z.string().min(1).max(64)
const name = z.string().trim().min(1).max(100)

/** What becomes of a field: a column of the sheet, a personal detail, an answer beside the row, nothing. */
export const fieldTarget = z.discriminatedUnion('to', [
  z.object({ to: z.literal('column'), column: z.string().min(1).max(41) }),
  z.object({ to: z.literal('detail'), detail: z.enum(DETAIL_FIELDS) }),
  z.object({ to: z.literal('answer') }),
  z.object({ to: z.literal('nothing') }),
])
export type FieldTarget = z.infer<typeof fieldTarget>
/** Field → what becomes of it. Fields that are not in it are kept sealed until somebody has said. */
export const fieldMapping = z.record(z.string().max(200), fieldTarget)
export type FieldMapping = z.infer<typeof fieldMapping>

export const connection = z.object({
  id,
  sheet: id,
  name,
  /** Fields seen so far, in the order they first came. */
  fields: z.array(z.string()),
  mapping: fieldMapping,
  closed: z.boolean(),
  /** Submissions of it that wait, and when the newest of all came. */
  waiting: z.number().int(),
  lastAt: z.iso.datetime().nullable(),
})
export type Connection = z.infer<typeof connection>
export const connectionList = z.object({ items: z.array(connection) })
export const newConnection = z.object({ sheet: id, name })
/** The only time the secret is shown. */
export const createdConnection = z.object({ connection, secret: z.string() })
export const connectionChange = z.object({
  name: name.optional(),
  closed: z.boolean().optional(),
  mapping: fieldMapping.optional(),
})
/** The connection, and how many waiting submissions were read anew by a changed mapping. */
export const connectionChanged = z.object({ connection, renewed: z.number().int() })

/** What a mapping would make of the newest that wait. `fields`: what came, numbers of persons hidden. */
export const mappingPreview = z.object({
  items: z.array(
    z.object({
      submission: id,
      fields: z.record(z.string(), z.string()),
      cells: z.record(z.string(), scalar),
      details: z.array(z.enum(DETAIL_FIELDS)),
      signs: z.array(z.string()),
    }),
  ),
})
export type MappingPreview = z.infer<typeof mappingPreview>
export const previewWish = z.object({ mapping: fieldMapping })
export const webhookTaken = z.object({ id, again: z.boolean() })
