/** A form being written: adding, moving and taking out questions (docs/SPEC.md FORM-17). Pure. */
import { columnQuestion, detailQuestion, photosQuestion } from '../../shared/forms/propose.ts'
import type { FormContent, Question } from '../../shared/protocol/forms.ts'
import type { Column } from '../../shared/schema/column.ts'

type Detail = Extract<Question['asks'], { kind: 'detail' }>['detail']
export const DETAILS: readonly Detail[] = ['name', 'phone', 'wechat', 'address', 'idNumber', 'health']

/** What can be added: `column <id>`, `detail <name>`, `photos`, `own`. */
export type Addition = `column ${string}` | `detail ${Detail}` | 'photos' | 'own'

/** An id no question of the form has had: answers are kept under it for ever. */
function freshId({ questions }: FormContent): string {
  const highest = questions.reduce((most, { id }) => Math.max(most, Number(/^q(\d+)$/.exec(id)?.[1] ?? 0)), 0)
  return `q${highest + 1}`
}

/** Adds a question at the end. `kind`: the template of the sheet. */
export function addQuestion(
  content: FormContent,
  addition: Addition,
  columns: readonly Column[],
  kind: string,
): FormContent {
  const id = freshId(content)
  const [what = '', which = ''] = addition.split(' ')
  const column = columns.find(each => each.id === which)
  const question: Question =
    what === 'photos'
      ? photosQuestion(id)
      : what === 'detail'
        ? detailQuestion(which as Detail, id, false)
        : column === undefined
          ? { id, asks: { kind: 'own', answer: 'text' }, label: { zh: '', en: '' }, required: false }
          : columnQuestion(column, kind, id, column.required === true)
  return { ...content, questions: [...content.questions, question] }
}

/** Puts a question one place up or down; a condition on what stands behind it now is taken off. */
export function moveQuestion(content: FormContent, id: string, by: -1 | 1): FormContent {
  const from = content.questions.findIndex(question => question.id === id)
  const to = from + by
  const moved = content.questions[from]
  if (moved === undefined || to < 0 || to >= content.questions.length) return content
  const questions = content.questions.filter(question => question !== moved)
  questions.splice(to, 0, moved)
  return withoutLostConditions({ ...content, questions })
}

export const removeQuestion = (content: FormContent, id: string): FormContent =>
  withoutLostConditions({ ...content, questions: content.questions.filter(question => question.id !== id) })

export const changeQuestion = (content: FormContent, question: Question): FormContent => ({
  ...content,
  questions: content.questions.map(each => (each.id === question.id ? question : each)),
})

function withoutLostConditions(content: FormContent): FormContent {
  const before = new Set<string>()
  const questions = content.questions.map(question => {
    const lost = question.showIf !== undefined && !before.has(question.showIf.question)
    before.add(question.id)
    const { showIf: _, ...always } = question
    return lost ? always : question
  })
  return { ...content, questions }
}

/** What can still be asked. */
export function additions({ questions }: FormContent, columns: readonly Column[]): readonly Addition[] {
  const asked = new Set(
    questions.map(({ asks }) =>
      asks.kind === 'column' ? `column ${asks.column}` : asks.kind === 'detail' ? `detail ${asks.detail}` : asks.kind,
    ),
  )
  const codes = new Set(columns.map(({ kind }) => (kind.type === 'place' ? kind.codeColumn : undefined)))
  const all: Addition[] = [
    ...columns.filter(({ id }) => !codes.has(id)).map(({ id }): Addition => `column ${id}`),
    ...DETAILS.map((detail): Addition => `detail ${detail}`),
    'photos',
  ]
  return [...all.filter(each => !asked.has(each)), 'own']
}
