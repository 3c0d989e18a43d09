import { SyncOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { takeNewVersion, useOfflineStart } from './offlineStart.ts'

/** A newer version of the page is on this device: offered quietly, taken when the person says so (PHONE-10). */
export function NewVersion() {
  const { t } = useTranslation()
  if (useOfflineStart() !== 'renewed') return null
  return (
    <p className="new-version" role="status">
      {t('phone.newVersion')}{' '}
      <Button size="small" icon={<SyncOutlined aria-hidden />} onClick={takeNewVersion}>
        {t('phone.takeNewVersion')}
      </Button>
    </p>
  )
}
