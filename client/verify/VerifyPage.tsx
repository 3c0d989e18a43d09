import { Alert, App as AntApp, Button, Segmented, Spin } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { STANDINGS } from '../../shared/domain/verification.ts'
import type { Operation, SheetInfo } from '../../shared/protocol/http.ts'
import type { QueueItem } from '../../shared/protocol/verification.ts'
import { VERIFICATION_COLUMN } from '../../shared/schema/deskColumns.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { operationPath } from '../app/deepLink.ts'
import { isTyping } from '../grid/keyboard.ts'
import { useLanguage } from '../i18n/language.ts'
import { QueueCard } from './QueueCard.tsx'
import { type QueueFilter, useDeciding, useQueue } from './queries.ts'
import { useWording } from './useWording.ts'
import { type Verdict, VerifyForm } from './VerifyForm.tsx'
import { outcomeTexts } from './words.ts'

interface Props {
  readonly operation: Operation
  readonly sheets: readonly SheetInfo[]
}

const keyOf = ({ sheet, row }: QueueItem): string => `${sheet}/${row}`
const FILTERS: readonly QueueFilter[] = ['waiting', ...STANDINGS]

/** What waits to be verified over all sheets of the operation, one after the other, by keyboard or by thumb (VERIFY-16). */
export function VerifyPage({ operation, sheets }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const [filter, setFilter] = useState<QueueFilter>('waiting')
  const queue = useQueue(operation.id, filter)
  const items = queue.data?.pages.flatMap(page => page.items) ?? []
  const counts = queue.data?.pages[0]?.counts
  const [chosen, choose] = useState<string>()
  const [form, setForm] = useState<'verify' | 'reject'>()
  const index = Math.max(
    0,
    items.findIndex(item => keyOf(item) === chosen),
  )
  const current = items[index]
  const list = useRef<HTMLUListElement>(null)
  const decision = useDecision(current, () => {
    setForm(undefined)
    const next = items[index + 1] ?? items[index - 1]
    choose(next === undefined ? undefined : keyOf(next))
  })
  const navigate = useNavigate()
  const openRow = (item: QueueItem): void =>
    void navigate(`${operationPath(operation.id)}/s/${item.sheet}?row=${encodeURIComponent(item.row)}`)
  const move = (by: 1 | -1): void => {
    const next = items[index + by]
    if (next === undefined) return
    setForm(undefined)
    choose(keyOf(next))
  }
  // The keyboard stays in the list: at the row chosen, unless its form is open.
  useEffect(() => {
    if (current === undefined || form !== undefined || chosen === undefined) return
    list.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(keyOf(current))}"]`)?.focus()
  }, [current, form, chosen])
  const onKey = (event: KeyboardEvent): void => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing)
      return
    if (event.key === 'Escape') return setForm(undefined)
    if (form !== undefined) return
    const wish = WISHES[event.key.toLowerCase()]
    if (wish === undefined) return
    event.preventDefault()
    if (wish === 'next') move(1)
    else if (wish === 'previous') move(-1)
    else if (wish === 'withdraw') decision.withdraw()
    else setForm(wish)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the list count wherever the keyboard is on this page
    <div className="verify-page" onKeyDown={onKey}>
      <p className="quiet">{t('verify.lead')}</p>
      <Segmented<QueueFilter>
        aria-label={t('verify.filter')}
        value={filter}
        onChange={next => {
          setFilter(next)
          choose(undefined)
          setForm(undefined)
        }}
        options={FILTERS.map(value => ({ value, label: filterLabel(value, counts, t('verify.waiting'), language) }))}
      />
      {queue.error === null ? null : (
        <Alert type="warning" showIcon role="alert" title={sentenceOf(queue.error, i18n)} />
      )}
      {queue.data === undefined && queue.error === null ? <Spin size="small" /> : null}
      {queue.data !== undefined && items.length === 0 ? (
        <p className="quiet">{t(filter === 'waiting' ? 'verify.none' : 'verify.noneOf')}</p>
      ) : null}
      <ul ref={list} className="verify-queue" aria-label={t('verify.list')}>
        {items.map((item, at) => (
          <QueueCard
            key={keyOf(item)}
            id={keyOf(item)}
            item={item}
            current={at === index}
            sheet={sheets.find(({ id }) => id === item.sheet)}
            zone={operation.timeZone}
            onChoose={() => choose(keyOf(item))}
            onVerify={() => {
              choose(keyOf(item))
              setForm('verify')
            }}
            onReject={() => {
              choose(keyOf(item))
              setForm('reject')
            }}
            onWithdraw={() => decision.withdraw(item)}
            onOpen={() => openRow(item)}
          >
            {at === index && form !== undefined ? (
              <VerifyForm
                key={form}
                rejecting={form === 'reject'}
                busy={decision.busy}
                submit={t(item.state === 'stale' ? 'verify.submitOnly' : 'verify.submit')}
                picture
                onVerdict={decision.send}
                onCancel={() => setForm(undefined)}
              />
            ) : null}
          </QueueCard>
        ))}
      </ul>
      {queue.hasNextPage ? (
        <Button loading={queue.isFetchingNextPage} onClick={() => void queue.fetchNextPage()}>
          {t('verify.more')}
        </Button>
      ) : null}
    </div>
  )
}

const WISHES: Readonly<Record<string, 'next' | 'previous' | 'verify' | 'reject' | 'withdraw'>> = {
  j: 'next',
  arrowdown: 'next',
  k: 'previous',
  arrowup: 'previous',
  v: 'verify',
  r: 'reject',
  u: 'withdraw',
}

/** Decides about the item; `onDone` when it has been decided as wished. */
function useDecision(item: QueueItem | undefined, onDone: () => void) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const { decide, withdraw } = useDeciding(item?.sheet ?? '')
  const wording = useWording([], 'UTC')
  const fail = (error: unknown): void => void message.error(sentenceOf(error, i18n))
  return {
    busy: decide.isPending,
    send({ picture, ...verdict }: Verdict): void {
      if (item === undefined) return
      const only =
        item.state === 'stale' && verdict.verdict === 'verified'
          ? { columns: item.changed.map(({ column }) => column) }
          : {}
      decide.mutate(
        { ...verdict, rows: [{ row: item.row, digest: item.digest, ...only }], picture },
        {
          onSuccess: outcome => {
            const { good, bad } = outcomeTexts(outcome, verdict.verdict, wording)
            for (const text of bad) void message.warning(text)
            if (good === undefined) return
            void message.success(good)
            onDone()
          },
          onError: fail,
        },
      )
    },
    withdraw(other: QueueItem | undefined = item): void {
      if (other === undefined || other.sheet !== item?.sheet || other.state === 'unverified') return
      withdraw.mutate([other.row], {
        onSuccess: ({ done }) => void message.success(t('verify.withdrawn', { count: done.length })),
        onError: fail,
      })
    },
  }
}

function filterLabel(
  filter: QueueFilter,
  counts: Readonly<Record<(typeof STANDINGS)[number], number>> | undefined,
  waiting: string,
  language: 'zh' | 'en',
): string {
  const count =
    counts === undefined
      ? ''
      : ` ${(filter === 'waiting' ? counts.unverified + counts.stale : counts[filter]).toLocaleString()}`
  return (filter === 'waiting' ? waiting : formatCell(VERIFICATION_COLUMN, filter, language, 'UTC')) + count
}
