import { Alert, Button, Select, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AnswerFault, type Answers, checkAnswers } from '../../shared/forms/answers.ts'
import type { Form } from '../../shared/protocol/forms.ts'
import { type PublicForm, submitted } from '../../shared/protocol/publicForms.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { newKey } from '../intake/draft.ts'
import { FormFields } from '../intake/FormFields.tsx'
import { copyText } from '../ui/copyText.ts'
import { filedOf } from './filed.ts'
import { useFilingForm } from './queries.ts'
import { useFindPlaces, useSendPhoto } from './staffWire.ts'

/** Filing for somebody who has no other way in: the same form, by one of its links (FORM-19). */
export function FilingPage({ form }: { readonly form: Form }) {
  const { t, i18n } = useTranslation()
  const [link, setLink] = useState(form.links[0]?.id)
  const { data, error } = useFilingForm(form.id, link)
  return (
    <div className="filing">
      <p className="quiet">{t('forms.fileLead')}</p>
      {form.links.length > 1 ? (
        <Select
          value={link ?? null}
          aria-label={t('forms.link')}
          options={form.links.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setLink}
        />
      ) : null}
      {error === null ? null : <Alert type="warning" showIcon role="alert" title={sentenceOf(error, i18n)} />}
      {data === undefined ? (
        error === null ? (
          <Spin size="small" />
        ) : null
      ) : (
        <Filing key={`${link} ${data.version}`} id={form.id} link={link} page={data} />
      )}
    </div>
  )
}

interface FilingProps {
  readonly id: string
  readonly link: string | undefined
  readonly page: PublicForm
}

function Filing({ id, link, page }: FilingProps) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { api } = useServices()
  const [key, setKey] = useState(newKey)
  const [answers, setAnswers] = useState<Answers>({})
  const [faults, setFaults] = useState<Readonly<Record<string, AnswerFault>>>({})
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [code, setCode] = useState<string>()
  const [copied, setCopied] = useState(false)
  const findPlaces = useFindPlaces()
  const sendPhoto = useSendPhoto(id, key)
  const send = async (): Promise<void> => {
    const checked = checkAnswers(page.questions, answers)
    setFaults(Object.fromEntries(checked.faults.map(({ question, reason }) => [question, reason])))
    setFailure(undefined)
    if (checked.faults.length > 0) return
    setBusy(true)
    try {
      const sent = await api.post(
        `forms/${encodeURIComponent(id)}/submissions`,
        filedOf(page, checked.values, { key, link, source: 'proxy' }),
        submitted,
        key,
      )
      setCode(sent.trackingCode)
      setAnswers({})
      setKey(newKey())
      setCopied(false)
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="form"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      {code === undefined ? null : (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t('forms.filed', { code })}
          action={
            <Button size="small" onClick={() => void copyText(code).then(setCopied)}>
              {copied ? `✓ ${t('forms.copied')}` : t('forms.copy')}
            </Button>
          }
        />
      )}
      <FormFields
        key={key}
        questions={page.questions}
        answers={answers}
        faults={faults}
        language={language}
        onAnswer={(question, answer) => setAnswers(all => ({ ...all, [question]: answer }))}
        findPlaces={findPlaces}
        sendPhoto={sendPhoto}
      />
      {Object.keys(faults).length === 0 ? null : (
        <p className="form-fault" role="alert">
          ⚠ {t('forms.faults', { count: Object.keys(faults).length })}
        </p>
      )}
      {failure === undefined ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(failure, i18n)} />}
      <button type="submit" className="form-send" disabled={busy}>
        {t('forms.fileNow')}
      </button>
    </form>
  )
}
