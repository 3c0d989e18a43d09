import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Alert, Button, Input, Modal, Radio } from 'antd'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DetailField, PURPOSES, type Purpose } from '../../shared/protocol/contacts.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useReveal } from './queries.ts'

interface Props {
  readonly contact: string
  readonly field: DetailField
  /** What everybody may see. */
  readonly mask: string
  readonly may: boolean
}

/** Seconds a detail stays on screen. */
const SHOWN = 60

/** One detail: its mask, and after a purpose was given the detail itself, for a minute (VAULT-11). */
export function RevealField({ contact, field, mask, may }: Props) {
  const { t } = useTranslation()
  const [asking, ask] = useState(false)
  const [value, setValue] = useState<string>()
  const name = t(`contacts.field.${field}`)
  return (
    <div className="contact-field">
      <dt>{name}</dt>
      <dd>
        {value === undefined ? (
          <>
            <span>{mask}</span>
            {may ? (
              <Button
                size="small"
                icon={<EyeOutlined aria-hidden />}
                aria-label={t('contacts.revealOf', { field: name })}
                onClick={() => ask(true)}
              >
                {t('contacts.reveal')}
              </Button>
            ) : null}
          </>
        ) : (
          <Shown value={value} field={field} onHide={() => setValue(undefined)} />
        )}
      </dd>
      {asking ? <PurposeDialog contact={contact} field={field} onShown={setValue} onClose={() => ask(false)} /> : null}
    </div>
  )
}

/** The detail, going away by itself; at once when the page is put aside. */
function Shown({
  value,
  field,
  onHide,
}: {
  readonly value: string
  readonly field: DetailField
  readonly onHide: () => void
}) {
  const { t } = useTranslation()
  const [left, setLeft] = useState(SHOWN)
  useEffect(() => {
    const timer = setInterval(() => setLeft(seconds => seconds - 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (left <= 0) onHide()
  }, [left, onHide])
  return (
    <>
      {field === 'phone' ? (
        <a
          className="contact-value"
          href={`tel:${value.replace(/[^\d+]/g, '')}`}
          aria-label={t('contacts.call', { phone: value })}
        >
          {value}
        </a>
      ) : (
        <span className="contact-value">{value}</span>
      )}
      <span className="quiet">{t('contacts.hiddenIn', { count: left })}</span>
      <Button size="small" type="text" icon={<EyeInvisibleOutlined aria-hidden />} onClick={onHide}>
        {t('contacts.hide')}
      </Button>
    </>
  )
}

interface DialogProps {
  readonly contact: string
  readonly field: DetailField
  readonly onShown: (value: string) => void
  readonly onClose: () => void
}

/** Asks why, then for the detail. */
function PurposeDialog({ contact, field, onShown, onClose }: DialogProps) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const reveal = useReveal(contact)
  const [purpose, choose] = useState<Purpose>()
  const [reason, setReason] = useState('')
  const [state, setState] = useState<{ readonly busy: boolean; readonly error?: unknown }>({ busy: false })
  const complete = purpose !== undefined && (purpose !== 'other' || reason.trim() !== '')
  const look = async (): Promise<void> => {
    if (!complete) return
    setState({ busy: true })
    try {
      onShown(await reveal({ field, purpose, ...(reason.trim() === '' ? {} : { reason }) }))
      onClose()
    } catch (error) {
      setState({ busy: false, error })
    }
  }
  return (
    <Modal
      open
      title={t('contacts.revealOf', { field: t(`contacts.field.${field}`) })}
      okText={t('contacts.show')}
      okButtonProps={{ disabled: !complete, loading: state.busy }}
      onOk={() => void look()}
      onCancel={onClose}
      width={400}
    >
      <p id={id}>{t('contacts.purpose')}</p>
      <Radio.Group
        className="contact-purposes"
        aria-labelledby={id}
        value={purpose}
        onChange={event => choose(PURPOSES.find(known => known === event.target.value))}
        options={PURPOSES.map(value => ({ value, label: t(`contacts.purposes.${value}`) }))}
      />
      {purpose === 'other' ? (
        <Input
          autoFocus
          maxLength={200}
          value={reason}
          aria-label={t('contacts.reason')}
          placeholder={t('contacts.reasonNeeded')}
          onChange={event => setReason(event.target.value)}
          onPressEnter={event => {
            if (!event.nativeEvent.isComposing) void look()
          }}
        />
      ) : null}
      <p className="quiet">{t('contacts.logged')}</p>
      {state.error === undefined ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(state.error, i18n)} />
      )}
    </Modal>
  )
}
