import { Alert, Button } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DETAIL_FIELDS, type DetailField, type DetailsChange, type RowContact } from '../../shared/protocol/contacts.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useKeepContact } from './queries.ts'

interface Props {
  readonly sheet: string
  readonly row: string
  /** What is kept already, masked. */
  readonly contact: RowContact['contact']
  readonly onDone: () => void
}

/** Fields for what is kept of a person. Where something is kept already an empty field leaves it, and it can be taken away (VAULT-10). */
export function ContactForm({ sheet, row, contact, onDone }: Props) {
  const { t, i18n } = useTranslation()
  const keep = useKeepContact(sheet, row)
  const [change, setChange] = useState<DetailsChange>({})
  const given = Object.values(change).some(value => value === null || (value ?? '').trim() !== '')
  const put = (field: DetailField, value: string | null | undefined) => setChange({ ...change, [field]: value })
  return (
    <form
      className="contact-form"
      aria-label={t(contact === null ? 'contacts.form' : 'contacts.correctForm')}
      autoComplete="off"
      onSubmit={event => {
        event.preventDefault()
        // An empty field says nothing; only null takes away.
        const wish = Object.fromEntries(
          Object.entries(change).filter(([, value]) => value === null || value?.trim() !== ''),
        )
        keep.mutate(wish, { onSuccess: onDone })
      }}
    >
      {DETAIL_FIELDS.map(field => (
        <FormField
          key={field}
          field={field}
          kept={contact !== null && isKept(contact, field)}
          hint={contact === null ? '' : (hintOf(contact, field) ?? '')}
          value={change[field]}
          onValue={value => put(field, value)}
        />
      ))}
      {keep.error === null ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(keep.error, i18n)} />}
      <p className="contact-acts">
        <Button type="primary" htmlType="submit" disabled={!given} loading={keep.isPending}>
          {t('contacts.save')}
        </Button>
        <Button onClick={onDone}>{t('app.cancel')}</Button>
      </p>
    </form>
  )
}

type Kept = NonNullable<RowContact['contact']>
const hintOf = (contact: Kept, field: DetailField): string | null =>
  field === 'phone' || field === 'name' ? contact[field] : null
const isKept = (contact: Kept, field: DetailField): boolean =>
  hintOf(contact, field) !== null || contact.more.includes(field)

interface FieldProps {
  readonly field: DetailField
  readonly kept: boolean
  readonly hint: string
  /** null: to be taken away. */
  readonly value: string | null | undefined
  readonly onValue: (value: string | null | undefined) => void
}

function FormField({ field, kept, hint, value, onValue }: FieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const name = t(`contacts.field.${field}`)
  const long = field === 'address' || field === 'health'
  const given = {
    id,
    // Nothing of it goes into the browser's own memory of forms.
    autoComplete: 'off',
    value: value ?? '',
    placeholder: kept ? `${hint} ${t('contacts.keepHint')}`.trim() : '',
    maxLength: field === 'health' ? 1000 : field === 'address' ? 300 : 100,
    disabled: value === null,
  }
  return (
    <div className="row-field">
      <div className="field-head">
        <label htmlFor={id}>{name}</label>
        {kept ? (
          <span className="field-state">
            {value === null ? `${t('contacts.takenAway')} ` : ''}
            <Button
              size="small"
              type="text"
              aria-label={value === null ? t('contacts.keepIt') : t('contacts.takeAway', { field: name })}
              onClick={() => onValue(value === null ? undefined : null)}
            >
              {value === null ? t('contacts.keepIt') : '×'}
            </Button>
          </span>
        ) : null}
      </div>
      {long ? (
        <textarea {...given} rows={2} onChange={event => onValue(event.target.value)} />
      ) : (
        <input
          {...given}
          type={field === 'phone' ? 'tel' : 'text'}
          inputMode={field === 'phone' ? 'tel' : 'text'}
          onChange={event => onValue(event.target.value)}
        />
      )}
    </div>
  )
}
