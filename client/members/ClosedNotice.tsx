import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { operationPath } from '../app/deepLink.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { isOver, mayI } from '../app/rights.ts'

/** Above the sheets of an operation that has ended: why nothing can be typed, and for an admin the way back. */
export function ClosedNotice({ open: { me, operation } }: { readonly open: Pick<OpenSheet, 'me' | 'operation'> }) {
  const { t } = useTranslation()
  if (!isOver(me, operation.id)) return null
  return (
    <Alert
      type="info"
      banner
      title={t('members.closing.notice')}
      action={
        mayI(me, 'operation.close', operation.id) ? (
          <Link to={`${operationPath(operation.id)}/members`}>{t('members.closing.manage')}</Link>
        ) : null
      }
    />
  )
}
