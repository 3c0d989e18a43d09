/** Confidential rows: moving rows into the companion of a sheet and back, and what everybody else is told of them. */
import { z } from 'zod'

/** Rows one command may move. */
export const MAX_CONFIDED = 500
const row = z.string().min(1).max(40)
export const confideWish = z.object({ rows: z.array(row).min(1).max(MAX_CONFIDED) })
/** How many rows have moved, and the sheet they are in now. */
export const confided = z.object({ moved: z.number().int(), sheet: z.string() })
export type Confided = z.infer<typeof confided>

/** What those are told of confidential rows who may not see them: nothing, or how many there are by district and cluster. */
export const confidentialSetting = z.object({ shown: z.enum(['nothing', 'counts']) })
export type ConfidentialSetting = z.infer<typeof confidentialSetting>

export const confidentialCounts = confidentialSetting.extend({
  items: z.array(
    z.object({
      /** As it stands in the rows; null where it is empty. */
      district: z.string().nullable(),
      cluster: z.string().nullable(),
      rows: z.number().int(),
    }),
  ),
})
export type ConfidentialCounts = z.infer<typeof confidentialCounts>
