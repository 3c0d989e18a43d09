/** From what a form asks to what is shown: each question with the way it is answered (docs/SPEC.md FORM-3). Pure. */
import type { FormContent, Question } from '../protocol/forms.ts'
import type { PublicQuestion, QuestionInput } from '../protocol/publicForms.ts'
import type { Column, PlaceLevel } from '../schema/column.ts'
import type { Scalar } from '../sheet/cell.ts'

/** Pictures of one submission, and the largest that is taken of one. */
export const PHOTOS = { most: 6, bytes: 8 * 1024 * 1024 } as const
/** Longest answers: a line, a paragraph. */
const LINE = 200
const PARAGRAPH = 2_000

export interface FixedPlace {
  /** Key of the division the link has fixed, the finest there is. */
  readonly key: string
  readonly level: PlaceLevel
}

export interface AskedParts {
  readonly content: FormContent
  readonly columns: readonly Column[]
  /** Column → value the link has answered already: not asked again. */
  readonly fixed: Readonly<Record<string, Scalar>>
  readonly within?: FixedPlace | undefined
}

const LEVELS: readonly PlaceLevel[] = ['province', 'city', 'district']

/** The questions of a form as they are asked by one link. A question whose column is gone, or answered by the link, is left out. */
export function askedQuestions({ content, columns, fixed, within }: AskedParts): PublicQuestion[] {
  const known = new Map(columns.map(column => [column.id, column]))
  const asked = content.questions.flatMap((question): PublicQuestion[] => {
    const input = inputOf(question, known, fixed, within)
    return input === undefined ? [] : [asPublic(question, input)]
  })
  const ids = new Set(asked.map(({ id }) => id))
  // What depends on a question that is not asked here is always shown: rather one question too many than an answer nobody can give.
  return asked.map(({ showIf, ...question }) =>
    showIf === undefined || !ids.has(showIf.question) ? question : { ...question, showIf },
  )
}

function asPublic({ id, asks, label, help, required, showIf }: Question, input: QuestionInput): PublicQuestion {
  const autocomplete = asks.kind === 'detail' ? AUTOCOMPLETE[asks.detail] : undefined
  return {
    id,
    label,
    required,
    input,
    ...(help === undefined || (help.zh === '' && help.en === '') ? {} : { help }),
    ...(showIf === undefined ? {} : { showIf }),
    ...(asks.kind === 'detail' ? { personal: true as const } : {}),
    ...(autocomplete === undefined ? {} : { autocomplete }),
  }
}

type Detail = Extract<Question['asks'], { kind: 'detail' }>['detail']
const AUTOCOMPLETE: Readonly<Partial<Record<Detail, string>>> = {
  name: 'name',
  phone: 'tel',
  address: 'street-address',
}

function inputOf(
  { asks }: Question,
  known: ReadonlyMap<string, Column>,
  fixed: AskedParts['fixed'],
  within: FixedPlace | undefined,
): QuestionInput | undefined {
  switch (asks.kind) {
    case 'photos':
      return { type: 'photos', ...PHOTOS }
    case 'detail':
      if (asks.detail === 'phone') return { type: 'phone' }
      if (asks.detail === 'health') return { type: 'longText', most: 1_000 }
      return { type: 'text', most: asks.detail === 'address' ? 300 : 100 }
    case 'own':
      return ownInput(asks)
    case 'column': {
      const column = known.get(asks.column)
      if (column === undefined || (fixed[column.id] ?? null) !== null) return undefined
      return columnInput(column, within)
    }
  }
}

function ownInput({ answer, choices = [] }: Extract<Question['asks'], { kind: 'own' }>): QuestionInput {
  switch (answer) {
    case 'text':
      return { type: 'text', most: LINE }
    case 'longText':
      return { type: 'longText', most: PARAGRAPH }
    case 'choice':
    case 'choices':
      // The Chinese text is the value: it is what a member reads in the inbox, whatever language was chosen.
      return { type: answer, choices: choices.map(label => ({ value: label.zh, label })) }
    case 'number':
    case 'date':
    case 'yesNo':
      return { type: answer }
  }
}

function columnInput({ kind }: Column, within: FixedPlace | undefined): QuestionInput | undefined {
  switch (kind.type) {
    case 'text':
    case 'organization':
      return { type: 'text', most: LINE }
    case 'longText':
      return { type: 'longText', most: PARAGRAPH }
    case 'boolean':
      return { type: 'yesNo' }
    case 'number':
      return kind
    case 'choice':
      return {
        type: 'choice',
        choices: kind.choices.flatMap(({ value, label, retired }) => (retired === true ? [] : [{ value, label }])),
      }
    case 'place': {
      const inside = within !== undefined && LEVELS.indexOf(within.level) < LEVELS.indexOf(kind.level)
      return { type: 'place', level: kind.level, within: inside ? within.key : null }
    }
    case 'date':
    case 'dateTime':
    case 'link':
      return { type: kind.type }
  }
}
