import { App as AntApp, InputNumber, Switch } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { GuardSettings } from '../../shared/protocol/guard.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useGuardSettings, useSetGuard } from './queries.ts'

/** Whether newcomers' edits wait, and how long one is a newcomer. */
export function GuardSettingsForm({ operation }: { readonly operation: string }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const { data } = useGuardSettings(operation)
  const set = useSetGuard(operation)
  const id = useId()
  if (data === undefined) return null
  const change = (more: Partial<GuardSettings>): void => {
    set.mutate({ ...data, ...more }, { onError: error => void message.error(sentenceOf(error, i18n)) })
  }
  return (
    <div className="guard-settings">
      <div>
        <Switch id={id} size="small" checked={data.nod} loading={set.isPending} onChange={nod => change({ nod })} />{' '}
        <label htmlFor={id}>{t('guard.nod')}</label>
      </div>
      {data.nod ? (
        <div className="guard-numbers">
          <span>
            <label htmlFor={`${id}-hours`}>{t('guard.hours')}</label>{' '}
            <InputNumber
              id={`${id}-hours`}
              size="small"
              min={1}
              max={8760}
              value={data.hours}
              onChange={hours => hours !== null && change({ hours })}
            />
          </span>
          <span>
            <label htmlFor={`${id}-edits`}>{t('guard.edits')}</label>{' '}
            <InputNumber
              id={`${id}-edits`}
              size="small"
              min={1}
              max={10_000}
              value={data.edits}
              onChange={edits => edits !== null && change({ edits })}
            />
          </span>
        </div>
      ) : null}
      <p className="quiet">{t('guard.nodHint')}</p>
    </div>
  )
}
