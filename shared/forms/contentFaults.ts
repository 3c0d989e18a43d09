/** What keeps a form from being published: asked by the builder while it is being written, and by the server (docs/SPEC.md FORM-2). Pure. */
import { namesContacts } from '../domain/contacts.ts'
import type { FormContent, Question } from '../protocol/forms.ts'
import type { Column } from '../schema/column.ts'

/**
 * - `no-label`: no text in Chinese · `unknown-column`: not in the sheet (any more) · `twice`: its column, detail or the pictures are asked already
 * - `no-choices`: fewer than two · `same-choices`: two alike · `condition`: on a question that does not stand before it
 * - `personal`: asks for a person's details as if they were none: they belong to the personal details
 */
export type ContentFault =
  | 'no-label'
  | 'unknown-column'
  | 'twice'
  | 'no-choices'
  | 'same-choices'
  | 'condition'
  | 'personal'
  | 'same-id'

export interface QuestionFault {
  readonly question: string
  readonly fault: ContentFault
}

/** Every fault of a form's questions, in their order; none when it can be published. */
export function contentFaults({ questions }: FormContent, columns: readonly Column[]): readonly QuestionFault[] {
  const before = new Map<string, Question>()
  const asked = new Set<string>()
  return questions.flatMap(question => {
    const found = faultsOf(question, columns, before, asked)
    before.set(question.id, question)
    asked.add(subject(question))
    return found.map(fault => ({ question: question.id, fault }))
  })
}

function faultsOf(
  question: Question,
  columns: readonly Column[],
  before: ReadonlyMap<string, Question>,
  asked: ReadonlySet<string>,
): ContentFault[] {
  const { id, asks, label, showIf } = question
  const faults: ContentFault[] = []
  if (before.has(id)) faults.push('same-id')
  if (label.zh.trim() === '') faults.push('no-label')
  if (asks.kind === 'column' && !columns.some(column => column.id === asks.column)) faults.push('unknown-column')
  if (asks.kind !== 'own' && asked.has(subject(question))) faults.push('twice')
  if (asks.kind === 'own' && namesContacts(label.zh)) faults.push('personal')
  if (asks.kind === 'own' && (asks.answer === 'choice' || asks.answer === 'choices')) faults.push(...choiceFaults(asks))
  if (showIf !== undefined && !before.has(showIf.question)) faults.push('condition')
  return faults
}

function choiceFaults({ choices = [] }: Extract<Question['asks'], { kind: 'own' }>): ContentFault[] {
  const words = choices.map(({ zh }) => zh.trim()).filter(zh => zh !== '')
  if (words.length < 2 || words.length < choices.length) return ['no-choices']
  return new Set(words).size < words.length ? ['same-choices'] : []
}

/** What a question is about: nothing is asked twice. Own questions are each about something else. */
function subject({ id, asks }: Question): string {
  switch (asks.kind) {
    case 'column':
      return `column ${asks.column}`
    case 'detail':
      return `detail ${asks.detail}`
    case 'photos':
      return 'photos'
    case 'own':
      return `own ${id}`
  }
}
