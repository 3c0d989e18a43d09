import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LOGGED } from '../../shared/protocol/contacts.ts'
import type { Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { sheetPath } from '../app/deepLink.ts'
import { ContactLog } from './ContactLog.tsx'

interface Props {
  readonly operation: Operation
  readonly sheets: readonly SheetInfo[]
}

/** Who has looked at whose details in this operation, and why (VAULT-12). */
export function RevealLogPage({ operation, sheets }: Props) {
  const { t } = useTranslation()
  const [what, choose] = useState<string>()
  return (
    <div className="contact-page">
      <p className="quiet">{t('contacts.logLead')}</p>
      <Select
        value={what ?? ''}
        aria-label={t('contacts.filter')}
        onChange={chosen => choose(chosen === '' ? undefined : chosen)}
        options={[
          { value: '', label: t('contacts.whatAll') },
          ...LOGGED.map(value => ({ value, label: t(`contacts.whatOne.${value}`) })),
        ]}
      />
      <ContactLog
        path={`operations/${operation.id}`}
        what={what}
        zone={operation.timeZone}
        none={t('contacts.logNone')}
        linkTo={({ sheet, row }) =>
          sheets.some(({ id }) => id === sheet) ? (
            <Link to={sheetPath(operation.id, sheet, { row })}>{t('contacts.goTo')}</Link>
          ) : null
        }
      />
    </div>
  )
}
