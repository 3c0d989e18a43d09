/** What a column looks like on the wire: shared/schema/column.ts, checked. */
import { z } from 'zod'
import { CHOICE_COLORS, type Column } from '../schema/column.ts'

export const bilingual = z.object({ zh: z.string().max(400), en: z.string().max(400) })
const choice = z.object({
  value: z.string().min(1).max(100),
  label: bilingual,
  synonyms: z.array(z.string().max(100)).max(50).exactOptional(),
  color: z.enum(CHOICE_COLORS).exactOptional(),
  retired: z.literal(true).exactOptional(),
})
export const columnKind = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['text', 'longText', 'organization', 'boolean', 'date', 'dateTime', 'link']) }),
  z.object({
    type: z.literal('place'),
    level: z.enum(['province', 'city', 'district']),
    codeColumn: z.string().max(40).exactOptional(),
  }),
  z.object({
    type: z.literal('number'),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
    integer: z.boolean().exactOptional(),
  }),
  z.object({ type: z.literal('choice'), choices: z.array(choice).max(500) }),
])

/** A column as a sheet's `columns` list has it. */
export const column: z.ZodType<Column> = z.object({
  id: z.string().min(1).max(40),
  label: bilingual,
  kind: columnKind,
  synonyms: z.array(z.string()).exactOptional(),
  required: z.boolean().exactOptional(),
  hxl: z.string().exactOptional(),
  width: z.number().exactOptional(),
  help: bilingual.exactOptional(),
  own: z.literal(true).exactOptional(),
})
