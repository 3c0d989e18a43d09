import { LockOutlined } from '@ant-design/icons'
import { Alert, App as AntApp, Button, Popconfirm, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RowContact } from '../../shared/protocol/contacts.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { ContactForm } from './ContactForm.tsx'
import { ContactLog } from './ContactLog.tsx'
import { MaskedDetails } from './MaskedDetails.tsx'
import { useContact, useEraseContact } from './queries.ts'

interface Props {
  readonly sheet: string
  readonly row: string
  /** IANA zone of the operation. */
  readonly zone: string
}

type Kept = NonNullable<RowContact['contact']>

/** The personal details of a row: masked, shown one at a time to who may, filled in and corrected, erased (VAULT-10, VAULT-11). */
export function ContactSection({ sheet, row, zone }: Props) {
  const { t, i18n } = useTranslation()
  const { data, error } = useContact(sheet, row)
  const [editing, edit] = useState(false)
  return (
    <section className="contact" aria-label={t('contacts.title')}>
      <h3>
        <LockOutlined aria-hidden /> {t('contacts.title')}
      </h3>
      {error === null ? null : <Alert type="warning" showIcon title={sentenceOf(error, i18n)} />}
      {data === undefined ? (
        error === null ? (
          <Spin size="small" />
        ) : null
      ) : editing ? (
        <ContactForm sheet={sheet} row={row} contact={data.contact} onDone={() => edit(false)} />
      ) : data.contact === null ? (
        <>
          <p className="quiet">{t(data.mayKeep ? 'contacts.lead' : 'contacts.none')}</p>
          {data.mayKeep ? <Button onClick={() => edit(true)}>{t('contacts.fill')}</Button> : null}
        </>
      ) : (
        <KeptContact contact={data.contact} sheet={sheet} row={row} zone={zone} onCorrect={() => edit(true)} />
      )}
    </section>
  )
}

function KeptContact({
  contact,
  sheet,
  row,
  zone,
  onCorrect,
}: Props & { readonly contact: Kept; readonly onCorrect: () => void }) {
  const { t } = useTranslation()
  const [log, showLog] = useState(false)
  return (
    <>
      <MaskedDetails contact={contact} version={String(contact.changedAt)} may={contact.mayReveal} />
      <p className="quiet">
        {t(contact.mayReveal ? 'contacts.takenBy' : 'contacts.noRight', { name: contact.organization.name })}
        {contact.same > 0 ? ` ${t('contacts.same', { count: contact.same })}` : ''}
      </p>
      <p className="contact-acts">
        {contact.mayCorrect ? (
          <Button size="small" onClick={onCorrect}>
            {t('contacts.correct')}
          </Button>
        ) : null}
        {contact.mayReveal ? (
          <Button size="small" type="text" aria-expanded={log} onClick={() => showLog(!log)}>
            {t('contacts.who')}
          </Button>
        ) : null}
        {contact.mayErase ? <Erase contact={contact.id} sheet={sheet} row={row} /> : null}
      </p>
      {log ? (
        <ContactLog path={`contacts/${contact.id}`} what="reveal" zone={zone} none={t('contacts.nobody')} />
      ) : null}
    </>
  )
}

function Erase({ contact, sheet, row }: { readonly contact: string; readonly sheet: string; readonly row: string }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const erase = useEraseContact(sheet, row)
  const said = ({ cleared }: { readonly cleared: number }) =>
    void message.success(t('contacts.erased', { count: cleared }))
  return (
    <>
      <Popconfirm
        title={t('contacts.eraseTitle')}
        description={<div className="contact-warning">{t('contacts.eraseText')}</div>}
        okText={t('contacts.eraseNow')}
        okButtonProps={{ danger: true }}
        onConfirm={() => erase.mutate(contact, { onSuccess: said })}
      >
        <Button size="small" type="text" danger loading={erase.isPending}>
          {t('contacts.erase')}
        </Button>
      </Popconfirm>
      {erase.error === null ? null : <Alert type="error" showIcon title={sentenceOf(erase.error, i18n)} />}
    </>
  )
}
