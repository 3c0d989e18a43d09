import { Alert, App, Button, Empty, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import type { Decision, DecisionOutcome } from '../../shared/protocol/intake.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { mayI } from '../app/rights.ts'
import { useLanguage } from '../i18n/language.ts'
import { Connections } from './Connections.tsx'
import { InboxFilters } from './InboxFilters.tsx'
import { type InboxFilter, useDeciding, useSubmissions } from './queries.ts'
import { RejectDialog } from './RejectDialog.tsx'
import { SubmissionList } from './SubmissionList.tsx'
import { SubmissionPane } from './SubmissionPane.tsx'
import { useInboxKeys } from './useInboxKeys.ts'
import { columnsFor, type Reader, refusalText, summaryOf } from './words.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly sheets: readonly SheetInfo[]
}

type Kind = Decision['decision'] | 'undo'

/** What came in from outside, and what becomes of it: one or many at a time, with the keys alone (INTAKE-13, INTAKE-14). */
export function IntakeDesk({ me, operation, sheets }: Props) {
  const { t, i18n } = useTranslation()
  const { message } = App.useApp()
  const reader: Reader = { t, language: useLanguage(), zone: operation.timeZone }
  const [filter, setFilter] = useState<InboxFilter>({ state: 'waiting' })
  const [current, setCurrent] = useState<string>()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [rejecting, setRejecting] = useState<readonly string[]>()
  const [decidedLast, setDecidedLast] = useState<readonly string[]>([])
  const list = useSubmissions(operation.id, filter)
  const { decide, undo } = useDeciding(operation.id)
  const mayDecide = mayI(me, 'submission.decide', operation.id)
  const items = list.data?.pages.flatMap(page => page.items) ?? []
  const place = items.findIndex(({ id }) => id === current)
  const aimed = chosen.size > 0 ? [...chosen] : place >= 0 && current !== undefined ? [current] : []

  const tell = (kind: Kind, outcomes: readonly DecisionOutcome[]): void => {
    const done = outcomes.filter(outcome => outcome.done)
    if (done.length > 0) void message.success(t(`intake.done.${kind}`, { count: done.length }))
    for (const outcome of outcomes) {
      if (outcome.done) continue
      const item = items.find(({ id }) => id === outcome.id)
      const columns = item === undefined ? [] : columnsFor(sheets, item)
      const what = item === undefined ? '' : summaryOf(item, columns, reader)
      void message.warning(refusalText(outcome, what, columns, reader), 6)
    }
  }
  const failed = (error: unknown): void => void message.error(sentenceOf(error, i18n))
  const onDecide = (decision: Decision): void => {
    if (!mayDecide || decision.ids.length === 0) return
    // The next line waits already.
    const gone = new Set(decision.ids)
    const next =
      items.slice(place + 1).find(({ id }) => !gone.has(id)) ??
      items.slice(0, place).findLast(({ id }) => !gone.has(id))
    decide.mutate(decision, {
      onSuccess: outcomes => {
        tell(decision.decision, outcomes)
        const done = outcomes.flatMap(outcome => (outcome.done ? [outcome.id] : []))
        if (done.length > 0) setDecidedLast(done)
        if (done.length === outcomes.length && current !== undefined && gone.has(current)) setCurrent(next?.id)
        setChosen(new Set())
      },
      onError: failed,
    })
  }
  const onUndo = (ids: readonly string[]): void => {
    if (!mayDecide || ids.length === 0) return
    undo.mutate(ids, {
      onSuccess: outcomes => {
        tell('undo', outcomes)
        setDecidedLast([])
      },
      onError: failed,
    })
  }
  const choose = (id: string, on: boolean): void => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  const startRejecting = (ids: readonly string[]): void => {
    if (mayDecide && ids.length > 0) setRejecting(ids)
  }
  useInboxKeys({
    move: by => setCurrent(items[Math.min(items.length - 1, Math.max(0, place + by))]?.id ?? current),
    accept: () => onDecide({ decision: 'accept', ids: [...aimed] }),
    attach: () => document.querySelector<HTMLElement>('.intake-beside button')?.focus(),
    reject: () => startRejecting(aimed),
    spam: () => onDecide({ decision: 'spam', ids: [...aimed] }),
    undo: () => onUndo(decidedLast),
    choose: () => (current === undefined ? undefined : choose(current, !chosen.has(current))),
  })

  return (
    <div className={current === undefined ? 'intake' : 'intake intake-one'}>
      <div className="intake-side">
        <p className="quiet">{t('intake.lead')}</p>
        {mayI(me, 'intake.connect', operation.id) ? (
          <div>
            <Connections operation={operation.id} sheets={sheets} reader={reader} />
          </div>
        ) : null}
        <InboxFilters
          operation={operation.id}
          filter={filter}
          reader={reader}
          onFilter={next => {
            setFilter(next)
            setChosen(new Set())
            setCurrent(undefined)
          }}
        />
        {list.error === null ? null : (
          <Alert type="warning" showIcon role="alert" title={sentenceOf(list.error, i18n)} />
        )}
        {chosen.size === 0 ? null : (
          <div className="intake-bulk" role="toolbar" aria-label={t('intake.act.label')}>
            <strong>{t('intake.selected', { count: chosen.size })}</strong>
            {mayDecide && filter.state !== 'waiting' && filter.state !== 'held' ? (
              <Button size="small" onClick={() => onUndo(aimed)}>
                {t('intake.act.undo')}
              </Button>
            ) : null}
            {mayDecide && (filter.state === 'waiting' || filter.state === 'held') ? (
              <>
                <Button size="small" type="primary" onClick={() => onDecide({ decision: 'accept', ids: [...aimed] })}>
                  {t('intake.act.accept')}
                </Button>
                <Button size="small" onClick={() => startRejecting(aimed)}>
                  {t('intake.act.reject')}
                </Button>
                <Button size="small" onClick={() => onDecide({ decision: 'spam', ids: [...aimed] })}>
                  {t('intake.act.spam')}
                </Button>
              </>
            ) : null}
            <Button size="small" type="text" onClick={() => setChosen(new Set())}>
              {t('intake.clear')}
            </Button>
          </div>
        )}
        {list.data === undefined ? (
          list.error === null ? (
            <Spin />
          ) : null
        ) : items.length === 0 ? (
          <Nothing filtered={Object.keys(filter).length > 1 || filter.state !== 'waiting'} />
        ) : (
          <SubmissionList
            items={items}
            sheets={sheets}
            reader={reader}
            current={current}
            chosen={chosen}
            onCurrent={setCurrent}
            onChoose={choose}
          />
        )}
        {list.hasNextPage ? (
          <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('intake.more')}
          </Button>
        ) : null}
        {mayDecide ? <p className="quiet intake-keys">{t('intake.keys')}</p> : null}
      </div>
      {current === undefined ? (
        <p className="quiet intake-pick">{t('intake.pick')}</p>
      ) : (
        <SubmissionPane
          me={me}
          id={current}
          operation={operation.id}
          sheets={sheets}
          reader={reader}
          mayDecide={mayDecide}
          onDecide={onDecide}
          onReject={id => startRejecting([id])}
          onUndo={id => onUndo([id])}
          onBack={() => setCurrent(undefined)}
        />
      )}
      {rejecting === undefined ? null : (
        <RejectDialog
          count={rejecting.length}
          onCancel={() => setRejecting(undefined)}
          onReject={reason => {
            setRejecting(undefined)
            onDecide({ decision: 'reject', ids: [...rejecting], reason })
          }}
        />
      )}
    </div>
  )
}

function Nothing({ filtered }: { readonly filtered: boolean }) {
  const { t } = useTranslation()
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        filtered ? (
          t('intake.noneSuch')
        ) : (
          <>
            {t('intake.none')}
            <br />
            <span className="quiet">{t('intake.noneHint')}</span>
          </>
        )
      }
    />
  )
}
