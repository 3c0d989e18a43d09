import { Alert, Button, Empty } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Me } from '../../shared/protocol/http.ts'
import type { InboxItem } from '../../shared/protocol/notes.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { sheetPath } from '../app/deepLink.ts'
import { When } from '../notes/CommentItem.tsx'
import type { useInbox } from './useInbox.ts'

interface Props {
  readonly me: Me
  readonly inbox: ReturnType<typeof useInbox>['inbox']
  readonly onRead: (ids: readonly string[]) => void
  /** The person has gone where an item leads. */
  readonly onGone: () => void
}

/** Where an item leads: its row, with what is said about it. */
export const inboxPath = ({ operation, sheet, row, column }: InboxItem): string => {
  const query = new URLSearchParams({ row, ...(column === null ? {} : { cell: column }), panel: 'comments' })
  return `${sheetPath(operation, sheet.id)}?${query}`
}

export function InboxList({ me, inbox, onRead, onGone }: Props) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const items = inbox.data?.items ?? []
  const go = (item: InboxItem): void => {
    if (!item.read) onRead([item.id])
    onGone()
    void navigate(inboxPath(item))
  }
  return (
    <>
      {inbox.error === null ? null : <Alert type="warning" showIcon title={sentenceOf(inbox.error, i18n)} />}
      {inbox.isSuccess && items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('notes.inboxEmpty')} />
      ) : null}
      <ul className="inbox">
        {items.map(item => (
          <li key={item.id} className={item.read ? 'inbox-item' : 'inbox-item inbox-unread'}>
            <button type="button" className="inbox-go" onClick={() => go(item)}>
              <span>
                {item.read ? null : <span className="inbox-new">{t('notes.new')} </span>}
                <strong>{t(`notes.kinds.${item.kind}`, { name: item.from })}</strong> · {item.sheet.title}
              </span>
              <span className="inbox-text">{item.text}</span>
              <When at={item.at} zone={me.operations.find(({ id }) => id === item.operation)?.timeZone ?? 'UTC'} />
            </button>
            {item.read ? null : (
              <Button size="small" type="link" onClick={() => onRead([item.id])}>
                {t('notes.markRead')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
