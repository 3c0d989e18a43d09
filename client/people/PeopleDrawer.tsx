import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OpenSheet } from '../app/openSheet.ts'
import { pagePath } from '../app/pages.tsx'
import { useSheets } from '../app/queries.ts'
import { PeopleActivity } from './PeopleActivity.tsx'

/** Who changed how much, over the sheet one is in. */
export function PeopleDrawer({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { me, operation, sheet } = open
  const { data = [sheet] } = useSheets()
  const sheets = data.filter(other => other.operation === operation.id)
  return (
    <Drawer
      open
      size={940}
      className="people-drawer"
      title={t('people.title')}
      extra={<Link to={pagePath(operation.id, { path: 'people-activity' })}>{t('people.wholePage')}</Link>}
      onClose={onClose}
    >
      <PeopleActivity me={me} operation={operation} sheets={sheets} />
    </Drawer>
  )
}
