import type { Answer, AnswerFault } from '../../shared/forms/answers.ts'
import { isMany } from '../../shared/forms/answers.ts'
import type { PublicQuestion } from '../../shared/protocol/publicForms.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { PhotosField, type SendPhoto } from './PhotosField.tsx'
import { type FindPlaces, PlaceField } from './PlaceField.tsx'
import { FAULT_WORDS, inWords, type Language, WORDS } from './words.ts'

export interface FieldProps {
  readonly question: PublicQuestion
  readonly answer: Answer | undefined
  readonly fault: AnswerFault | undefined
  readonly language: Language
  readonly onAnswer: (answer: Answer) => void
  readonly findPlaces: FindPlaces
  readonly sendPhoto: SendPhoto
}

/** Choices up to this number are all on screen; more are a list. */
const ALL_SHOWN = 6

/** The id of the element a question's label, help and fault speak of. */
export const fieldId = (question: string): string => `field-${question}`

/** One question with its label, what helps to answer it, its native field and what is wrong with the answer. */
export function QuestionField(props: FieldProps) {
  const { question, fault, language } = props
  const words = WORDS[language]
  const id = fieldId(question.id)
  const help = question.help === undefined ? '' : inWords(question.help, language)
  const { input } = question
  const isGroup =
    input.type === 'choices' ||
    input.type === 'yesNo' ||
    input.type === 'place' ||
    input.type === 'photos' ||
    isRadio(input)
  const title = (
    <>
      {inWords(question.label, language)}{' '}
      <small className={question.required ? 'form-required' : 'form-optional'}>
        {question.required ? words.required : words.optional}
      </small>
    </>
  )
  const notes = (
    <>
      {help === '' ? null : (
        <p className="form-help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {question.personal === true ? <p className="form-help">{words.personal}</p> : null}
    </>
  )
  const wrong =
    fault === undefined ? null : (
      <p className="form-fault" id={`${id}-fault`}>
        ⚠ {FAULT_WORDS[language][fault]}
      </p>
    )
  const about = [help === '' ? '' : `${id}-help`, fault === undefined ? '' : `${id}-fault`].join(' ').trim()
  const told = {
    'aria-describedby': about === '' ? undefined : about,
    'aria-invalid': fault === undefined ? undefined : (true as const),
  }
  if (isGroup)
    return (
      <fieldset className="form-question" id={id} tabIndex={-1} aria-describedby={told['aria-describedby']}>
        <legend>{title}</legend>
        {notes}
        <GroupInput {...props} />
        {wrong}
      </fieldset>
    )
  return (
    <div className="form-question">
      <label htmlFor={id}>{title}</label>
      {notes}
      <LineInput {...props} told={told} />
      {wrong}
    </div>
  )
}

type Input = PublicQuestion['input']
const isRadio = (input: Input): boolean => input.type === 'choice' && input.choices.length <= ALL_SHOWN

/** Fields of several parts: ticks, places, pictures. */
function GroupInput({ question, answer, language, onAnswer, findPlaces, sendPhoto }: FieldProps) {
  const { input, id } = question
  const words = WORDS[language]
  switch (input.type) {
    case 'place':
      return (
        <PlaceField
          id={fieldId(id)}
          level={input.level}
          within={input.within}
          answer={typeof answer === 'string' ? answer : ''}
          language={language}
          onAnswer={onAnswer}
          findPlaces={findPlaces}
        />
      )
    case 'photos':
      return (
        <PhotosField
          id={fieldId(id)}
          most={input.most}
          bytes={input.bytes}
          ids={isMany(answer) ? answer.map(String) : []}
          language={language}
          onAnswer={onAnswer}
          sendPhoto={sendPhoto}
        />
      )
    case 'choices': {
      const given: readonly Scalar[] = isMany(answer) ? answer : []
      const toggle = (value: string): void =>
        onAnswer(given.indexOf(value) >= 0 ? given.filter(each => each !== value) : [...given, value])
      return (
        <Ticks
          type="checkbox"
          name={fieldId(id)}
          choices={input.choices.map(({ value, label }) => ({
            value,
            text: inWords(label, language),
            on: given.indexOf(value) >= 0,
          }))}
          onTick={toggle}
        />
      )
    }
    case 'choice':
      return (
        <Ticks
          type="radio"
          name={fieldId(id)}
          choices={input.choices.map(({ value, label }) => ({
            value,
            text: inWords(label, language),
            on: answer === value,
          }))}
          onTick={onAnswer}
        />
      )
    default:
      return (
        <Ticks
          type="radio"
          name={fieldId(id)}
          choices={[
            { value: 'yes', text: words.yes, on: answer === true },
            { value: 'no', text: words.no, on: answer === false },
          ]}
          onTick={value => onAnswer(value === 'yes')}
        />
      )
  }
}

interface TicksProps {
  readonly type: 'radio' | 'checkbox'
  readonly name: string
  readonly choices: ReadonlyArray<{ readonly value: string; readonly text: string; readonly on: boolean }>
  readonly onTick: (value: string) => void
}

function Ticks({ type, name, choices, onTick }: TicksProps) {
  return (
    <div className="form-ticks">
      {choices.map(({ value, text, on }) => (
        <label key={value} className="form-tick">
          <input type={type} name={name} checked={on} onChange={() => onTick(value)} />
          <span>{text}</span>
        </label>
      ))}
    </div>
  )
}

interface LineProps extends FieldProps {
  readonly told: { readonly 'aria-describedby': string | undefined; readonly 'aria-invalid': true | undefined }
}

/** Fields of one native element. */
function LineInput({ question, answer, language, onAnswer, told }: LineProps) {
  const { input } = question
  const shared = {
    id: fieldId(question.id),
    name: fieldId(question.id),
    'aria-required': question.required,
    value: answer === undefined || answer === null ? '' : String(answer),
    autoComplete: question.autocomplete ?? 'off',
    ...told,
  }
  if (input.type === 'longText')
    return <textarea {...shared} rows={3} maxLength={input.most} onChange={event => onAnswer(event.target.value)} />
  if (input.type === 'choice')
    return (
      <select {...shared} onChange={event => onAnswer(event.target.value)}>
        <option value="">{WORDS[language].choose}</option>
        {input.choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {inWords(label, language)}
          </option>
        ))}
      </select>
    )
  return <input {...shared} {...lineOf(input)} onChange={event => onAnswer(event.target.value)} />
}

/** What tells a phone which keys to show. A number stays text, so that 3万 can be typed. */
function lineOf(input: Input): { type: string; inputMode?: 'decimal' | 'url'; maxLength?: number } {
  switch (input.type) {
    case 'text':
      return { type: 'text', maxLength: input.most }
    case 'number':
      return { type: 'text', inputMode: 'decimal', maxLength: 30 }
    case 'phone':
      return { type: 'tel', maxLength: 40 }
    case 'date':
      return { type: 'date' }
    case 'dateTime':
      return { type: 'datetime-local' }
    case 'link':
      return { type: 'url', inputMode: 'url' }
    default:
      return { type: 'text' }
  }
}
