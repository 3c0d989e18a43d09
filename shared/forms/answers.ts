/**
 * What an answer to a question becomes, and why it does not fit: one reading for the page people fill in, the staff's entry and the server
 * (docs/SPEC.md FORM-4, FORM-5). Pure, and small: it runs on old phones, so nothing here needs more than a browser of 2018 has.
 */
import type { PublicQuestion } from '../protocol/publicForms.ts'
import type { RefusalReason } from '../schema/column.ts'
import { readNumber } from '../schema/number.ts'
import type { Scalar } from '../sheet/cell.ts'

/** As it is typed or ticked; photos are the ids the hub gave them. */
export type Answer = Scalar | readonly Scalar[]
export type Answers = Readonly<Record<string, Answer>>

/** Why an answer does not fit. */
export type AnswerFault =
  | Exclude<RefusalReason, 'contact' | 'before-header'>
  | 'not-a-phone'
  | 'not-a-place'
  | 'too-many'
  /** A picture the hub has no more. */
  | 'gone'

export type ReadAnswer =
  | { readonly ok: true; readonly value: Answer }
  | { readonly ok: false; readonly reason: AnswerFault }

export interface CheckedAnswers {
  /** Question id → value, of the questions that are shown and answered. */
  readonly values: Answers
  /** In the order of the form. */
  readonly faults: ReadonlyArray<{ readonly question: string; readonly reason: AnswerFault }>
}

export const isEmpty = (answer: Answer | undefined): boolean =>
  answer === undefined ||
  answer === null ||
  (typeof answer === 'string' && answer.trim() === '') ||
  (isMany(answer) && answer.length === 0)

/** `Array.isArray` does not narrow to a readonly array. */
export const isMany = (answer: Answer | undefined): answer is readonly Scalar[] => Array.isArray(answer)

/** Whether a question is shown, by the answers to the questions before it. `shown`: ids of those before it that are shown. */
export function isShown(question: PublicQuestion, answers: Answers, shown: ReadonlySet<string>): boolean {
  const { showIf } = question
  if (showIf === undefined) return true
  if (!shown.has(showIf.question)) return false
  const given = answers[showIf.question]
  const list = isMany(given) ? given : [given ?? null]
  return list.some(value => showIf.anyOf.indexOf(value) >= 0)
}

/** The questions that are shown with these answers, in order. */
export function shownQuestions(questions: readonly PublicQuestion[], answers: Answers): readonly PublicQuestion[] {
  const shown = new Set<string>()
  return questions.filter(question => {
    if (!isShown(question, answers, shown)) return false
    shown.add(question.id)
    return true
  })
}

/** Reads every shown question; what was typed into one that is hidden now does not count. */
export function checkAnswers(questions: readonly PublicQuestion[], answers: Answers): CheckedAnswers {
  const values: Record<string, Answer> = {}
  const faults: { question: string; reason: AnswerFault }[] = []
  for (const question of shownQuestions(questions, answers)) {
    const read = readAnswer(question, answers[question.id])
    if (!read.ok) faults.push({ question: question.id, reason: read.reason })
    else if (!isEmpty(read.value)) values[question.id] = read.value
  }
  return { values, faults }
}

/** One answer, as the question's input reads it; nothing is `null`. */
export function readAnswer(question: PublicQuestion, answer: Answer | undefined): ReadAnswer {
  if (answer === undefined || isEmpty(answer))
    return question.required ? { ok: false, reason: 'required' } : { ok: true, value: null }
  const { input } = question
  if (input.type === 'choices' || input.type === 'photos') return readMany(input, isMany(answer) ? answer : [answer])
  return isMany(answer) ? { ok: false, reason: 'not-a-choice' } : readOne(input, answer)
}

type Input = PublicQuestion['input']
type Many = Extract<Input, { type: 'photos' | 'choice' | 'choices' }>

function readMany(input: Many, given: readonly Scalar[]): ReadAnswer {
  if (input.type === 'photos') return given.length > input.most ? refused('too-many') : { ok: true, value: given }
  const known = given.every(value => input.choices.some(choice => choice.value === value))
  return known ? { ok: true, value: given } : refused('not-a-choice')
}

function readOne(input: Exclude<Input, { type: 'photos' }>, given: string | number | boolean | null): ReadAnswer {
  const text = String(given).trim()
  switch (input.type) {
    case 'text':
    case 'longText':
      return text.length > input.most ? refused('too-long') : { ok: true, value: text }
    case 'number':
      return readAmount(input, text)
    case 'yesNo':
      return typeof given === 'boolean' ? { ok: true, value: given } : refused('not-yes-or-no')
    case 'choice':
    case 'choices':
      return readMany(input, [given]).ok ? { ok: true, value: given } : refused('not-a-choice')
    case 'date':
      return isDate(text) ? { ok: true, value: text } : refused('not-a-date')
    case 'dateTime':
      return isDate(text.slice(0, 10)) && /^.{10}T([01]\d|2[0-3]):[0-5]\d/.test(text)
        ? { ok: true, value: text.slice(0, 16) }
        : refused('not-a-date')
    case 'phone':
      return isPhone(text) ? { ok: true, value: text } : refused('not-a-phone')
    case 'link':
      return /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(text) ? { ok: true, value: text } : refused('not-a-link')
    case 'place':
      return /^\d{6}$/.test(text) ? { ok: true, value: text } : refused('not-a-place')
  }
}

function readAmount({ min, max, integer }: Extract<Input, { type: 'number' }>, text: string): ReadAnswer {
  const value = readNumber(text.normalize('NFKC').trim())
  if (value === undefined) return refused('not-a-number')
  if (min !== undefined && value < min) return refused('too-small')
  if (max !== undefined && value > max) return refused('too-large')
  if (integer === true && value % 1 !== 0) return refused('not-whole')
  return { ok: true, value }
}

const refused = (reason: AnswerFault): ReadAnswer => ({ ok: false, reason })

/** A day of the calendar, `YYYY-MM-DD`. */
function isDate(text: string): boolean {
  const at = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (at === null) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text
}

/** Any country's, a landline's too, with an extension: 5 to 20 digits and what people put between them. */
function isPhone(text: string): boolean {
  const plain = text.normalize('NFKC')
  const digits = plain.replace(/\D/g, '').length
  return digits >= 5 && digits <= 20 && /^[+\d][\d\s()转#*x.-]*$/i.test(plain)
}
