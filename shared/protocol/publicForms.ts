/**
 * What people without an account see of a form, and what they send (docs/SPEC.md FORM). The page they use (client/intake) takes only the types from
 * here: it has no room for the schemas.
 */
import { z } from 'zod'
import { SUBMISSION_STATES } from './forms.ts'
import { scalar } from './http.ts'

const id = z.string().min(1).max(64)
const words = z.object({ zh: z.string(), en: z.string() })
const choice = z.object({ value: z.string(), label: words })

/** How a question is answered. */
const input = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['text', 'longText']), most: z.number().int() }),
  z.object({
    type: z.literal('number'),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
    integer: z.boolean().exactOptional(),
  }),
  z.object({ type: z.enum(['date', 'dateTime', 'yesNo', 'phone', 'link']) }),
  z.object({ type: z.enum(['choice', 'choices']), choices: z.array(choice) }),
  /** Answered with the key of a division (`GET public/places`); `within`: the place the link has fixed already. */
  z.object({
    type: z.literal('place'),
    level: z.enum(['province', 'city', 'district']),
    within: z.string().nullable(),
  }),
  z.object({ type: z.literal('photos'), most: z.number().int(), bytes: z.number().int() }),
])
export type QuestionInput = z.infer<typeof input>

export const publicQuestion = z.object({
  id,
  label: words,
  help: words.exactOptional(),
  required: z.boolean(),
  /** Shown only when this earlier question has one of these answers. */
  showIf: z.object({ question: id, anyOf: z.array(scalar) }).exactOptional(),
  input,
  /** It is about a person: kept apart, encrypted, and shown to few. */
  personal: z.literal(true).exactOptional(),
  /** What the browser may fill in by itself. */
  autocomplete: z.string().exactOptional(),
})
export type PublicQuestion = z.infer<typeof publicQuestion>

/** All the page needs to show a form, and nothing more. */
export const publicForm = z.object({
  code: z.string(),
  operation: z.string(),
  organization: z.string(),
  title: words,
  lead: words,
  thanks: words,
  /** The link's name, where it is one of several. */
  link: z.string(),
  /** What the link has answered already, in words. */
  fixed: z.array(z.object({ label: words, value: words })),
  questions: z.array(publicQuestion),
  version: z.number().int(),
  state: z.enum(['open', 'notYet', 'over', 'closed']),
  opensAt: z.iso.datetime().nullable(),
  closesAt: z.iso.datetime().nullable(),
})
export type PublicForm = z.infer<typeof publicForm>

const answer = z.union([scalar, z.array(scalar).max(60)])
/** Question id → answer. */
const answers = z.record(id, answer)

/** The id a page gives to what it sends, once: a second sending of it has no second effect. */
export const pageKey = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/)

/** A filled form, whoever files it. */
const filled = z.object({
  key: pageKey,
  /** The version of the form that was answered. */
  version: z.number().int(),
  answers,
  photos: z.array(id).max(6).default([]),
})
export type Filled = z.infer<typeof filled>

export const publicSubmission = filled.extend({
  /** A field nobody sees: what is in it was written by a machine. */
  website: z.string().max(500).default(''),
  /** The answer to a challenge of `GET public/challenge`; without one it waits to be looked at. */
  proof: z.object({ challenge: z.string().max(1_000), nonce: z.string().max(64) }).optional(),
})
export type PublicSubmission = z.infer<typeof publicSubmission>

/** Filed by a member: for somebody who has no other way in, or from a list on paper. */
export const filedSubmission = filled.extend({
  source: z.enum(['proxy', 'paper']),
  /** The link whose fixed values hold; the first of the form without one. */
  link: id.optional(),
})

export const submitted = z.object({ trackingCode: z.string(), again: z.boolean() })
export type Submitted = z.infer<typeof submitted>

export const photoQuery = z.object({ key: pageKey })
export const keptPhoto = z.object({ id })

export const placesQuery = z.object({ under: z.string().max(6).optional() })
export const placeList = z.object({
  items: z.array(z.object({ key: z.string(), name: z.string(), level: z.enum(['province', 'city', 'district']) })),
})
export type PlaceItem = z.infer<typeof placeList>['items'][number]

export const trackingWish = z.object({ code: z.string().max(40) })
const state = z.enum(SUBMISSION_STATES)
/** What its code tells of a submission: never who it is from, nor what it says. */
export const trackedSubmission = z.object({
  state,
  at: z.iso.datetime(),
  /** When it came to the state it is in; null while it waits. */
  decidedAt: z.iso.datetime().nullable(),
})
export type TrackedSubmission = z.infer<typeof trackedSubmission>

export const communityWish = z.object({ secret: z.string().max(100) })
const told = z.array(z.object({ label: words, value: words }))
/** What a community head sees: what came by their link, and the rows that are theirs. No personal details. */
export const communityPage = z.object({
  name: z.string(),
  operation: z.string(),
  form: words,
  /** The end of `/f/<code>`, to file another. */
  code: z.string(),
  submissions: z.array(z.object({ state, at: z.iso.datetime(), about: told, row: told })),
  rows: z.array(z.object({ about: told })),
})
export type CommunityPage = z.infer<typeof communityPage>
