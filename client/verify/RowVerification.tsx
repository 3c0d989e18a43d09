import { App as AntApp, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countingColumns, standingOf } from '../../shared/domain/verification.ts'
import type { VerificationEvent } from '../../shared/protocol/verification.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import { useSheetVersion } from '../row/useCell.ts'
import { useDeciding, useRowVerification } from './queries.ts'
import { StandingMark } from './StandingMark.tsx'
import { useDeskVersion } from './useDeskVersion.ts'
import { useWording } from './useWording.ts'
import { type Verdict, VerifyForm } from './VerifyForm.tsx'
import { changeByText, changeText, columnName, decidedText, outcomeTexts, type Wording } from './words.ts'

/** Where a row stands, what changed since, what to do about it, and every decision there was (VERIFY-15). */
export function RowVerification({ open, row }: { readonly open: OpenSheet; readonly row: string }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const { view, columns, sheet, me, operation } = open
  useSheetVersion(view.session)
  const version = useDeskVersion(view.desk)
  const told = useRowVerification(sheet.id, row, true, version)
  const wording = useWording(columns, open.zone)
  const { decide, withdraw } = useDeciding(sheet.id)
  const [form, setForm] = useState(false)
  const entry = view.desk.get('verification', row)
  const standing = standingOf(entry, countingColumns(columns), column => view.session.sheet.value(row, column))
  const changed = standing.state === 'stale' ? standing.changed : []
  const may = mayI(me, 'verification.set', operation.id) && sheet.archived !== true
  const fail = (error: unknown): void => void message.error(sentenceOf(error, i18n))
  const send = ({ picture, ...verdict }: Verdict): void => {
    const again = changed.length > 0 && verdict.verdict === 'verified' ? { columns: changed.map(it => it.column) } : {}
    decide.mutate(
      { ...verdict, rows: [{ row, digest: told.data?.digest ?? '', ...again }], picture },
      {
        onSuccess: outcome => {
          const { good, bad } = outcomeTexts(outcome, verdict.verdict, wording)
          if (good !== undefined) void message.success(good)
          for (const text of bad) void message.warning(text)
          setForm(false)
        },
        onError: fail,
      },
    )
  }
  return (
    <div className="row-verification">
      <p>
        <StandingMark state={standing.state} />
        {entry?.reason === undefined ? null : ` ${entry.reason}`}
      </p>
      {changed.map(change => {
        const by = told.data?.changed.find(({ column, is }) => column === change.column && is === change.is)
        return (
          <p key={change.column} className="verify-change">
            {by === undefined ? changeText(change, wording) : changeByText(by, wording)}
          </p>
        )
      })}
      {may && form ? (
        <VerifyForm
          busy={decide.isPending}
          submit={t(changed.length > 0 ? 'verify.submitOnly' : 'verify.submit')}
          picture
          onVerdict={send}
          onCancel={() => setForm(false)}
        />
      ) : null}
      {may && !form ? (
        <div className="verify-buttons">
          <Button size="small" type="primary" disabled={told.data === undefined} onClick={() => setForm(true)}>
            {t(changed.length > 0 ? 'verify.submitOnly' : 'verify.submit')}
          </Button>
          {entry === undefined ? null : (
            <Button
              size="small"
              loading={withdraw.isPending}
              onClick={() =>
                withdraw.mutate([row], {
                  onSuccess: ({ done }) => void message.success(t('verify.withdrawn', { count: done.length })),
                  onError: fail,
                })
              }
            >
              {t('verify.withdraw')}
            </Button>
          )}
        </div>
      ) : null}
      {told.data === undefined ? null : told.data.items.length === 0 ? (
        <p className="quiet">{t('verify.never')}</p>
      ) : (
        <ol className="verify-events" aria-label={t('verify.history')}>
          {told.data.items.map(event => (
            <Event key={event.id} event={event} wording={wording} />
          ))}
        </ol>
      )}
    </div>
  )
}

/** One decision: what, who, how, when, exactly what was checked, and the picture. */
function Event({ event, wording }: { readonly event: VerificationEvent; readonly wording: Wording }) {
  const { t, language, zone, columns } = wording
  const cells = Object.entries(event.cells).map(([id, value]) => {
    const column = columns.find(other => other.id === id)
    const text = column === undefined ? String(value) : formatCell(column, value, language, zone)
    return { id, name: columnName(id, wording), text }
  })
  return (
    <li>
      <strong>{t(`verify.standing.${event.state}`)}</strong>{' '}
      <span className="quiet">
        {decidedText(
          { by: `${event.by.organization} ${event.by.name}`.trim(), method: event.method, at: event.at },
          wording,
        )}
      </span>
      {event.reason === null ? null : <p>{event.reason}</p>}
      {event.note === null ? null : <p>{event.note}</p>}
      {event.evidence === null ? null : (
        <a href={event.evidence} target="_blank" rel="noreferrer">
          <img className="verify-evidence" src={event.evidence} alt={t('verify.evidence')} />
        </a>
      )}
      {event.state === 'withdrawn' ? null : (
        <details>
          <summary>
            {event.checked === null
              ? t('verify.checked')
              : t('verify.checkedOnly', { columns: event.checked.map(id => columnName(id, wording)).join('、') })}
          </summary>
          <dl>
            {cells.map(({ id, name, text }) => (
              <div key={id}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  )
}
