import { type Answer, type AnswerFault, type Answers, shownQuestions } from '../../shared/forms/answers.ts'
import type { PublicQuestion } from '../../shared/protocol/publicForms.ts'
import type { SendPhoto } from './PhotosField.tsx'
import type { FindPlaces } from './PlaceField.tsx'
import { QuestionField } from './QuestionField.tsx'
import type { Language } from './words.ts'

interface Props {
  readonly questions: readonly PublicQuestion[]
  readonly answers: Answers
  readonly faults: Readonly<Record<string, AnswerFault>>
  readonly language: Language
  readonly onAnswer: (question: string, answer: Answer) => void
  readonly findPlaces: FindPlaces
  readonly sendPhoto: SendPhoto
}

/** The questions that are shown with these answers. The public page, the builder's preview and the staff's own entry show this one. */
export function FormFields({ questions, answers, faults, language, onAnswer, findPlaces, sendPhoto }: Props) {
  return (
    <>
      {shownQuestions(questions, answers).map(question => (
        <QuestionField
          key={question.id}
          question={question}
          answer={answers[question.id]}
          fault={faults[question.id]}
          language={language}
          onAnswer={answer => onAnswer(question.id, answer)}
          findPlaces={findPlaces}
          sendPhoto={sendPhoto}
        />
      ))}
    </>
  )
}
