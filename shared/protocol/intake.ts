/** The inbox of submissions, decisions about them, and ways in from elsewhere (docs/SPEC.md INTAKE). */
import { z } from 'zod'
import { incoming, SOURCES, SUBMISSION_STATES } from './forms.ts'
import { scalar } from './http.ts'

const id = z.string().min(1).max(64)
const instant = z.iso.datetime()
const bilingual = z.object({ zh: z.string(), en: z.string() })
const cells = z.record(z.string(), scalar)

/** How many are decided about at once. */
export const MOST_AT_ONCE = 200

const ids = z.array(id).min(1).max(MOST_AT_ONCE)

/** What a person decides about some that wait. */
export const decision = z.discriminatedUnion('decision', [
  /** A new row each; `cells` put right what the row could not hold, and mean one submission. */
  z.object({ decision: z.literal('accept'), ids, cells: cells.optional() }),
  /** They belong to a row that is there. */
  z.object({ decision: z.literal('attach'), ids, row: id }),
  z.object({ decision: z.literal('reject'), ids, reason: z.string().trim().min(1).max(500) }),
  z.object({ decision: z.literal('spam'), ids }),
])
export type Decision = z.infer<typeof decision>

/**
 * Why nothing was done: `taken` somebody was first · `unfit` the row cannot hold `field` · `confidential` it has nowhere to go yet · `noRow` the row is
 * gone · `changed` somebody has worked on the row since · `late` it was decided too long ago · `waits` nothing was decided · `missing`.
 */
const notDone = z.enum(['taken', 'unfit', 'confidential', 'noRow', 'changed', 'late', 'waits', 'missing'])

export const decisionOutcome = z.discriminatedUnion('done', [
  z.object({ id, done: z.literal(true), state: z.enum(SUBMISSION_STATES), row: id.optional(), sheet: id.optional() }),
  z.object({
    id,
    done: z.literal(false),
    why: notDone,
    state: z.enum(SUBMISSION_STATES).optional(),
    /** Who was first, by name; null for a rule. */
    by: z.string().nullable().optional(),
    field: z.string().optional(),
  }),
])
export type DecisionOutcome = z.infer<typeof decisionOutcome>
export const decisionOutcomes = z.object({ items: z.array(decisionOutcome) })
export const undoDecisions = z.object({ ids })

const contact = z.object({
  id,
  organization: id,
  phone: z.string().nullable(),
  name: z.string().nullable(),
  more: z.array(z.string()),
})

/** A line of the inbox. */
export const submissionItem = z.object({
  id,
  sheet: z.object({ id, title: z.string() }),
  source: z.enum(SOURCES),
  /** The form or way in from elsewhere, and who filed it for somebody; their names as they were given. */
  from: z.string(),
  form: id.nullable(),
  community: z.string().nullable(),
  cells,
  signs: z.array(z.string()),
  state: z.enum(SUBMISSION_STATES),
  at: instant,
  confidential: z.boolean(),
  contact: contact.nullable(),
  /** Of a decided one: who (null for a rule), when, why, and the row. */
  decided: z
    .object({
      by: z.string().nullable(),
      at: instant,
      reason: z.string().nullable(),
      row: id.nullable(),
      mayUndo: z.boolean(),
    })
    .nullable(),
})
export type SubmissionItem = z.infer<typeof submissionItem>

/** What the inbox shows: what waits, or what has been decided in one way. */
export const INBOX_STATES = ['waiting', ...SUBMISSION_STATES] as const
export const inboxQuery = z.object({
  state: z.enum(INBOX_STATES).default('waiting'),
  form: id.optional(),
  source: z.enum(SOURCES).optional(),
  community: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export type InboxQuery = z.infer<typeof inboxQuery>
export const inboxPage = z.object({ items: z.array(submissionItem), next: z.string().nullable() })
/** How many wait, and what the filters may ask for. */
export const inboxCount = z.object({
  waiting: z.number().int(),
  held: z.number().int(),
  communities: z.array(z.string()),
  forms: z.array(z.object({ id, title: bilingual })),
})

/** A row it may be about, with its cells to compare. */
const candidate = z.object({ row: id, score: z.number(), why: z.array(z.string()), cells })
export const submissionDetail = submissionItem.extend({
  answers: z.array(
    z.object({
      id: z.string(),
      label: bilingual.nullable(),
      value: z.union([scalar, z.array(scalar)]),
    }),
  ),
  files: z.array(id),
  candidates: z.array(candidate),
})
export type SubmissionDetail = z.infer<typeof submissionDetail>

/** Where a row came from, for its history. */
export const rowOrigins = z.object({
  items: z.array(
    z.object({
      submission: id,
      state: z.enum(['accepted', 'attached']),
      source: z.enum(SOURCES),
      from: z.string(),
      at: instant,
      decidedAt: instant,
      /** null: a rule. */
      decidedBy: z.string().nullable(),
    }),
  ),
})
export type RowOrigin = z.infer<typeof rowOrigins>['items'][number]

/** A ticket of a call centre, a chat bot, a colleague's program. */
export const newSubmission = incoming.extend({
  sheet: id,
  /** The ticket's own number: filed again under it, it is the same submission. The Idempotency-Key or a new one without it. */
  reference: z.string().trim().min(1).max(100).optional(),
})
export const submissionFiled = z.object({ id, trackingCode: z.string(), again: z.boolean() })

/** The little sum a page does before it sends: find `nonce` so that SHA-256 of `<challenge>:<nonce>` begins with `bits` zero bits. */
export const challenge = z.object({ challenge: z.string(), bits: z.number().int(), expiresAt: instant })
export const proof = z.object({ challenge: z.string().max(500), nonce: z.string().max(40) })
export type Proof = z.infer<typeof proof>
