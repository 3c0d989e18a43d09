import { Button, Input, Radio } from 'antd'
import { useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { METHODS, type Method } from '../../shared/domain/verification.ts'
import { VERIFY_LIMITS } from '../../shared/protocol/verification.ts'
import { readSetting, writeSetting } from '../ui/localSetting.ts'

/** What a person decided, rows apart. */
export interface Verdict {
  readonly verdict: 'verified' | 'rejected'
  readonly method: Method
  readonly note?: string
  readonly reason?: string
  readonly picture?: File
}

interface Props {
  /** Begins with the reason why it is not true. */
  readonly rejecting?: boolean
  readonly busy: boolean
  /** What Enter does, in a word. */
  readonly submit: string
  /** A picture belongs to one row. */
  readonly picture: boolean
  readonly onVerdict: (verdict: Verdict) => void
  readonly onCancel: () => void
}

const kept = (): Method => METHODS.find(method => method === readSetting('verify.method')) ?? 'phone'

/** How it was verified and a word about it; Enter verifies. The method of the last time stands ready. */
export function VerifyForm({ rejecting = false, busy, submit, picture, onVerdict, onCancel }: Props) {
  const { t } = useTranslation()
  const [method, setMethod] = useState(kept)
  const [note, setNote] = useState('')
  const [reason, setReason] = useState('')
  const [rejects, setRejects] = useState(rejecting)
  const [file, setFile] = useState<File>()
  const form = useRef<HTMLFormElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const ids = useId()
  // Before anything is painted: who types V and Enter at once means it.
  useLayoutEffect(() => {
    const first = rejects ? 'input[name=reason]' : 'input[type=radio]:checked'
    form.current?.querySelector<HTMLInputElement>(first)?.focus()
  }, [rejects])
  const send = (): void => {
    if (busy || (rejects && reason.trim() === '')) return
    writeSetting('verify.method', method)
    onVerdict({
      verdict: rejects ? 'rejected' : 'verified',
      method,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(rejects ? { reason: reason.trim() } : {}),
      ...(file === undefined ? {} : { picture: file }),
    })
  }
  return (
    <form
      ref={form}
      className="verify-form"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <Radio.Group
        aria-label={t('verify.method')}
        optionType="button"
        size="small"
        value={method}
        onChange={event => setMethod(event.target.value as Method)}
        options={METHODS.map(value => ({ value, label: t(`verify.methods.${value}`) }))}
      />
      {rejects ? (
        <>
          <label htmlFor={`${ids}reason`}>{t('verify.reason')}</label>
          <Input
            id={`${ids}reason`}
            name="reason"
            required
            maxLength={VERIFY_LIMITS.text}
            value={reason}
            onChange={event => setReason(event.target.value)}
          />
        </>
      ) : null}
      <label htmlFor={`${ids}note`}>{t('verify.note')}</label>
      <Input
        id={`${ids}note`}
        maxLength={VERIFY_LIMITS.text}
        placeholder={t('verify.noteHint')}
        value={note}
        onChange={event => setNote(event.target.value)}
      />
      <div className="verify-buttons">
        <Button type="primary" size="small" htmlType="submit" danger={rejects} loading={busy}>
          {rejects ? t('verify.rejectNow') : submit}
        </Button>
        {rejects ? null : (
          <Button size="small" onClick={() => setRejects(true)}>
            {t('verify.reject')}
          </Button>
        )}
        {picture ? (
          <>
            <input
              ref={picker}
              type="file"
              accept="image/png,image/jpeg,image/webp,image/gif"
              hidden
              onChange={event => setFile(event.target.files?.[0])}
            />
            <Button size="small" onClick={() => picker.current?.click()}>
              {file === undefined ? t('verify.picture') : t('verify.pictureOf', { name: file.name })}
            </Button>
          </>
        ) : null}
        <Button size="small" type="text" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  )
}
