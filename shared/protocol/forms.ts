/** Public forms and what comes in by them (docs/SPEC.md FORM, INTAKE). */
import { z } from 'zod'
import { personalDetails } from './contacts.ts'
import { scalar } from './http.ts'

const id = z.string().min(1).max(64)
const text = z.object({ zh: z.string().trim().max(500), en: z.string().trim().max(500) })

/** Shown only when another question of the form has one of these answers. */
const condition = z.object({ question: id, anyOf: z.array(scalar).min(1).max(50) })

/** What a question asks for: a column of the sheet, a personal detail (to the vault), pictures, or something of the form's own. */
const asks = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('column'), column: z.string().min(1).max(41) }),
  z.object({ kind: z.literal('detail'), detail: z.enum(['name', 'phone', 'wechat', 'address', 'idNumber', 'health']) }),
  z.object({
    kind: z.literal('own'),
    answer: z.enum(['text', 'longText', 'number', 'date', 'choice', 'choices', 'yesNo']),
    choices: z.array(text).max(50).optional(),
  }),
  z.object({ kind: z.literal('photos') }),
])

export const question = z.object({
  /** Unique in the form, for ever: answers are kept under it. */
  id,
  asks,
  label: text,
  help: text.optional(),
  required: z.boolean(),
  showIf: condition.optional(),
})
export type Question = z.infer<typeof question>

export const formContent = z.object({
  title: text,
  lead: text,
  thanks: text,
  questions: z.array(question).min(1).max(60),
  /** Accepted by rule without a person when the submission looks sane and no duplicate is near; everything waits otherwise. */
  acceptByRule: z.boolean().default(false),
  /** Marked as confidential when accepted: domestic violence, psychological support. */
  confidential: z.boolean().default(false),
})
export type FormContent = z.infer<typeof formContent>

/** A way to a form: a link and QR code of its own, e.g. of one community; what it fixes is not asked. */
export const formLink = z.object({
  id,
  /** The end of the address `/f/<code>`; not a secret: it hangs on a wall. */
  code: z.string(),
  name: z.string().trim().min(1).max(100),
  /** Column → value that every submission by this link has, e.g. its district and community. */
  fixed: z.record(z.string(), scalar),
  closed: z.boolean(),
})
export type FormLink = z.infer<typeof formLink>

export const form = z.object({
  id,
  operation: id,
  /** The sheet accepted submissions become rows of. */
  sheet: id,
  content: formContent,
  /** Grows with each change; a submission remembers which version it answered. */
  version: z.number().int(),
  opensAt: z.iso.datetime().nullable(),
  closesAt: z.iso.datetime().nullable(),
  closed: z.boolean(),
  links: z.array(formLink),
})
export type Form = z.infer<typeof form>

/** Where a submission came from. */
export const SOURCES = ['form', 'proxy', 'paper', 'webhook', 'api'] as const
/** UX words: 待处理, 已采纳, 并入, 退回, 垃圾. `held`: came in, and something about it must be looked at first (insane amount, too fast, duplicate). */
export const SUBMISSION_STATES = ['received', 'held', 'accepted', 'attached', 'rejected', 'spam'] as const
export type SubmissionState = (typeof SUBMISSION_STATES)[number]

/** What comes into the inbox, whatever way it came. Details go to the vault and are never kept beside the answers. */
export const incoming = z.object({
  /** Column → value, of the sheet it is meant for. */
  cells: z.record(z.string(), scalar),
  /** Question id → answer, of questions that are no columns. */
  answers: z.record(z.string(), z.union([scalar, z.array(scalar)])),
  details: personalDetails.optional(),
})
export type Incoming = z.infer<typeof incoming>
