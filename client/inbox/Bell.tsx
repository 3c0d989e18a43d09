import { BellOutlined } from '@ant-design/icons'
import { Badge, Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../shared/protocol/http.ts'
import { InboxList } from './InboxList.tsx'
import { useInbox } from './useInbox.ts'

/** The bell of the frame: how many things wait to be seen, and the list of them (NOTE-23). */
export function Bell({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { inbox, read } = useInbox()
  const unread = inbox.data?.unread ?? 0
  return (
    <>
      <Badge count={unread} size="small" offset={[-4, 4]}>
        <Button
          type="text"
          icon={<BellOutlined aria-hidden />}
          aria-label={unread === 0 ? t('notes.inbox') : t('notes.inboxUnread', { count: unread })}
          onClick={() => setOpen(true)}
        />
      </Badge>
      <span className="visually-hidden" role="status">
        {unread === 0 ? '' : t('notes.inboxUnread', { count: unread })}
      </span>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('notes.inbox')}
        closable={{ 'aria-label': t('app.close') }}
        size={380}
        destroyOnHidden
        extra={
          <Button size="small" disabled={unread === 0} onClick={() => read.mutate(undefined)}>
            {t('notes.allRead')}
          </Button>
        }
      >
        <InboxList me={me} inbox={inbox} onRead={ids => read.mutate(ids)} onGone={() => setOpen(false)} />
      </Drawer>
    </>
  )
}
