import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuestionFault } from '../../shared/forms/contentFaults.ts'
import type { Question } from '../../shared/protocol/forms.ts'
import type { PublicQuestion } from '../../shared/protocol/publicForms.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { useLanguage } from '../i18n/language.ts'

interface Props {
  readonly question: Question
  readonly number: number
  readonly columns: readonly Column[]
  /** The questions before it, as they are asked: what a condition can be on. */
  readonly before: readonly PublicQuestion[]
  readonly faults: readonly QuestionFault[]
  readonly onChange: (question: Question) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

const OWN_KINDS = ['text', 'longText', 'number', 'date', 'choice', 'choices', 'yesNo'] as const

/** One question being written: its words in both languages, whether it must be answered, when it is shown. Alt with an arrow moves it. */
export function QuestionEditor({ question, number, columns, before, faults, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const id = useId()
  const { asks, label, help = { zh: '', en: '' } } = question
  const subject =
    asks.kind === 'column'
      ? (columns.find(column => column.id === asks.column)?.label[language] ?? asks.column)
      : asks.kind === 'detail'
        ? `🔒 ${t(`forms.detail.${asks.detail}`)}`
        : t(`forms.kind.${asks.kind}`)
  const keys = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <section className="question" aria-labelledby={id} onKeyDown={keys}>
      <header>
        <strong id={id}>
          {number}. {subject}
        </strong>
        <Checkbox
          checked={question.required}
          onChange={event => onChange({ ...question, required: event.target.checked })}
        >
          {t('forms.required')}
        </Checkbox>
        <Button
          size="small"
          icon={<ArrowUpOutlined />}
          aria-label={t('forms.up')}
          title={t('forms.up')}
          onClick={() => onMove(-1)}
        />
        <Button
          size="small"
          icon={<ArrowDownOutlined />}
          aria-label={t('forms.down')}
          title={t('forms.down')}
          onClick={() => onMove(1)}
        />
        <Button
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('forms.removeQuestion')}
          title={t('forms.removeQuestion')}
          onClick={onRemove}
        />
      </header>
      <div className="question-words">
        <Input
          value={label.zh}
          placeholder={t('forms.labelZh')}
          aria-label={t('forms.labelZh')}
          maxLength={500}
          {...(faults.length > 0 ? { status: 'error' as const } : {})}
          onChange={event => onChange({ ...question, label: { ...label, zh: event.target.value } })}
        />
        <Input
          value={label.en}
          placeholder={t('forms.labelEn')}
          aria-label={t('forms.labelEn')}
          maxLength={500}
          onChange={event => onChange({ ...question, label: { ...label, en: event.target.value } })}
        />
        <Input
          value={help.zh}
          placeholder={t('forms.helpZh')}
          aria-label={t('forms.helpZh')}
          maxLength={500}
          onChange={event => onChange({ ...question, help: { ...help, zh: event.target.value } })}
        />
        <Input
          value={help.en}
          placeholder={t('forms.helpEn')}
          aria-label={t('forms.helpEn')}
          maxLength={500}
          onChange={event => onChange({ ...question, help: { ...help, en: event.target.value } })}
        />
      </div>
      {asks.kind === 'own' ? (
        <div className="question-row">
          <Select
            value={asks.answer}
            aria-label={t('forms.answerKind')}
            options={OWN_KINDS.map(kind => ({ value: kind, label: t(`forms.own.${kind}`) }))}
            onChange={answer => onChange({ ...question, asks: { ...asks, answer } })}
          />
          {asks.answer === 'choice' || asks.answer === 'choices' ? (
            <ChoicesField asks={asks} onChange={own => onChange({ ...question, asks: own })} />
          ) : null}
        </div>
      ) : null}
      <Condition question={question} before={before} onChange={onChange} />
      {faults.map(({ fault }) => (
        <p key={fault} className="question-fault" role="alert">
          ⚠ {t(`forms.fault.${fault}`)}
        </p>
      ))}
    </section>
  )
}

type Own = Extract<Question['asks'], { kind: 'own' }>

/** The choices as they are typed; a line that is not finished yet stays as it is. */
function ChoicesField({ asks, onChange }: { readonly asks: Own; readonly onChange: (asks: Own) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(() =>
    (asks.choices ?? []).map(({ zh, en }) => (en === '' ? zh : `${zh} | ${en}`)).join('\n'),
  )
  return (
    <Input.TextArea
      rows={3}
      aria-label={t('forms.choices')}
      placeholder={t('forms.choices')}
      value={text}
      onChange={event => {
        setText(event.target.value)
        onChange({ ...asks, choices: choicesIn(event.target.value) })
      }}
    />
  )
}

/** One choice a line, `中文 | English`. */
const choicesIn = (text: string): { zh: string; en: string }[] =>
  text
    .split('\n')
    .filter(line => line.trim() !== '')
    .slice(0, 50)
    .map(line => {
      const [zh = '', en = ''] = line.split('|')
      return { zh: zh.trim().slice(0, 500), en: en.trim().slice(0, 500) }
    })

interface ConditionProps {
  readonly question: Question
  readonly before: readonly PublicQuestion[]
  readonly onChange: (question: Question) => void
}

/** The answers of an earlier question that show this one; questions with free answers cannot be asked about. */
function Condition({ question, before, onChange }: ConditionProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { showIf } = question
  const able = before.filter(
    ({ input }) => input.type === 'choice' || input.type === 'choices' || input.type === 'yesNo',
  )
  if (able.length === 0) return null
  const on = able.find(({ id }) => id === showIf?.question)
  const without = (): Question => {
    const { showIf: _, ...always } = question
    return always
  }
  const answers: { value: string; label: string }[] =
    on === undefined
      ? []
      : on.input.type === 'yesNo'
        ? [true, false].map(value => ({ value: JSON.stringify(value), label: t(value ? 'forms.yes' : 'forms.no') }))
        : on.input.type === 'choice' || on.input.type === 'choices'
          ? on.input.choices.map(({ value, label }) => ({
              value: JSON.stringify(value),
              label: label[language] || label.zh,
            }))
          : []
  return (
    <div className="question-row">
      <Select
        value={on?.id ?? ''}
        aria-label={t('forms.showIf')}
        options={[
          { value: '', label: t('forms.always') },
          ...able.map(({ id, label }) => ({
            value: id,
            label: t('forms.onlyIf', { question: label[language] || label.zh }),
          })),
        ]}
        onChange={id =>
          onChange(id === '' ? without() : { ...without(), showIf: { question: id, anyOf: [firstAnswer(able, id)] } })
        }
      />
      {showIf === undefined || on === undefined ? null : (
        <Select
          mode="multiple"
          value={showIf.anyOf.map(value => JSON.stringify(value))}
          aria-label={t('forms.answersShown')}
          options={answers}
          onChange={values => {
            if (values.length > 0)
              onChange({
                ...question,
                showIf: { question: on.id, anyOf: values.map(value => JSON.parse(value) as Scalar) },
              })
          }}
        />
      )}
    </div>
  )
}

function firstAnswer(able: readonly PublicQuestion[], id: string): Scalar {
  const input = able.find(question => question.id === id)?.input
  return input?.type === 'choice' || input?.type === 'choices' ? (input.choices[0]?.value ?? true) : true
}
