import { Button, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  /** How many. */
  readonly count: number
  readonly onReject: (reason: string) => void
  readonly onCancel: () => void
}

const USUAL = ['twice', 'outside', 'little', 'untrue'] as const

/** Why it goes back: a usual reason with one click, or in one's own words. */
export function RejectDialog({ count, onReject, onCancel }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [reason, setReason] = useState('')
  const given = reason.trim()
  return (
    <Modal
      open
      title={t('intake.reject.title', { count })}
      okText={t('intake.reject.submit')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: given === '' }}
      onOk={() => onReject(given)}
      onCancel={onCancel}
    >
      <label htmlFor={id}>{t('intake.reject.reason')}</label>
      <Input
        id={id}
        autoFocus
        maxLength={500}
        value={reason}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => setReason(target.value)}
        onPressEnter={() => (given === '' ? undefined : onReject(given))}
      />
      <p className="quiet" id={`${id}-hint`}>
        {t('intake.reject.hint')}
      </p>
      <fieldset className="intake-usual">
        <legend className="visually-hidden">{t('intake.reject.usual')}</legend>
        {USUAL.map(usual => (
          <Button key={usual} size="small" onClick={() => onReject(t(`intake.reject.reasons.${usual}`))}>
            {t(`intake.reject.reasons.${usual}`)}
          </Button>
        ))}
      </fieldset>
    </Modal>
  )
}
