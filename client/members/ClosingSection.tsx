import { Alert, App as AntApp, Button, InputNumber, Popconfirm } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Closing, type ClosingWish, MOST_RETENTION_DAYS } from '../../shared/protocol/closing.ts'
import type { Operation } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { useClose, useClosing } from './closing.ts'

const DAY = 86_400_000

/** For admins: ending the operation, when personal details go, and the way back (VAULT-19). */
export function ClosingSection({ operation }: { readonly operation: Operation }) {
  const { t, i18n } = useTranslation()
  const { data, error } = useClosing(operation.id)
  const id = useId()
  return (
    <section className="closing" aria-labelledby={id}>
      <h2 id={id}>{t(data?.closedAt == null ? 'members.closing.title' : 'members.closing.closed')}</h2>
      {error === null ? null : <Alert type="warning" showIcon title={sentenceOf(error, i18n)} />}
      {data === undefined ? null : <State operation={operation} state={data} />}
    </section>
  )
}

function State({ operation, state }: { readonly operation: Operation; readonly state: Closing }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const language = useLanguage()
  const { now } = useServices()
  const close = useClose(operation.id)
  const [days, setDays] = useState(state.retentionDays)
  const id = useId()
  const { closedAt, erasedAt, contacts } = state
  const timeOf = (at: string): string => momentText(at, operation.timeZone, language, now())
  const end = (closedAt === null ? now() : Date.parse(closedAt)) + days * DAY
  const eraseAt = timeOf(new Date(end).toISOString())
  const wish = (body: ClosingWish, done?: string): void =>
    close.mutate(body, {
      onSuccess: () => done !== undefined && void message.success(done),
      onError: error => void message.error(sentenceOf(error, i18n)),
    })
  return (
    <>
      <p className="quiet">
        {closedAt === null ? t('members.closing.lead') : t('members.closing.since', { time: timeOf(closedAt) })}
      </p>
      {erasedAt === null ? (
        <>
          <p>{contacts === 0 ? t('members.closing.keptNone') : t('members.closing.kept', { count: contacts })}</p>
          <div className="closing-days">
            <label htmlFor={id}>{t('members.closing.days')}</label>
            <InputNumber
              id={id}
              min={1}
              max={MOST_RETENTION_DAYS}
              precision={0}
              value={days}
              onChange={value => value !== null && setDays(value)}
            />
            <span>{t('members.closing.daysUnit')}</span>
            <span className="quiet" role="status">
              {end <= now() ? t('members.closing.passed') : t('members.closing.until', { time: eraseAt })}
            </span>
          </div>
        </>
      ) : (
        <p>{t('members.closing.erased', { time: timeOf(erasedAt) })}</p>
      )}
      <div className="closing-buttons">
        {closedAt === null ? (
          <Popconfirm
            title={t('members.closing.ask', { operation: operation.name })}
            description={t('members.closing.askHint', { time: eraseAt })}
            okText={t('members.closing.close')}
            cancelText={t('app.cancel')}
            okButtonProps={{ danger: true }}
            onConfirm={() => wish({ closed: true, retentionDays: days })}
          >
            <Button danger loading={close.isPending}>
              {t('members.closing.close')}
            </Button>
          </Popconfirm>
        ) : (
          <>
            {erasedAt === null && days !== state.retentionDays ? (
              <Button
                type="primary"
                danger={end <= now()}
                loading={close.isPending}
                onClick={() =>
                  wish({ closed: true, retentionDays: days }, t('members.closing.changed', { time: eraseAt }))
                }
              >
                {t('members.closing.change')}
              </Button>
            ) : null}
            <Button loading={close.isPending} onClick={() => wish({ closed: false })}>
              {t('members.closing.reopen')}
            </Button>
          </>
        )}
      </div>
      {closedAt === null ? null : <p className="quiet">{t('members.closing.reopenHint')}</p>}
    </>
  )
}
