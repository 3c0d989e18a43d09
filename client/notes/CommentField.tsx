import { Alert, Button, Mentions } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { COMMENT_LENGTH, type Colleague } from '../../shared/protocol/notes.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { mentionedIn } from './mentions.ts'

interface Props {
  readonly label: string
  readonly people: readonly Colleague[]
  readonly initial?: string
  readonly submit: string
  /** Rejects when it could not be kept; the text stays then. */
  readonly onSubmit: (text: string, mentions: string[]) => Promise<unknown>
  readonly onCancel?: () => void
  readonly autoFocus?: true
}

/** Where a comment is written: `@` offers the people who may read it. Ctrl+Enter sends. */
export function CommentField({ label, people, initial = '', submit, onSubmit, onCancel, autoFocus }: Props) {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState(initial)
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const name = useId()
  const tooLong = text.trim().length > COMMENT_LENGTH
  const send = (): void => {
    if (text.trim() === '' || tooLong || busy) return
    setBusy(true)
    setError(undefined)
    onSubmit(text.trim(), mentionedIn(text, people))
      .then(() => setText(''), setError)
      .finally(() => setBusy(false))
  }
  return (
    <div className="comment-field">
      <label htmlFor={name} className="visually-hidden">
        {label}
      </label>
      <Mentions
        id={name}
        value={text}
        rows={2}
        autoSize={{ minRows: 2, maxRows: 8 }}
        placeholder={label}
        autoFocus={autoFocus === true}
        onChange={setText}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) send()
        }}
        options={people.map(person => ({
          key: person.id,
          value: person.name,
          label: `${person.name} · ${person.organization}`,
        }))}
        filterOption={(words, { key }) => {
          const person = people.find(({ id }) => id === key)
          return `${person?.name} ${person?.organization}`.toLowerCase().includes(words.toLowerCase())
        }}
      />
      {tooLong ? <div role="alert">{t('notes.commentTooLong', { count: COMMENT_LENGTH })}</div> : null}
      {error === undefined ? null : <Alert type="warning" showIcon title={sentenceOf(error, i18n)} />}
      <div className="comment-buttons">
        <Button size="small" type="primary" loading={busy} disabled={text.trim() === '' || tooLong} onClick={send}>
          {submit}
        </Button>
        {onCancel === undefined ? null : (
          <Button size="small" onClick={onCancel}>
            {t('app.cancel')}
          </Button>
        )}
      </div>
    </div>
  )
}
