import { DownloadOutlined, LockOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useServices } from '../app/services.ts'

interface Props {
  readonly sheetId: string
  /** Asks for the file with personal details; left out for who may not have it. */
  readonly onDetails?: (() => void) | undefined
}

/** Downloads the sheet as it is on the server, as xlsx or csv; for who may, with the personal details in it (VAULT-25). */
export function ExportMenu({ sheetId, onDetails }: Props) {
  const { t } = useTranslation()
  const { api } = useServices()
  const link = (format: 'xlsx' | 'csv') => api.url(`sheets/${encodeURIComponent(sheetId)}/export?format=${format}`)
  const details = {
    key: 'details',
    icon: <LockOutlined aria-hidden />,
    label: t('contacts.take.menu'),
    ...(onDetails === undefined ? {} : { onClick: onDetails }),
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'xlsx',
            label: (
              <a href={link('xlsx')} download>
                {t('toolbar.exportXlsx')}
              </a>
            ),
          },
          {
            key: 'csv',
            label: (
              <a href={link('csv')} download>
                {t('toolbar.exportCsv')}
              </a>
            ),
          },
          ...(onDetails === undefined ? [] : [{ key: 'line', type: 'divider' as const }, details]),
        ],
      }}
    >
      <Button
        type="text"
        size="small"
        icon={<DownloadOutlined aria-hidden />}
        className="tool"
        aria-label={t('toolbar.export')}
      >
        <span className="tool-word">{t('toolbar.export')}</span>
      </Button>
    </Dropdown>
  )
}
