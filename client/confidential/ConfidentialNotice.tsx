import { LockOutlined } from '@ant-design/icons'
import { Alert, App as AntApp, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { sees } from '../../shared/domain/roles.ts'
import type { ConfidentialCounts } from '../../shared/protocol/confidential.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { sheetPath } from '../app/deepLink.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useSheets } from '../app/queries.ts'
import { actorOf, mayI } from '../app/rights.ts'
import { useLanguage } from '../i18n/language.ts'
import { useConfidentialCounts, useConfidentialSetting } from './queries.ts'

/** Groups named in one line. */
const NAMED = 6

/** Above the rows: that these are confidential, or how many there are that one may not see (CONF-7). */
export function ConfidentialNotice({ open }: { readonly open: OpenSheet }) {
  const { sheet } = open
  if (sheet.confidentialOf !== undefined) return <Here open={open} home={sheet.confidentialOf} />
  return <Elsewhere open={open} />
}

function Here({ open: { me, operation }, home }: { readonly open: OpenSheet; readonly home: string }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const title = useSheets().data?.find(({ id }) => id === home)?.title
  const maySet = mayI(me, 'guard.set', operation.id)
  const { setting, set, isPending } = useConfidentialSetting(operation.id, maySet)
  return (
    <Alert
      banner
      type="warning"
      className="confidential-notice"
      icon={<LockOutlined aria-hidden />}
      title={t('confidential.here')}
      action={
        <span className="confidential-actions">
          {maySet && setting !== undefined ? (
            <span>
              {t('confidential.others')}{' '}
              <Select
                size="small"
                aria-label={t('confidential.others')}
                value={setting.shown}
                loading={isPending}
                popupMatchSelectWidth={false}
                options={(['counts', 'nothing'] as const).map(value => ({
                  value,
                  label: t(`confidential.shown.${value}`),
                }))}
                onChange={shown => set({ shown }, { onError: error => void message.error(sentenceOf(error, i18n)) })}
              />
            </span>
          ) : null}
          {title === undefined ? null : (
            <Link to={sheetPath(operation.id, home)}>{t('confidential.back', { title })}</Link>
          )}
        </span>
      }
    />
  )
}

function Elsewhere({ open }: { readonly open: OpenSheet }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { me, operation, sheet, columns, zone } = open
  const hidden = !sees(actorOf(me), { operation: operation.id, confidential: true })
  const { data } = useConfidentialCounts(sheet, hidden)
  if (!hidden || data === undefined || data.items.length === 0) return null
  const cluster = columns.find(({ id }) => id === 'cluster')
  const whereOf = (item: ConfidentialCounts['items'][number]): string => {
    const district = item.district ?? t('confidential.nowhere')
    if (cluster === undefined) return district
    const named =
      item.cluster === null ? t('confidential.noCluster') : formatCell(cluster, item.cluster, language, zone)
    return `${district} · ${named}`
  }
  const places = data.items
    .slice(0, NAMED)
    .map(item => t('confidential.place', { where: whereOf(item), count: item.rows }))
  if (data.items.length > NAMED) places.push(t('confidential.more'))
  const text = t('confidential.some', { places: places.join(language === 'zh' ? '；' : '; ') })
  return <Alert banner type="info" className="confidential-notice" icon={<LockOutlined aria-hidden />} title={text} />
}
