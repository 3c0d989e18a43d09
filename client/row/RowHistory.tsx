import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { historyPage } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useServices } from '../app/services.ts'
import { useEveryColumn } from '../columns/useEveryColumn.ts'
import { HistoryEntry } from '../history/HistoryEntry.tsx'
import { useFreshHistory } from '../history/useFreshHistory.ts'
import { useLanguage } from '../i18n/language.ts'
import { RowOrigins } from '../intakeDesk/RowOrigins.tsx'

const PAGE = 30

/** Everything that was changed in one row, newest first, and in the rows that have been made one with it (DUP-9). */
export function RowHistory({ open, row }: { readonly open: OpenSheet; readonly row: string }) {
  const { t, i18n } = useTranslation()
  const { view, sheet, columns, zone, actions } = open
  const { api } = useServices()
  const language = useLanguage()
  const everyColumn = useEveryColumn(sheet.id, columns)
  const isThere = (id: string): boolean => columns.some(column => column.id === id)
  useFreshHistory(view, sheet.id, row)
  const history = useInfiniteQuery({
    queryKey: ['history', sheet.id, row, 'drawer'],
    initialPageParam: '',
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ row, with: 'merged', limit: String(PAGE) })
      if (pageParam !== '') query.set('cursor', pageParam)
      return api.get(`sheets/${encodeURIComponent(sheet.id)}/history?${query}`, historyPage, signal)
    },
    getNextPageParam: last => last.next,
  })
  const items = history.data?.pages.flatMap(page => page.items) ?? []
  return (
    <div className="side-body">
      <RowOrigins sheet={sheet.id} row={row} reader={{ t, language, zone }} />
      {history.isPending ? <Spin size="small" /> : null}
      {history.error === null ? null : <Alert type="warning" showIcon title={sentenceOf(history.error, i18n)} />}
      <ul className="entries">
        {items.map(item => (
          <HistoryEntry
            key={`${item.row} ${item.at} ${item.column} ${item.member.id} ${item.won} ${String(item.new)}`}
            merged={item.row !== row}
            item={item}
            column={everyColumn.find(({ id }) => id === item.column)}
            scope="row"
            zone={zone}
            takeBack={
              view.session.readOnly || item.row !== row || !isThere(item.column)
                ? undefined
                : value => actions.edit({ row, column: item.column, value })
            }
            current={view.session.sheet.value(row, item.column)}
          />
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
