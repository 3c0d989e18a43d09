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
  /** Whether a community head can follow what came by this link, on a page of their own. */
  head: z.boolean(),
})
export type FormLink = z.infer<typeof formLink>

export const form = z.object({
  id,
  operation: id,
  /** The sheet accepted submissions become rows of. */
  sheet: id,
  /** The organization that receives what comes in: its members may see the personal details. */
  organization: id,
  content: formContent,
  /** Grows with each change; a submission remembers which version it answered. */
  version: z.number().int(),
  opensAt: z.iso.datetime().nullable(),
  closesAt: z.iso.datetime().nullable(),
  closed: z.boolean(),
  links: z.array(formLink),
})
export type Form = z.infer<typeof form>

/** A form in the list: how much came in by it and how much of that waits. */
export const formList = z.object({
  items: z.array(form.extend({ received: z.number().int(), waiting: z.number().int(), changedAt: z.iso.datetime() })),
})
export type ListedForm = z.infer<typeof formList>['items'][number]

export const newForm = z.object({
  sheet: id,
  /** The caller's own without one. */
  organization: id.optional(),
  content: formContent,
})
/** What of a form is another from now on. `version` is the one the caller saw: `conflict` when somebody changed it since. */
export const formChange = z.object({
  version: z.number().int(),
  content: formContent.optional(),
  opensAt: z.iso.datetime().nullable().optional(),
  closesAt: z.iso.datetime().nullable().optional(),
  closed: z.boolean().optional(),
})
export const newFormLink = z.object({
  name: formLink.shape.name,
  fixed: formLink.shape.fixed.default({}),
})
export const formLinkChange = z.object({
  link: id,
  name: formLink.shape.name.optional(),
  fixed: formLink.shape.fixed.optional(),
  closed: z.boolean().optional(),
  /** Ends the page of the community head: its link opens nothing any more. */
  endHead: z.literal(true).optional(),
})
export const headWish = z.object({ link: id })
/** The end of the address `/c#<secret>` of the community head's page; shown this once. An earlier one ends with it. */
export const headSecret = z.object({ secret: z.string() })

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
