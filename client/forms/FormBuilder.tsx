import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { contentFaults } from '../../shared/forms/contentFaults.ts'
import { askedQuestions } from '../../shared/forms/questions.ts'
import type { Form, FormContent } from '../../shared/protocol/forms.ts'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useLanguage } from '../i18n/language.ts'
import { localMoment, momentOf } from '../time/localMoment.ts'
import { type Addition, additions, addQuestion, changeQuestion, moveQuestion, removeQuestion } from './contentDraft.ts'
import { FormPreview } from './FormPreview.tsx'
import { QuestionEditor } from './QuestionEditor.tsx'
import { useFormDeed } from './queries.ts'

interface Props {
  readonly form: Form
  readonly sheet: SheetInfo
  readonly zone: string
}

/** What a form asks and when it is open, with the phone beside it that shows it as it will be (FORM-17). */
export function FormBuilder({ form, sheet, zone }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const [content, setContent] = useState(form.content)
  const [opensAt, setOpensAt] = useState(form.opensAt)
  const [closesAt, setClosesAt] = useState(form.closesAt)
  const [version, setVersion] = useState(form.version)
  const [saved, setSaved] = useState(true)
  const deed = useFormDeed(form.operation)
  const { columns } = sheet
  const faults = useMemo(() => contentFaults(content, columns), [content, columns])
  const asked = useMemo(() => askedQuestions({ content, columns, fixed: {} }), [content, columns])
  const change = (next: FormContent): void => {
    setContent(next)
    setSaved(false)
  }
  const save = async (): Promise<void> => {
    const kept = await deed.mutateAsync({ do: 'change', id: form.id, version, content, opensAt, closesAt })
    setVersion(kept.version)
    setSaved(true)
  }
  const words = (key: 'title' | 'lead' | 'thanks') => (
    <div className="question-words">
      {(['zh', 'en'] as const).map(of => (
        <Input
          key={of}
          value={content[key][of]}
          aria-label={t(`forms.words.${key}.${of}`)}
          placeholder={t(`forms.words.${key}.${of}`)}
          maxLength={500}
          onChange={event => change({ ...content, [key]: { ...content[key], [of]: event.target.value } })}
        />
      ))}
    </div>
  )
  const moment = (name: string, value: string | null, set: (value: string | null) => void) => (
    <label>
      {name}{' '}
      <input
        type="datetime-local"
        value={value === null ? '' : localMoment(Date.parse(value), zone).slice(0, 16)}
        onChange={event => {
          const at = momentOf(event.target.value, zone)
          set(at === undefined ? null : new Date(at).toISOString())
          setSaved(false)
        }}
      />
    </label>
  )
  const nameOf = (addition: Addition): string => {
    const [what = '', which = ''] = addition.split(' ')
    if (what === 'column') return columns.find(({ id }) => id === which)?.label[language] ?? which
    return what === 'detail' ? `🔒 ${t(`forms.detail.${which as 'name'}`)}` : t(`forms.kind.${what as 'own'}`)
  }
  const positions = new Map(content.questions.map(({ id }, at) => [id, at]))
  return (
    <div className="form-builder">
      <div className="form-builder-main">
        {words('title')}
        {words('lead')}
        <p className="quiet">{t('forms.moveHint')}</p>
        {content.questions.map((question, at) => (
          <QuestionEditor
            key={question.id}
            question={question}
            number={at + 1}
            columns={columns}
            before={asked.filter(({ id }) => (positions.get(id) ?? at) < at)}
            faults={faults.filter(fault => fault.question === question.id)}
            onChange={next => change(changeQuestion(content, next))}
            onMove={by => change(moveQuestion(content, question.id, by))}
            onRemove={() => {
              if (content.questions.length > 1) change(removeQuestion(content, question.id))
            }}
          />
        ))}
        <Select<Addition>
          className="form-add"
          value={null}
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('forms.add')}
          placeholder={`＋ ${t('forms.add')}`}
          options={additions(content, columns).map(addition => ({ value: addition, label: nameOf(addition) }))}
          onChange={addition => change(addQuestion(content, addition, columns, sheet.kind))}
        />
        {words('thanks')}
        <div className="question-row">
          {moment(t('forms.opensAt'), opensAt, setOpensAt)}
          {moment(t('forms.closesAt'), closesAt, setClosesAt)}
        </div>
        <Checkbox
          checked={content.acceptByRule}
          disabled={content.confidential}
          onChange={event => change({ ...content, acceptByRule: event.target.checked })}
        >
          {t('forms.acceptByRule')}
        </Checkbox>
        <Checkbox
          checked={content.confidential}
          onChange={event => change({ ...content, confidential: event.target.checked, acceptByRule: false })}
        >
          {t('forms.confidential')}
        </Checkbox>
        {deed.error === null ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(deed.error, i18n)} />}
        <div className="form-save">
          <Button
            type="primary"
            disabled={saved || faults.length > 0}
            loading={deed.isPending}
            onClick={() => void save().catch(() => undefined)}
          >
            {t('forms.save')}
          </Button>
          <span role="status">
            {faults.length > 0
              ? t('forms.faults', { count: faults.length })
              : t(saved ? 'forms.saved' : 'forms.unsaved')}
          </span>
        </div>
      </div>
      <FormPreview content={content} columns={columns} />
    </div>
  )
}
