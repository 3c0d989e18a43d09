import { Alert, Button, Spin } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactLogItem } from '../../shared/protocol/contacts.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { type LogOf, useContactLog } from './queries.ts'

interface Props extends LogOf {
  readonly zone: string
  /** What is said where nobody has. */
  readonly none: string
  /** What leads to the row of a line. */
  readonly linkTo?: (row: NonNullable<ContactLogItem['row']>) => ReactNode
}

/** Who has had to do with personal details, newest first. */
export function ContactLog({ zone, none, linkTo, ...of }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const log = useContactLog(of)
  if (log.error !== null) return <Alert type="warning" showIcon title={sentenceOf(log.error, i18n)} />
  if (log.data === undefined) return <Spin size="small" />
  const items = log.data.pages.flatMap(page => page.items)
  if (items.length === 0) return <p className="quiet">{none}</p>
  const didOf = ({ what, field, count }: ContactLogItem): string =>
    t(`contacts.what.${what}`, { count, field: field === null ? '' : t(`contacts.field.${field}`) })
  const whyOf = ({ purpose, reason }: ContactLogItem): string =>
    [purpose === null || purpose === 'other' ? '' : t(`contacts.purposes.${purpose}`), reason ?? '']
      .filter(text => text !== '')
      .join(' · ')
  return (
    <>
      <ul className="contact-log">
        {items.map(item => (
          <li key={item.id}>
            <time dateTime={item.at}>{momentText(item.at, zone, language, now())}</time>
            <strong>{item.member.name}</strong>
            <span className="quiet">{item.member.organization}</span>
            <span>{didOf(item)}</span>
            {whyOf(item) === '' ? null : <span className="contact-why">{whyOf(item)}</span>}
            {item.row === null ? null : linkTo?.(item.row)}
          </li>
        ))}
      </ul>
      {log.hasNextPage ? (
        <Button block size="small" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t('contacts.more')}
        </Button>
      ) : null}
    </>
  )
}
