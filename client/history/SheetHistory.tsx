import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Select, Spin } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type HistoryItem, historyPage } from '../../shared/protocol/http.ts'
import { historyAuthors } from '../../shared/protocol/time.ts'
import type { Column } from '../../shared/schema/column.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useEveryColumn } from '../columns/useEveryColumn.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { type Group, groupsOf, groupText } from './groups.ts'
import { FromTo, rowEvent, When } from './HistoryEntry.tsx'

interface Props {
  readonly view: SheetView
  readonly sheetId: string
  readonly columns: readonly Column[]
  readonly zone: string
}

interface Filter {
  readonly member: string
  readonly column: string
  readonly since: keyof typeof SPANS
}

const SPANS = { anyTime: 0, hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const
const PAGE = 100
/** Changes shown of a group before it is asked for the rest. */
const SHOWN = 3
/** The busiest sheet is asked for anew this often, milliseconds. */
const PACE = 2_000

/** What was done to the whole sheet, newest first (TIME-18). */
export function SheetHistory({ view, sheetId, columns: shown, zone }: Props) {
  const { t, i18n } = useTranslation()
  const [filter, setFilter] = useState<Filter>({ member: '', column: '', since: 'anyTime' })
  const columns = useEveryColumn(sheetId, shown)
  const history = useChanges(sheetId, filter)
  const pages = history.data?.pages.length ?? 0
  const fresh = useNews(view, sheetId, pages)
  const groups = groupsOf(history.data?.pages.flatMap(page => page.items) ?? [])
  return (
    <div className="side-body">
      <Filters sheetId={sheetId} columns={columns} filter={filter} onFilter={setFilter} />
      {fresh.waiting ? (
        <Button block size="small" onClick={fresh.show}>
          {t('time.sheet.fresh')}
        </Button>
      ) : null}
      {history.isPending ? <Spin size="small" /> : null}
      {history.error === null ? null : (
        <Alert
          type="warning"
          showIcon
          title={sentenceOf(history.error, i18n)}
          action={
            <Button size="small" onClick={() => void history.refetch()}>
              {t('app.retry')}
            </Button>
          }
        />
      )}
      {history.isSuccess && groups.length === 0 ? <p className="quiet">{t('time.sheet.none')}</p> : null}
      <ul className="entries">
        {groups.map(group => (
          <GroupEntry key={group.id} group={group} view={view} columns={columns} zone={zone} />
        ))}
      </ul>
      {history.hasNextPage ? (
        <Button block size="small" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('history.more')}
        </Button>
      ) : null}
    </div>
  )
}

function useChanges(sheetId: string, filter: Filter) {
  const { api, now } = useServices()
  return useInfiniteQuery({
    queryKey: ['history', sheetId, 'sheet', filter],
    initialPageParam: '',
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE) })
      if (filter.member !== '') query.set('member', filter.member)
      if (filter.column !== '') query.set('column', filter.column)
      if (filter.since !== 'anyTime') query.set('since', new Date(now() - SPANS[filter.since]).toISOString())
      if (pageParam !== '') query.set('cursor', pageParam)
      return api.get(`sheets/${encodeURIComponent(sheetId)}/history?${query}`, historyPage, signal)
    },
    getNextPageParam: last => last.next,
  })
}

/** The first page is asked for anew by itself; who has read on is told that there is more, and nothing moves under their eyes. */
function useNews(view: SheetView, sheetId: string, pages: number) {
  const client = useQueryClient()
  const [waiting, setWaiting] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let changed = false
    const look = (): void => {
      if (!changed || timer !== undefined || view.session.saveState().kind !== 'saved') return
      timer = setTimeout(() => {
        timer = undefined
        changed = false
        if (pages > 1) setWaiting(true)
        else void client.invalidateQueries({ queryKey: ['history', sheetId, 'sheet'] })
      }, PACE)
    }
    const stopSheet = view.onChange(() => {
      changed = true
      queueMicrotask(look)
    })
    const stopSession = view.session.subscribe(look)
    return () => {
      clearTimeout(timer)
      stopSheet()
      stopSession()
    }
  }, [client, view, sheetId, pages])
  const show = (): void => {
    setWaiting(false)
    void client.resetQueries({ queryKey: ['history', sheetId, 'sheet'] })
  }
  return { waiting, show }
}

interface FiltersProps {
  readonly sheetId: string
  readonly columns: readonly Column[]
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
}

function Filters({ sheetId, columns, filter, onFilter }: FiltersProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { api } = useServices()
  const authors = useQuery({
    queryKey: ['authors', sheetId],
    queryFn: ({ signal }) => api.get(`sheets/${encodeURIComponent(sheetId)}/history/authors`, historyAuthors, signal),
  })
  const people = (authors.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <div className="history-filters">
      <Select
        size="small"
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('time.sheet.person')}
        value={filter.member}
        options={[{ value: '', label: t('time.sheet.anyone') }, ...people]}
        onChange={member => onFilter({ ...filter, member })}
      />
      <Select
        size="small"
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('time.sheet.column')}
        value={filter.column}
        options={[
          { value: '', label: t('time.sheet.anyColumn') },
          ...columns.map(({ id, label }) => ({ value: id, label: label[language] })),
        ]}
        onChange={column => onFilter({ ...filter, column })}
      />
      <Select<Filter['since']>
        size="small"
        aria-label={t('time.sheet.since')}
        value={filter.since}
        options={(Object.keys(SPANS) as Filter['since'][]).map(value => ({ value, label: t(`time.sheet.${value}`) }))}
        onChange={since => onFilter({ ...filter, since })}
      />
    </div>
  )
}

type GroupProps = Omit<Props, 'sheetId'> & { readonly group: Group }

/** What one person did in one minute: in words, then change by change. */
function GroupEntry({ group, view, columns, zone }: GroupProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const shown = all ? group.items : group.items.slice(0, SHOWN)
  const rest = group.items.length - shown.length
  return (
    <li className="entry">
      <div className="entry-head">
        <strong>{group.member.name}</strong>
        <When at={group.at} zone={zone} />
      </div>
      <div>{groupText(group, t)}</div>
      {shown.map(item => (
        <GroupItem key={item.id} item={item} view={view} columns={columns} zone={zone} />
      ))}
      {rest > 0 ? (
        <Button size="small" type="link" className="entry-back" onClick={() => setAll(true)}>
          {t('time.sheet.more', { count: rest })}
        </Button>
      ) : null}
    </li>
  )
}

function GroupItem({ item, view, columns, zone }: Omit<GroupProps, 'group'> & { readonly item: HistoryItem }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const column = columns.find(({ id }) => id === item.column)
  const event = rowEvent(item, t)
  const label = event ?? column?.label[language] ?? item.column
  const row = view.rowNumber(item.row)
  const first = columns[0]?.id ?? item.column
  return (
    <div className="group-item">
      {row === undefined ? (
        <span className="quiet">{t('time.hiddenPlace', { column: label })}</span>
      ) : (
        <Button
          size="small"
          type="link"
          className="entry-back"
          aria-label={t('time.sheet.goTo', { row, column: label })}
          onClick={() => view.reveal({ row: item.row, column: column?.id ?? first })}
        >
          {t('history.at', { row, column: label })}
        </Button>
      )}
      {event === undefined ? <FromTo item={item} column={column} zone={zone} /> : null}
    </div>
  )
}
