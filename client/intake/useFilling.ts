import { useEffect, useMemo, useRef, useState } from 'react'
import { type Answer, type AnswerFault, type Answers, checkAnswers } from '../../shared/forms/answers.ts'
import type { PublicForm, Submitted } from '../../shared/protocol/publicForms.ts'
import { dropDraft, keepDraft, newKey, readDraft } from './draft.ts'
import { type Proof, prove } from './proof.ts'
import { fieldId } from './QuestionField.tsx'
import { CallError, type Wire } from './wire.ts'

/** Where the sending stands. `mend`: answers do not fit; every other one says why it did not get through. */
export type Sending = 'filling' | 'sending' | 'again' | 'mend' | 'offline' | 'busy' | 'failed' | 'version'

export interface Filling {
  readonly answers: Answers
  readonly faults: Readonly<Record<string, AnswerFault>>
  readonly sending: Sending
  /** Whether this device keeps what is typed; undefined until something was. */
  readonly kept: boolean | undefined
  /** What had been typed before is back. */
  readonly restored: boolean
  readonly pageKey: string
  readonly done: Submitted | undefined
  answer(question: string, answer: Answer): void
  /** Sends it; the same sending again until it got through. `website`: what stands in the field no person sees. */
  send(website: string): Promise<void>
  /** Forgets everything typed and begins anew. */
  restart(): void
}

/** Everything between the first letter typed into a form and its tracking code. */
export function useFilling(form: PublicForm, wire: Wire): Filling {
  const { code, questions } = form
  const [draft, setDraft] = useState(() => readDraft(code) ?? { key: newKey(), answers: {} })
  const [restored, setRestored] = useState(() => readDraft(code) !== undefined)
  const [kept, setKept] = useState<boolean>()
  const [faults, setFaults] = useState<Record<string, AnswerFault>>({})
  const [sending, setSending] = useState<Sending>('filling')
  const [done, setDone] = useState<Submitted>()
  const proof = useProof(wire, draft.key)
  const { key, answers } = draft
  const latest = useRef(draft)

  const answer = (question: string, given: Answer): void => {
    // A picture may come in while something else is being typed: always over what there is by now.
    const before = latest.current
    const next = { key: before.key, answers: { ...before.answers, [question]: given } }
    latest.current = next
    setDraft(next)
    setKept(keepDraft(code, next))
    if (faults[question] === undefined) return
    const still = checkAnswers(questions, next.answers).faults.find(fault => fault.question === question)
    setFaults(all => without(all, question, still?.reason))
  }
  const mend = (found: Record<string, AnswerFault>): void => {
    setFaults(found)
    setSending('mend')
    const first = questions.find(({ id }) => found[id] !== undefined)
    if (first !== undefined) document.getElementById(fieldId(first.id))?.focus()
  }
  const send = async (website: string): Promise<void> => {
    if (sending === 'sending' || sending === 'again') return
    const checked = checkAnswers(questions, answers)
    if (checked.faults.length > 0) return mend(faultsById(checked.faults))
    setFaults({})
    setSending('sending')
    try {
      const solved = await proof()
      const photos = photosOf(form, checked.values)
      const filled = { key, version: form.version, answers: checked.values, photos, website }
      const sent = await wire.submit(code, solved === undefined ? filled : { ...filled, proof: solved }, () =>
        setSending('again'),
      )
      dropDraft(code)
      setDone(sent)
    } catch (error) {
      const told = error instanceof CallError ? error : new CallError(500)
      const fields = told.problem.fields ?? []
      if (fields.length > 0)
        mend(faultsById(fields.map(({ field, reason }) => ({ question: field, reason: reason as AnswerFault }))))
      else setSending(whyNot(told))
    }
  }
  const restart = (): void => {
    dropDraft(code)
    latest.current = { key: newKey(), answers: {} }
    setDraft(latest.current)
    setRestored(false)
    setFaults({})
    setSending('filling')
    setDone(undefined)
  }
  return { answers, faults, sending, kept, restored, pageKey: key, done, answer, send, restart }
}

/** The sum this page has to do, begun while the person is typing. Without a challenge – an old hub, no network – it is sent without. */
function useProof(wire: Wire, key: string): () => Promise<Proof | undefined> {
  const solving = useRef<{ readonly for: string; readonly proof: Promise<Proof | undefined> }>(undefined)
  const begin = useMemo(
    () => (): Promise<Proof | undefined> => {
      if (solving.current?.for !== key)
        solving.current = {
          for: key,
          proof: wire
            .challenge()
            .then(prove)
            .catch(() => undefined),
        }
      return solving.current.proof
    },
    [wire, key],
  )
  useEffect(() => {
    void begin()
  }, [begin])
  return begin
}

const faultsById = (
  faults: ReadonlyArray<{ readonly question: string; readonly reason: AnswerFault }>,
): Record<string, AnswerFault> => {
  const found: Record<string, AnswerFault> = {}
  for (const { question, reason } of faults) found[question] = reason
  return found
}

function without(
  faults: Record<string, AnswerFault>,
  question: string,
  reason: AnswerFault | undefined,
): Record<string, AnswerFault> {
  const { [question]: _, ...others } = faults
  return reason === undefined ? others : { ...others, [question]: reason }
}

function photosOf({ questions }: PublicForm, answers: Answers): string[] {
  const asked = questions.find(({ input }) => input.type === 'photos')
  const given = asked === undefined ? undefined : answers[asked.id]
  return Array.isArray(given) ? given.map(String) : []
}

function whyNot({ status, problem }: CallError): Sending {
  if (status === 0) return 'offline'
  if (status === 429 || status === 503) return 'busy'
  if (status === 409 || status === 404) return 'version'
  return problem.detail?.indexOf('version') === 0 ? 'version' : 'failed'
}
