import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { isComposing } from '../grid/editors/startKey.ts'
import type { Field } from './useField.ts'

interface Props {
  readonly id: string
  readonly column: Column
  readonly field: Field
  readonly language: Language
  /** Ids of the notes that belong to the input. */
  readonly describedBy: string
  /** Texts offered while one types; any other may be typed. */
  readonly offers?: readonly string[]
  readonly onEnter: () => void
}

/** Whether the browser's own picker can hold this text; one it cannot would vanish in it. */
const PICKABLE = { date: /^(?:\d{4}-\d{2}-\d{2})?$/, dateTime: /^(?:\d{4}-\d{2}-\d{2} \d{2}:\d{2})?$/ } as const

/** The input of a field, by the column's kind, with the keyboard a phone should show for it. */
export function FieldInput(props: Props) {
  const { kind } = props.column
  switch (kind.type) {
    case 'boolean':
      return <YesNo {...props} />
    case 'choice':
      return (
        <ChoiceInput
          {...props}
          choices={kind.choices.filter(({ retired, value }) => retired !== true || value === props.field.value)}
        />
      )
    case 'date':
    case 'dateTime':
      return PICKABLE[kind.type].test(props.field.text) ? (
        <MomentInput {...props} type={kind.type} />
      ) : (
        <TextInput {...props} />
      )
    default:
      return <TextInput {...props} />
  }
}

const described = ({ describedBy, field, column }: Props) => ({
  'aria-describedby': describedBy,
  'aria-invalid': field.refusal !== undefined,
  'aria-required': column.required === true,
})

/** Moves on to the next field of the form, as the key on the phone's keyboard says. */
function toNextField(from: HTMLElement): void {
  const fields = [...(from.closest('.row-fields')?.querySelectorAll<HTMLElement>('input, textarea, select') ?? [])]
  fields[fields.indexOf(from) + 1]?.focus()
}

/** Enter writes and goes on, Esc gives the text up. Keys of an input method are its own. */
function onKey(event: KeyboardEvent<HTMLElement>, field: Field, many: boolean): void {
  if (isComposing(event.nativeEvent)) return
  if (event.key === 'Enter' && !many) {
    event.preventDefault()
    field.commit()
    toNextField(event.currentTarget)
  } else if (event.key === 'Escape' && field.text !== '') {
    field.discard()
  }
}

function TextInput(props: Props) {
  const { id, column, field, offers = [], onEnter } = props
  const { type } = column.kind
  const given = {
    id,
    value: field.text,
    onFocus: onEnter,
    onBlur: field.commit,
    ...described(props),
  }
  if (type === 'longText' || field.text.includes('\n'))
    return (
      <textarea
        {...given}
        rows={3}
        onChange={event => field.type(event.target.value)}
        onKeyDown={event => onKey(event, field, true)}
      />
    )
  const input = (
    <input
      {...given}
      {...(offers.length === 0 ? {} : { list: `${id}-offers` })}
      type="text"
      autoComplete="off"
      enterKeyHint="next"
      inputMode={type === 'number' ? 'decimal' : type === 'link' ? 'url' : 'text'}
      onChange={event => field.type(event.target.value)}
      onKeyDown={event => onKey(event, field, false)}
    />
  )
  if (offers.length === 0) return input
  return (
    <>
      {input}
      <datalist id={`${id}-offers`}>
        {offers.map(text => (
          <option key={text} value={text} />
        ))}
      </datalist>
    </>
  )
}

function MomentInput(props: Props & { readonly type: 'date' | 'dateTime' }) {
  const { id, field, type, onEnter } = props
  return (
    <input
      {...described(props)}
      id={id}
      type={type === 'date' ? 'date' : 'datetime-local'}
      max={type === 'date' ? '9998-12-31' : '9998-12-31T23:59'}
      value={field.text.replace(' ', 'T')}
      onFocus={onEnter}
      onChange={event => {
        // Half a date is no date yet: the picker reports it as nothing at all.
        if (!event.target.validity.badInput) field.type(event.target.value.replace('T', ' '))
      }}
      onBlur={event => (event.target.validity.badInput ? undefined : field.commit())}
      onKeyDown={event => onKey(event, field, false)}
    />
  )
}

/** A choice by the browser's own list: on a phone that is its sheet of large lines, everywhere it is typed into to search. */
function ChoiceInput(props: Props & { readonly choices: readonly { value: string; label: Column['label'] }[] }) {
  const { id, column, field, language, choices, onEnter } = props
  const { t } = useTranslation()
  const { value } = field
  const known = value === null || choices.some(choice => choice.value === value)
  return (
    <select
      {...described(props)}
      id={id}
      value={value === null ? '' : String(value)}
      onFocus={onEnter}
      onChange={event => field.put(event.target.value === '' ? null : event.target.value)}
    >
      {column.required !== true || value === null ? <option value="">{t('row.blank')}</option> : null}
      {known ? null : <option value={String(value)}>{String(value)}</option>}
      {choices.map(choice => (
        <option key={choice.value} value={choice.value}>
          {choice.label[language]}
        </option>
      ))}
    </select>
  )
}

function YesNo(props: Props) {
  const { id, field, column, language, describedBy, onEnter } = props
  const { t } = useTranslation()
  const answers: readonly (readonly [Scalar, string])[] = [
    [true, t('row.yes')],
    [false, t('row.no')],
    [null, t('row.blank')],
  ]
  return (
    <span className="yes-no" role="radiogroup" aria-label={column.label[language]} aria-describedby={describedBy}>
      {answers.map(([answer, word]) => (
        <label key={word}>
          <input
            type="radio"
            name={id}
            checked={field.value === answer}
            onFocus={onEnter}
            onChange={() => field.put(answer)}
          />
          {word}
        </label>
      ))}
    </span>
  )
}
