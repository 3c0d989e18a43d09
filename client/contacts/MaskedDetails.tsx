import { useTranslation } from 'react-i18next'
import { DETAIL_FIELDS, type DetailField } from '../../shared/protocol/contacts.ts'
import { RevealField } from './RevealField.tsx'

/** What everybody may see of a person. */
export interface Masked {
  readonly id: string
  readonly phone: string | null
  readonly name: string | null
  readonly more: readonly string[]
}

interface Props {
  readonly contact: Masked
  /** Grows when the details change: what was revealed before is not shown as what they are now. */
  readonly version?: string
  readonly may: boolean
}

/** What is kept of a person, each detail by its mask, revealed one at a time to who may (VAULT-11). */
export function MaskedDetails({ contact, version = '', may }: Props) {
  const { t } = useTranslation()
  return (
    <dl className="contact-fields">
      {DETAIL_FIELDS.map(field => {
        const mask = maskOf(contact, field)
        return mask === undefined ? null : (
          <RevealField
            key={`${contact.id} ${field} ${version}`}
            contact={contact.id}
            field={field}
            mask={mask === '' ? t('contacts.kept') : mask}
            may={may}
          />
        )
      })}
    </dl>
  )
}

/** What everybody may see of a detail; undefined where it is not kept. */
function maskOf(contact: Masked, field: DetailField): string | undefined {
  if (field === 'phone' || field === 'name') return contact[field] ?? undefined
  return contact.more.includes(field) ? '' : undefined
}
