import { App as AntApp, Button, Checkbox, Input, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Suggestion } from '../../shared/protocol/guard.ts'
import { plainCell } from '../../shared/schema/format.ts'
import { ROW_EXISTS, ROW_GONE } from '../../shared/sheet/cell.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { PanelFrame } from '../time/PanelFrame.tsx'
import { momentText } from '../ui/moments.ts'
import { GuardSettingsForm } from './GuardSettingsForm.tsx'
import { useDecide, useSuggestions, useWithdraw } from './queries.ts'
import './guard.css'

/** Edits that wait for a nod: from what to what, by whom; who decides accepts all or some, or refuses with a reason. */
export function SuggestionsPanel({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { me, operation, sheet, view } = open
  const { data, error, refetch } = useSuggestions(sheet.id, true)
  const { i18n } = useTranslation()
  const decides = mayI(me, 'edit.nod', operation.id)
  const items = data?.items ?? []
  return (
    <PanelFrame view={view} title={t('guard.title', { count: data?.waiting ?? 0 })} onClose={onClose}>
      <div className="side-body">
        {mayI(me, 'guard.set', operation.id) ? <GuardSettingsForm operation={operation.id} /> : null}
        {error === null ? null : (
          <p role="alert">
            {sentenceOf(error, i18n)}{' '}
            <Button size="small" onClick={() => void refetch()}>
              {t('app.retry')}
            </Button>
          </p>
        )}
        {data !== undefined && items.length === 0 ? <p className="quiet">{t('guard.none')}</p> : null}
        {decides ? <Deciding open={open} items={items} /> : <Listed open={open} items={items} />}
      </div>
    </PanelFrame>
  )
}

interface ListProps {
  readonly open: OpenSheet
  readonly items: readonly Suggestion[]
}

function Listed({ open, items }: ListProps) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const withdraw = useWithdraw(open.sheet.id)
  const takeBack = (id: string): void =>
    withdraw.mutate([id], { onError: error => void message.error(sentenceOf(error, i18n)) })
  return (
    <ul className="entries">
      {items.map(item => (
        <li key={item.id} className="entry">
          <Entry open={open} item={item} />
          {item.state === 'waiting' ? (
            <Button size="small" loading={withdraw.isPending} onClick={() => takeBack(item.id)}>
              {t('guard.withdraw')}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function Deciding({ open, items }: ListProps) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const decide = useDecide(open.sheet.id)
  const waiting = items.filter(({ state }) => state === 'waiting')
  const chosen = waiting.filter(({ id }) => !left.has(id)).map(({ id }) => id)
  const settle = async (how: 'accept' | 'refuse'): Promise<void> => {
    const outcome = await decide
      .mutateAsync(how === 'accept' ? { accept: chosen } : { refuse: chosen, reason })
      .catch((error: unknown) => void message.error(sentenceOf(error, i18n)))
    if (outcome === undefined) return
    setReason('')
    const said = how === 'accept' ? 'guard.accepted' : 'guard.refused'
    const changed = outcome.changed > 0 ? ` ${t('guard.changed', { count: outcome.changed })}` : ''
    message.success(t(said, { count: outcome.accepted + outcome.refused }) + changed)
  }
  return (
    <>
      {waiting.length > 0 ? (
        <div className="guard-decide">
          <Checkbox
            checked={chosen.length === waiting.length}
            indeterminate={chosen.length > 0 && chosen.length < waiting.length}
            onChange={event => setLeft(event.target.checked ? new Set() : new Set(waiting.map(({ id }) => id)))}
          >
            {t('guard.chosen', { count: chosen.length })}
          </Checkbox>
          <Button
            size="small"
            type="primary"
            disabled={chosen.length === 0}
            loading={decide.isPending}
            onClick={() => void settle('accept')}
          >
            {t('guard.accept')}
          </Button>
          <Button size="small" danger disabled={chosen.length === 0} onClick={() => void settle('refuse')}>
            {t('guard.refuse')}
          </Button>
          <Input
            size="small"
            maxLength={200}
            value={reason}
            aria-label={t('guard.reason')}
            placeholder={t('guard.reason')}
            onChange={event => setReason(event.target.value)}
          />
        </div>
      ) : null}
      <ul className="entries">
        {items.map(item => (
          <li key={item.id} className="entry guard-entry">
            {item.state === 'waiting' ? (
              <Checkbox
                checked={!left.has(item.id)}
                aria-label={t('guard.choose')}
                onChange={() => {
                  const next = new Set(left)
                  if (!next.delete(item.id)) next.add(item.id)
                  setLeft(next)
                }}
              />
            ) : null}
            <div>
              <Entry open={open} item={item} />
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

function Entry({ open: { view, sheet, zone }, item }: { readonly open: OpenSheet; readonly item: Suggestion }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const column = sheet.columns.find(({ id }) => id === item.column)
  const number = view.rowNumber(item.row)
  const rowWord = number === undefined ? t('guard.newRowWord') : t('guard.rowWord', { row: number })
  const text = (value: Suggestion['new']): string => {
    if (item.column === ROW_GONE) return t(value === true ? 'guard.rowDeleted' : 'guard.rowBack')
    if (item.column === ROW_EXISTS) return t('guard.rowAdded')
    return column === undefined ? String(value ?? '') : plainCell(column, value, language, zone)
  }
  const isCell = item.column !== ROW_GONE && item.column !== ROW_EXISTS
  return (
    <>
      <div className="entry-head">
        <span>
          {rowWord} · {column?.label[language] ?? t('held.wholeRow')}
        </span>
        <Tag color={{ waiting: 'gold', accepted: 'green', refused: 'red', withdrawn: 'default' }[item.state]}>
          {t(`guard.state.${item.state}`)}
        </Tag>
      </div>
      <div className="entry-value">
        {isCell ? <s className="quiet">{text(item.old) || t('guard.empty')}</s> : null}
        {isCell ? ' → ' : ''}
        <strong>{text(item.new) || t('guard.empty')}</strong>
      </div>
      <div className="quiet">
        {item.member.name} · {momentText(item.at, zone, language, now())}
      </div>
      {item.reason === null ? null : <div className="entry-reason">{t('guard.because', { reason: item.reason })}</div>}
    </>
  )
}
