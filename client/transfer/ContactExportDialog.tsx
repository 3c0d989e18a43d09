import { Alert, Input, Modal, Radio } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EXPORT_REASON } from '../../shared/protocol/contacts.ts'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { saveFile } from '../ui/saveFile.ts'

interface Props {
  readonly sheet: SheetInfo
  readonly onClose: () => void
}

const FORMATS = ['xlsx', 'csv'] as const

/** Asks why, then saves the sheet as a file with the personal details in it (VAULT-25). */
export function ContactExportDialog({ sheet, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { api } = useServices()
  const id = useId()
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('xlsx')
  const [reason, setReason] = useState('')
  const [state, setState] = useState<{ readonly busy: boolean; readonly error?: unknown }>({ busy: false })
  const given = reason.trim()
  const complete = given.length >= EXPORT_REASON.min
  // Not a query: what comes back must not stay in a cache.
  const take = async (): Promise<void> => {
    if (!complete || state.busy) return
    setState({ busy: true })
    try {
      const wish = { format, language, reason: given }
      const file = await api.file(`sheets/${encodeURIComponent(sheet.id)}/contact-exports`, wish)
      saveFile(file.name === '' ? `${sheet.title}.${format}` : file.name, file)
      onClose()
    } catch (error) {
      setState({ busy: false, error })
    }
  }
  return (
    <Modal
      open
      width={440}
      title={t('contacts.take.title', { sheet: sheet.title })}
      okText={t('contacts.take.go')}
      okButtonProps={{ disabled: !complete, loading: state.busy }}
      onOk={() => void take()}
      onCancel={onClose}
    >
      <Alert type="warning" showIcon title={t('contacts.take.lead')} />
      <p>
        <label htmlFor={id}>{t('contacts.take.reason')}</label>
      </p>
      <Input.TextArea
        id={id}
        autoFocus
        required
        autoSize={{ minRows: 2, maxRows: 5 }}
        maxLength={EXPORT_REASON.max}
        value={reason}
        placeholder={t('contacts.take.reasonHint')}
        aria-describedby={`${id}-logged`}
        onChange={event => setReason(event.target.value)}
      />
      <p className="quiet" id={`${id}-logged`}>
        {t('contacts.take.logged', { count: EXPORT_REASON.min })}
      </p>
      <Radio.Group
        aria-label={t('contacts.take.format')}
        value={format}
        onChange={event => setFormat(FORMATS.find(known => known === event.target.value) ?? 'xlsx')}
        options={[
          { value: 'xlsx', label: t('toolbar.exportXlsx') },
          { value: 'csv', label: t('toolbar.exportCsv') },
        ]}
      />
      {state.error === undefined ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(state.error, i18n)} />
      )}
    </Modal>
  )
}
