import { WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { goToNextConflict } from './commands.ts'

/** How many conflicts are open, and the way to the next; nothing while there are none. */
export function ConflictCount({ open }: { readonly open: OpenSheet }) {
  const { t } = useTranslation()
  const { length } = useStoreValue(open.conflicts.open)
  if (length === 0) return null
  return (
    <Button
      size="small"
      type="text"
      danger
      className="conflict-count"
      icon={<WarningOutlined aria-hidden />}
      onClick={() => goToNextConflict(open)}
    >
      {t('time.conflict.next', { count: length })}
    </Button>
  )
}
