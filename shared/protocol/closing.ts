/** The end of an operation, and how long personal details are kept after it. */
import { z } from 'zod'

/** Days details are kept after the end, unless an admin says otherwise. */
export const RETENTION_DAYS = 90
export const MOST_RETENTION_DAYS = 3_650

const instant = z.iso.datetime()
const days = z.number().int().min(1).max(MOST_RETENTION_DAYS)

/** How an operation stands: open, closed with the clock running, or closed and its details erased. */
export const closing = z.object({
  /** null: it goes on. */
  closedAt: instant.nullable(),
  retentionDays: days,
  /** When details are erased, while the clock runs. */
  eraseAt: instant.nullable(),
  /** When that was done. */
  erasedAt: instant.nullable(),
  /** Of how many people details are kept now. */
  contacts: z.number().int(),
})
export type Closing = z.infer<typeof closing>

/** Ends it – or, where it has ended, sets the clock anew, counted from its end – or lets it go on. */
export const closingWish = z.discriminatedUnion('closed', [
  z.object({ closed: z.literal(true), retentionDays: days.default(RETENTION_DAYS) }),
  z.object({ closed: z.literal(false) }),
])
export type ClosingWish = z.infer<typeof closingWish>
