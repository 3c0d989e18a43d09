import { DownloadOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useServices } from '../app/services.ts'

/** Downloads the sheet as it is on the server, as xlsx or csv. */
export function ExportMenu({ sheetId }: { readonly sheetId: string }) {
  const { t } = useTranslation()
  const { api } = useServices()
  const link = (format: 'xlsx' | 'csv') => api.url(`sheets/${encodeURIComponent(sheetId)}/export?format=${format}`)
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
