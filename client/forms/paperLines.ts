/** A list on paper being typed in again: lines of texts, each to become a submission (docs/SPEC.md FORM-20). Pure. */
import { type Answer, type AnswerFault, type Answers, checkAnswers } from '../../shared/forms/answers.ts'
import type { PublicQuestion } from '../../shared/protocol/publicForms.ts'
import { normalizeWord } from '../../shared/schema/parse.ts'

export interface PaperLine {
  /** Sent again, it has no second effect. */
  readonly key: string
  /** Question id → as it was typed. */
  readonly texts: Readonly<Record<string, string>>
  /** Its tracking code, once it came in. */
  readonly code?: string
  /** Question id → why its text does not fit; found when it was sent. */
  readonly faults?: Readonly<Record<string, AnswerFault>>
  /** Why it did not get through, in words. */
  readonly failure?: string
}

/** The key of a place by its name; undefined where there is none, or several. */
export type PlaceNamed = (question: PublicQuestion, name: string) => string | undefined

/** Questions a list on paper can answer: pictures come another way. */
export const paperQuestions = (questions: readonly PublicQuestion[]): readonly PublicQuestion[] =>
  questions.filter(({ input }) => input.type !== 'photos')

export const isBlank = ({ texts }: PaperLine): boolean => Object.values(texts).every(text => text.trim() === '')

/** The answers of a line, and why some do not fit. */
export function readLine(
  questions: readonly PublicQuestion[],
  { texts }: PaperLine,
  placeNamed: PlaceNamed,
): { readonly values: Answers; readonly faults: Readonly<Record<string, AnswerFault>> } {
  const answers: Record<string, Answer> = {}
  for (const question of paperQuestions(questions)) {
    const text = (texts[question.id] ?? '').trim()
    if (text !== '') answers[question.id] = readText(question, text, placeNamed)
  }
  const { values, faults } = checkAnswers(questions, answers)
  return { values, faults: Object.fromEntries(faults.map(({ question, reason }) => [question, reason])) }
}

const YES = ['是', '有', '对', '可', '可以', '需要', '√', '✓', 'yes', 'y', '1']
const NO = ['否', '无', '没有', '不', '不需要', '×', 'no', 'n', '0']

/** What people write on paper, as the form's own field would have it; what is not understood stays as it is and is refused with the reason. */
function readText(question: PublicQuestion, text: string, placeNamed: PlaceNamed): Answer {
  const { input } = question
  switch (input.type) {
    case 'yesNo': {
      const word = text.normalize('NFKC').toLowerCase()
      return YES.includes(word) ? true : NO.includes(word) ? false : text
    }
    case 'choice':
      return choiceNamed(input.choices, text)
    case 'choices':
      return text.split(/[、,，;；\s]+/).map(each => choiceNamed(input.choices, each))
    case 'place':
      return placeNamed(question, text) ?? text
    case 'date':
      return dayIn(text)
    default:
      return text
  }
}

type Choices = Extract<PublicQuestion['input'], { type: 'choice' | 'choices' }>['choices']

function choiceNamed(choices: Choices, text: string): string {
  const word = normalizeWord(text)
  const found = choices.find(({ value, label }) =>
    [value, label.zh, label.en].some(each => normalizeWord(each) === word),
  )
  return found?.value ?? text
}

/** `2022/1/5` and `2022年1月5日` as `2022-01-05`. */
function dayIn(text: string): string {
  const [, year, month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize('NFKC')) ?? []
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** Puts a pasted table into the lines from this cell on; lines that are missing are added, lines that came in already are passed over. */
export function pasteTable(
  lines: readonly PaperLine[],
  questions: readonly PublicQuestion[],
  at: { readonly line: number; readonly question: number },
  table: readonly (readonly string[])[],
  newKey: () => string,
): readonly PaperLine[] {
  const next = [...lines]
  let to = at.line
  for (const row of table) {
    while (next[to]?.code !== undefined) to += 1
    const line = next[to] ?? { key: newKey(), texts: {} }
    const texts = { ...line.texts }
    row.forEach((text, i) => {
      const question = questions[at.question + i]
      if (question !== undefined) texts[question.id] = text.trim()
    })
    next[to] = { key: line.key, texts }
    to += 1
  }
  return next
}
