/** Verification over HTTP: commands on rows, where a row stands, and the queue of an operation. */
import { z } from 'zod'
import { HARD } from '../domain/hardRows.ts'
import { METHODS, STANDINGS } from '../domain/verification.ts'
import { scalar } from './http.ts'

/** Rows one command decides about. */
export const VERIFY_LIMITS = { rows: 2_000, text: 500 } as const

const id = z.string().min(1).max(64)
const row = z.string().min(1).max(40)
const column = z.string().min(1).max(40)
const text = z.string().trim().min(1).max(VERIFY_LIMITS.text)
const instant = z.iso.datetime()

export const method = z.enum(METHODS)

/** A row as the caller saw it: refused when a cell that counts is another by now. */
const seenRow = z.object({
  row,
  /** `digestOf` of shared/domain/verification.ts; the queue and the row say it. */
  digest: z.string().max(10_000),
  /** Only these cells were checked again; the others stay as they were checked before. */
  columns: z.array(column).min(1).max(200).exactOptional(),
})

export const newVerifications = z
  .object({
    rows: z.array(seenRow).min(1).max(VERIFY_LIMITS.rows),
    verdict: z.enum(['verified', 'rejected']).default('verified'),
    method,
    /** For those who verify; it does not go to the desk. */
    note: text.exactOptional(),
    /** A picture kept for one of the rows. */
    evidence: id.exactOptional(),
    /** Why it is not true; everybody reads it. */
    reason: text.exactOptional(),
  })
  .refine(({ verdict, reason }) => verdict === 'verified' || reason !== undefined, {
    message: 'a rejection says why',
    path: ['reason'],
  })

export const verificationOutcome = z.object({
  done: z.array(row),
  /** `changed`: these cells are not what the caller saw · `gone`: the row is not there. */
  refused: z.array(z.object({ row, why: z.enum(['changed', 'gone']), columns: z.array(column) })),
})

export const withdrawal = z.object({ rows: z.array(row).min(1).max(VERIFY_LIMITS.rows) })
export const withdrawn = z.object({ done: z.array(row) })

const person = z.object({ id, name: z.string(), organization: z.string() })
/** A cell that is not what was checked, and who made it so, as far as the history knows. */
const changedCell = z.object({
  column,
  was: scalar,
  is: scalar,
  by: person.nullable(),
  at: instant.nullable(),
})

const verificationEvent = z.object({
  id,
  state: z.enum(['verified', 'rejected', 'withdrawn']),
  method: method.nullable(),
  by: person,
  at: instant,
  note: z.string().nullable(),
  reason: z.string().nullable(),
  /** Address of the picture. */
  evidence: z.string().nullable(),
  cells: z.record(z.string(), scalar),
  /** The cells checked this time; null for all. */
  checked: z.array(column).nullable(),
})

/** Where a row stands and how it came to that, newest first. */
export const rowVerification = z.object({
  state: z.enum(STANDINGS),
  digest: z.string(),
  changed: z.array(changedCell),
  items: z.array(verificationEvent),
})

export const queueQuery = z.object({
  /** One standing; what waits for somebody (unverified and stale) without one. */
  state: z.enum(STANDINGS).optional(),
  sheet: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

const queueItem = z.object({
  sheet: id,
  row,
  state: z.enum(STANDINGS),
  digest: z.string(),
  /** The cells that count and hold something. */
  cells: z.record(z.string(), scalar),
  changed: z.array(changedCell),
  hard: z.array(z.enum(HARD)),
  /** Since when it waits: reported, or changed. */
  since: instant,
  /** Who decided last. */
  decided: z.object({ by: z.string(), at: instant, method, reason: z.string().nullable() }).nullable(),
})

export const verificationQueue = z.object({
  items: z.array(queueItem),
  next: z.string().nullable(),
  counts: z.record(z.enum(STANDINGS), z.number().int()),
})

export type NewVerifications = z.infer<typeof newVerifications>
export type VerificationOutcome = z.infer<typeof verificationOutcome>
export type RowVerification = z.infer<typeof rowVerification>
export type VerificationEvent = z.infer<typeof verificationEvent>
export type ChangedCellBy = z.infer<typeof changedCell>
export type VerificationQueue = z.infer<typeof verificationQueue>
export type QueueItem = z.infer<typeof queueItem>
